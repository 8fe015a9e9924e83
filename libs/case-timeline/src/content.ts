import { canonicalJson } from '@satualur/contracts/bytes';
import type { CaseId } from '@satualur/contracts/ids';
import { caseOf, inOrder, type KnownEvent } from './known-event';
import { plainTimeline } from './timeline';

/** A known event with its leaf hash, which stands for its bytes, sealed values included. */
export interface ProvenEvent extends KnownEvent {
  readonly leaf: { toString(encoding: 'hex'): string };
}

const place = ({ log, seq, leaf }: ProvenEvent): string => `${log} ${seq} ${leaf.toString('hex')}`;

/** What a digest covers of one case: the timeline, and the leaf of each of its events, in order. */
export function* caseContent(caseid: CaseId, events: Iterable<ProvenEvent>): Iterable<string> {
  const known = inOrder(events);
  yield canonicalJson(plainTimeline(caseid, known));
  for (const event of known) yield place(event);
}

/** What it covers of events outside any case. */
export const looseContent = (events: Iterable<ProvenEvent>): readonly string[] => inOrder(events).map(place);

/** The content of the whole projection as a fold of the logs alone: cases by id, then the rest. */
export function* contentOf(events: Iterable<ProvenEvent>): Iterable<string> {
  const cases = new Map<CaseId, ProvenEvent[]>();
  const loose: ProvenEvent[] = [];
  for (const event of events) {
    const caseid = caseOf(event);
    if (caseid === undefined) loose.push(event);
    else cases.set(caseid, [...(cases.get(caseid) ?? []), event]);
  }
  for (const caseid of [...cases.keys()].sort()) yield* caseContent(caseid, cases.get(caseid)!);
  yield* looseContent(loose);
}
