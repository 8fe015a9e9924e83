import type { CaseId } from '@satualur/contracts/ids';
import type { AgencyName, CaseLine } from '@satualur/contracts/timeline/views';
import type { KnownEvent } from './known-event';
import { plainTimeline } from './timeline';

/** A case as it stands in a list: who takes part, and the agencies' own numbers. */
export function caseLine(caseid: CaseId, events: Iterable<KnownEvent>, names: ReadonlyMap<string, AgencyName>): CaseLine {
  const { participants, records, referrals, applications } = plainTimeline(caseid, events);
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
