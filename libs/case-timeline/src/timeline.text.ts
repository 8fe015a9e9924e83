import type { ApplicationSummary, Language, ReferralSummary, ToldTimeline } from '@satualur/contracts/timeline/views';
import type { ReferralState } from '@satualur/contracts/referral/life-cycle';
import { inWita } from './wita';

type Told = ToldTimeline['entries'][number];

const LABELS = {
  id: {
    title: 'Lini masa kasus',
    asOf: 'Sebagaimana diketahui sebelum',
    agencies: 'Lembaga',
    provisional: 'sementara, menunggu',
    missing: 'sebabnya belum tiba',
    lost: 'sebabnya HILANG',
    referrals: 'Rujukan',
    applications: 'Permohonan layanan',
    overdue: 'pernah terlambat',
    escalated: 'pernah dieskalasi',
    allFinal: 'Semua entri final.',
    incomplete: 'Lini masa ini belum lengkap.',
    days: 'hari',
    met: 'terpenuhi',
    breached: 'dilanggar',
    running: 'berjalan',
  },
  en: {
    title: 'Timeline of case',
    asOf: 'As known before',
    agencies: 'Agencies',
    provisional: 'provisional, waits for',
    missing: 'its cause has not arrived',
    lost: 'its cause is LOST',
    referrals: 'Referrals',
    applications: 'Service applications',
    overdue: 'was overdue',
    escalated: 'was escalated',
    allFinal: 'All entries are final.',
    incomplete: 'This timeline is not complete.',
    days: 'days',
    met: 'met',
    breached: 'breached',
    running: 'running',
  },
} as const satisfies Record<Language, Record<string, string>>;

const STATES: Record<ReferralState, Record<Language, string>> = {
  Sent: { id: 'terkirim', en: 'sent' },
  Acknowledged: { id: 'dikonfirmasi', en: 'acknowledged' },
  Accepted: { id: 'diterima', en: 'accepted' },
  InService: { id: 'dalam layanan', en: 'in service' },
  Completed: { id: 'selesai', en: 'completed' },
  Rejected: { id: 'ditolak', en: 'rejected' },
  Expired: { id: 'kedaluwarsa', en: 'expired' },
  Withdrawn: { id: 'ditarik', en: 'withdrawn' },
  Terminated: { id: 'dihentikan', en: 'terminated' },
};

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
  const referrals = section(
    label.referrals,
    told.referrals.map((line) => referralLine(told, line)),
  );
  const applications = section(
    label.applications,
    told.applications.map((line) => applicationLine(told, line)),
  );
  const notes = [...(told.final ? [label.allFinal] : []), ...(told.complete ? [] : [label.incomplete])];
  const foot = notes.length > 0 ? ['', ...notes] : [];
  return [...head, '', ...entries, ...referrals, ...applications, ...foot, ''].join('\n');
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length > 0 ? ['', `${title}:`, ...lines] : [];

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

function referralLine(told: ToldTimeline, { ref, from, to, state, overdue, escalated }: ReferralSummary): string {
  const label = LABELS[told.language];
  const flags = [...(overdue ? [label.overdue] : []), ...(escalated ? [label.escalated] : [])];
  const parties = `${codesOf(told, [from])} > ${codesOf(told, [to])}`;
  return `  ${ref}  ${parties}  ${STATES[state][told.language]}${flags.length > 0 ? ` (${flags.join(', ')})` : ''}`;
}

function applicationLine(told: ToldTimeline, { ref, outcome, days }: ApplicationSummary): string {
  const label = LABELS[told.language];
  const shown = days === null ? '' : `${decimal(days, told.language)} ${label.days}, `;
  return `  ${ref}  ${shown}${label[outcome]}`;
}

const decimal = (value: number, language: Language): string =>
  language === 'id' ? value.toFixed(1).replace('.', ',') : value.toFixed(1);
