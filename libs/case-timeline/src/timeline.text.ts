import type {
  ApplicationSummary,
  ProcessSummary,
  ReferralSummary,
  RestitutionSummary,
  WithdrawalSummary,
} from '@satualur/contracts/timeline/summaries';
import type { Language, ToldTimeline } from '@satualur/contracts/timeline/views';
import { inDays, inWita } from './wita';
import { rupiah } from './words/justice.words';
import { LABELS, STAGES, STATES, STOPS } from './words/labels.words';

type Told = ToldTimeline['entries'][number];

/** A timeline to be read: head, one line an entry, then referrals and applications. Lines end with a line feed. */
export function timelineText(told: ToldTimeline): string {
  const { language } = told;
  const label = LABELS[language];
  const head = [
    `${label.title} ${told.caseid}`,
    ...(told.asOf ? [`${label.asOf} ${inWita(told.asOf, language)}`] : []),
    `${label.agencies}: ${told.participants.map((agency) => agency.code).join(', ')}`,
  ];
  const entries = told.entries.map((entry) => entryLine(told, entry));
  const parts = [
    section(label.referrals, told.referrals, (line) => referralLine(told, line)),
    section(label.applications, told.applications, (line) => applicationLine(told, line)),
    section(label.consents, withdrawalsOf(told), (line) => withdrawalLine(told, line)),
    section(label.restitution, told.restitution, (line) => restitutionLine(told, line)),
    section(label.processes, told.processes, (line) => processLine(told, line)),
  ].flat();
  const notes = [...(told.final ? [label.allFinal] : []), ...(told.complete ? [] : [label.incomplete])];
  const foot = notes.length > 0 ? ['', ...notes] : [];
  return [...head, '', ...entries, ...parts, ...foot, ''].join('\n');
}

const section = <L>(title: string, lines: readonly L[], say: (line: L) => string): readonly string[] =>
  lines.length > 0 ? ['', `${title}:`, ...lines.map(say)] : [];

const withdrawalsOf = (told: ToldTimeline) => told.consents.flatMap(({ withdrawals }) => withdrawals);

const codesOf = (told: ToldTimeline, keys: readonly string[]): string =>
  keys.map((key) => told.participants.find((agency) => agency.key === key)?.code ?? key).join(', ');

function entryLine(told: ToldTimeline, entry: Told): string {
  const label = LABELS[told.language];
  const notes = [
    ...(entry.final ? [] : [`${label.provisional} ${codesOf(told, entry.waitsFor)}`]),
    ...(entry.cause && entry.cause.state !== 'present' ? [label[entry.cause.state]] : []),
  ];
  return `${inWita(entry.known, told.language).padEnd(24)} ${entry.sentence}${notes.length > 0 ? ` [${notes.join('; ')}]` : ''}`;
}

function referralLine(told: ToldTimeline, { ref, from, to, state, ...line }: ReferralSummary): string {
  const label = LABELS[told.language];
  const { emergency, external, overdue, escalated } = line;
  const flags = [
    ...(emergency ? [label.emergency] : []),
    ...(external ? [label.external] : []),
    ...(overdue ? [label.overdue] : []),
    ...(escalated ? [label.escalated] : []),
  ];
  const parties = `${codesOf(told, [from])} > ${codesOf(told, [to])}`;
  return `  ${ref}  ${parties}  ${STATES[state][told.language]}${flags.length > 0 ? ` (${flags.join(', ')})` : ''}`;
}

function applicationLine(told: ToldTimeline, { ref, outcome, days }: ApplicationSummary): string {
  const label = LABELS[told.language];
  const shown = days === null ? '' : `${decimal(days, told.language)} ${label.days}, `;
  return `  ${ref}  ${shown}${label[outcome]}`;
}

function withdrawalLine(told: ToldTimeline, { recipient, withdrawn, state }: WithdrawalSummary): string {
  return `  ${inWita(withdrawn, told.language)}  ${codesOf(told, [recipient])} ${STOPS[state][told.language]}`;
}

function restitutionLine(told: ToldTimeline, line: RestitutionSummary): string {
  const { language } = told;
  const label = LABELS[language];
  const due = line.dueOn ? `; ${label.due} ${inDays(line.dueOn, language)}` : '';
  const amounts = (['awarded', 'paid', 'outstanding'] as const).map(
    (kind) => `${label[kind]} ${rupiah(line[kind] ?? 0)[language]}`,
  );
  return `  ${line.ref ?? codesOf(told, [line.agency])}  ${amounts.join(', ')}${due}${line.overdue ? ` (${label.late})` : ''}`;
}

const processLine = (told: ToldTimeline, { ref, agency, stage }: ProcessSummary): string =>
  `  ${ref}  ${codesOf(told, [agency])}  ${STAGES[stage][told.language]}`;

const decimal = (value: number, language: Language): string =>
  language === 'id' ? value.toFixed(1).replace('.', ',') : value.toFixed(1);
