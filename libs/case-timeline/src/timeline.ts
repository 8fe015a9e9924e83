import type { Hlc } from '@satualur/contracts/hlc';
import { type CaseId, type Instant, instantOf, msOfInstant } from '@satualur/contracts/ids';
import type { TimelineView } from '@satualur/contracts/timeline/views';
import { applicationsOf, recordsOf } from './application-summary';
import { causeOf, entryOf, type PlainEntry } from './entry';
import { inOrder, type KnownEvent } from './known-event';
import { participantsOf, waitingFor } from './participants';
import { isReadable } from './readable';
import { referralsOf } from './referral-summary';

/** What the events alone say; the same whoever received them when. */
export interface PlainTimeline extends Pick<TimelineView, 'caseid' | 'participants' | 'records' | 'referrals' | 'applications'> {
  readonly entries: readonly (PlainEntry & { readonly causedBy: string | null })[];
}

/** The part of a timeline that digests cover: no marks, no moment of asking. */
export function plainTimeline(caseid: CaseId, events: Iterable<KnownEvent>, asOf?: Instant): PlainTimeline {
  const known = inOrder(events, asOf);
  return {
    caseid,
    participants: participantsOf(known),
    entries: known.map((event) => ({ ...entryOf(event), causedBy: event.envelope.causationid ?? null })),
    ...summariesOf(known),
  };
}

function summariesOf(events: readonly KnownEvent[]) {
  const readable = events.filter(isReadable);
  return { records: recordsOf(readable), referrals: referralsOf(readable), applications: applicationsOf(readable) };
}

/**
 * The timeline of a case as a pure function of the set of its events and of the watermarks that count: sorted by (hlc, log, seq),
 * never by arrival. With `asOf` only what was known strictly before it.
 */
export function foldTimeline(
  caseid: CaseId,
  events: Iterable<KnownEvent>,
  watermarks: ReadonlyMap<string, Hlc>,
  asOf?: Instant,
): TimelineView {
  const known = inOrder(events, asOf);
  const participants = participantsOf(known);
  const present = new Set<string>(known.map((event) => event.envelope.id));
  const entries = known.map((event) => {
    const waitsFor = waitingFor(event.hlc, participants, watermarks);
    const final = waitsFor.length === 0;
    return { ...entryOf(event), final, waitsFor, cause: causeOf(event, present, final) };
  });
  return {
    caseid,
    asOf: asOf ? instantOf(msOfInstant(asOf)) : null,
    participants,
    final: entries.every((entry) => entry.final),
    waitsFor: entries.at(-1)?.waitsFor ?? [],
    complete: entries.every((entry) => entry.readable && entry.cause?.state !== 'missing' && entry.cause?.state !== 'lost'),
    entries,
    ...summariesOf(known),
  };
}
