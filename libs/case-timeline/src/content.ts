import { canonicalJson } from '@satualur/contracts/bytes';
import type { CaseId, Instant } from '@satualur/contracts/ids';
import { caseOf, inOrder, type KnownEvent, type Place } from './known-event';
import { plainTimeline } from './timeline';

/** The leaf hash stands for an event's bytes, sealed values included. */
export interface ProvenPlace extends Place {
  readonly leaf: { toString(encoding: 'hex'): string };
}

export interface ProvenEvent extends KnownEvent, ProvenPlace {}

const place = ({ log, seq, leaf }: ProvenPlace): string => `${log} ${seq} ${leaf.toString('hex')}`;

/** What a digest covers of one case: the timeline, and the leaf of each of its events, in order. Nothing when none was known at `asOf`. */
export function* caseContent(caseid: CaseId, events: Iterable<ProvenEvent>, asOf?: Instant): Iterable<string> {
  const known = inOrder(events, asOf);
  if (known.length === 0) return;
  yield canonicalJson(plainTimeline(caseid, known));
  for (const event of known) yield place(event);
}

/** What it covers of events outside any case. */
export const looseContent = (events: Iterable<ProvenPlace>, asOf?: Instant): readonly string[] =>
  inOrder(events, asOf).map(place);

/** The content of the whole projection as a fold of the logs alone: cases by id, then the rest. */
export function* contentOf(events: Iterable<ProvenEvent>, asOf?: Instant): Iterable<string> {
  const cases = new Map<CaseId, ProvenEvent[]>();
  const loose: ProvenEvent[] = [];
  for (const event of events) {
    const caseid = caseOf(event);
    const known = caseid === undefined ? loose : cases.get(caseid);
    if (known) known.push(event);
    else cases.set(caseid!, [event]);
  }
  for (const caseid of [...cases.keys()].sort()) yield* caseContent(caseid, cases.get(caseid)!, asOf);
  yield* looseContent(loose, asOf);
}
