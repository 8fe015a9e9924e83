import type { CaseId } from '@satualur/contracts/ids';
import type { AgencyName, CaseLine } from '@satualur/contracts/timeline/views';
import { inOrder, type KnownEvent } from './known-event';
import { plainTimeline } from './timeline';
import { type Reader, visibleTo } from './visible';

/** A case as it stands in a list, of what its reader may see: who takes part, and the agencies' own numbers. */
export function caseLine(
  caseid: CaseId,
  events: Iterable<KnownEvent>,
  names: ReadonlyMap<string, AgencyName>,
  reader?: Reader,
): CaseLine {
  const { shown, isMasked } = visibleTo(inOrder(events), reader);
  const visible = shown.filter((known) => !isMasked(known));
  const { participants, records, referrals, applications } = plainTimeline(caseid, visible);
  const code = (key: string) => names.get(key)?.code ?? key;
  return {
    caseid,
    participants: participants.map(code),
    refs: [
      ...records.map(({ ref, agency }) => ({ kind: 'record' as const, ref, agency: code(agency) })),
      ...referrals.map(({ ref, from }) => ({ kind: 'referral' as const, ref, agency: code(from) })),
      ...applications.map(({ ref, agency }) => ({ kind: 'application' as const, ref, agency: code(agency) })),
    ],
  };
}
