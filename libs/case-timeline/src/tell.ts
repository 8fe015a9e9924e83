import { uuidOfStream, type Uuid } from '@satualur/contracts/ids';
import type { AgencyName, Language, TimelineEntry, TimelineView, ToldTimeline } from '@satualur/contracts/timeline/views';
import type { Published } from './known-event';
import type { Names } from './sentences/sentence';
import { maskedSentence, sentenceOf, unreadSentence } from './timeline.sentences';
import { inWita } from './wita';

export interface Telling {
  readonly language: Language;
  /** Also what interests no case manager. */
  readonly technical: boolean;
}

const UNKNOWN: Record<Language, string> = { id: '(nomor belum diketahui)', en: '(number not yet known)' };

/** A timeline in one language, a sentence an entry. */
export function tellTimeline(view: TimelineView, agencies: ReadonlyMap<string, AgencyName>, telling: Telling): ToldTimeline {
  const named = namesOf(view, agencies, telling.language);
  const entries = view.entries
    .filter((entry) => telling.technical || !entry.technical)
    .map((entry) => ({ ...entry, sentence: sentence(entry, named(entry)) }));
  const participants = view.participants.map((key) => agencies.get(key) ?? { key, code: key, name: key });
  return { ...view, language: telling.language, participants, entries };
}

function sentence(entry: TimelineEntry, names: Names): string {
  if (entry.masked) return maskedSentence[names.language];
  return entry.readable ? sentenceOf(publishedAs(entry), names) : unreadSentence(entry.type, names);
}

const publishedAs = ({ type, facts }: TimelineEntry): Published => ({ type, data: facts }) as Published;

function namesOf(
  view: TimelineView,
  agencies: ReadonlyMap<string, AgencyName>,
  language: Language,
): (entry: TimelineEntry) => Names {
  const agency = (key: string) => agencies.get(key)?.code ?? key;
  const refs = (pairs: (readonly [Uuid, string])[]) => {
    const known = new Map(pairs);
    return (id: Uuid) => known.get(id) ?? UNKNOWN[language];
  };
  const shared = {
    language,
    agency,
    referral: refs(view.referrals.map((line) => [line.referral, line.ref])),
    recipient: refs(view.referrals.map((line) => [line.referral, agency(line.to)])),
    record: refs(view.records.map((line) => [line.record, line.ref])),
    application: refs(view.applications.map((line) => [line.application, line.ref])),
    date: (instant: Parameters<typeof inWita>[0]) => inWita(instant, language),
  };
  return (entry) => ({ ...shared, by: agency(entry.by), own: uuidOfStream(entry.stream) });
}
