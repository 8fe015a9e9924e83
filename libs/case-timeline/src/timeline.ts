import type { Hlc } from '@satualur/contracts/hlc';
import { type Actor, type CaseId, type Instant, instantOf, msOfInstant, streamOf } from '@satualur/contracts/ids';
import type { TimelineEntry, TimelineView } from '@satualur/contracts/timeline/views';
import { causeOf, entryOf, type PlainEntry } from './entry';
import { inOrder, type KnownEvent } from './known-event';
import { participantsOf, waitingFor } from './participants';
import { applicationsOf } from './summaries/application-summary';
import { consentsOf } from './summaries/consent-summary';
import { processesOf } from './summaries/process-summary';
import { recordsOf } from './summaries/record-summary';
import { referralsOf } from './summaries/referral-summary';
import { restitutionOf } from './summaries/restitution-summary';
import { streamsOf } from './summaries/streams';
import { type Reader, visibleTo } from './visible';

type Summaries = Pick<TimelineView, 'records' | 'referrals' | 'applications' | 'consents' | 'restitution' | 'processes'>;

/** What the events alone say; the same whoever received them when. */
export interface PlainTimeline extends Summaries, Pick<TimelineView, 'caseid' | 'participants'> {
  readonly entries: readonly (PlainEntry & { readonly causedBy: string | null })[];
}

/** The part of a timeline that digests cover: no marks, no moment of asking, no reader. */
export function plainTimeline(caseid: CaseId, events: Iterable<KnownEvent>, asOf?: Instant): PlainTimeline {
  const known = inOrder(events, asOf);
  const entries = known.map((event) => ({ ...entryOf(event), causedBy: event.envelope.causationid ?? null }));
  return {
    caseid,
    participants: participantsOf(known),
    entries,
    ...summariesOf(known.filter((_, index) => entries[index]!.readable)),
  };
}

function summariesOf(readable: readonly KnownEvent[]): Summaries {
  const streams = streamsOf(readable);
  return {
    records: recordsOf(streams),
    referrals: referralsOf(streams),
    applications: applicationsOf(streams),
    consents: consentsOf(streams),
    restitution: restitutionOf(streams),
    processes: processesOf(streams),
  };
}

const NOBODY = 'masked/masked' as Actor;

/** What is left of an entry for a reader it is masked for: its place, and nothing of who did what. */
const masked = (entry: Omit<TimelineEntry, 'masked'>): TimelineEntry => ({
  ...{ id: entry.id, known: entry.known, hlc: entry.hlc, recorded: entry.known, happened: null, by: '', seq: 0 },
  ...{ stream: streamOf('masked', entry.id), type: 'Masked', actor: NOBODY, readable: true, facts: {} },
  ...{ technical: entry.technical, masked: true, final: entry.final, waitsFor: [], cause: null },
});

/**
 * The timeline of a case as a pure function of the set of its events and of the watermarks that count: sorted by (hlc, log, seq),
 * never by arrival. With `asOf` only what was known strictly before it; with `reader` only what that reader may see.
 */
export function foldTimeline(
  caseid: CaseId,
  events: Iterable<KnownEvent>,
  watermarks: ReadonlyMap<string, Hlc>,
  asOf?: Instant,
  reader?: Reader,
): TimelineView {
  const known = inOrder(events, asOf);
  const { shown, isMasked } = visibleTo(known, reader);
  const everybody = participantsOf(known);
  const participants = participantsOf(shown.filter((event) => !isMasked(event)));
  const present = new Set<string>(known.map((event) => event.envelope.id));
  const entries = shown.map((event) => {
    const waiting = waitingFor(event.hlc, everybody, watermarks);
    const final = waiting.length === 0;
    const waitsFor = waiting.filter((key) => participants.includes(key));
    const entry = { ...entryOf(event), final, waitsFor, cause: causeOf(event, present, final) };
    return isMasked(event) ? masked(entry) : { ...entry, masked: false };
  });
  return {
    caseid,
    asOf: asOf ? instantOf(msOfInstant(asOf)) : null,
    participants,
    final: entries.every((entry) => entry.final),
    waitsFor: entries.at(-1)?.waitsFor ?? [],
    complete: entries.every((entry) => entry.readable && entry.cause?.state !== 'missing' && entry.cause?.state !== 'lost'),
    entries,
    ...summariesOf(shown.filter((event, index) => entries[index]!.readable && !isMasked(event))),
  };
}
