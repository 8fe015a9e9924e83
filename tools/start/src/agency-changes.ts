import type { Step } from './inputs';
import { msOf } from './instants';
import type { Pack, PackAgency } from './pack';
import { entersMs, type Tenancy, tenanciesOf } from './pack-agencies';

/** A step of the registry by which codes change hands. */
export interface AgencyChange {
  readonly step: Extract<Step, { readonly do: 'enter-platform' | 'rename-agency' | 'leave-platform' }>;
  readonly atMs: number;
  readonly gives?: string;
  readonly takes?: string;
}

/** Every change of codes; of one instant a code is given up before it is taken. */
export function agencyChanges(pack: Pack): readonly AgencyChange[] {
  const changes = pack.agencies.flatMap((agency) => changesOf(agency, entersMs(pack, agency)));
  const ordered = new Set<AgencyChange>();
  const place = (change: AgencyChange, waiting: readonly AgencyChange[]): void => {
    const before = changes.filter(({ atMs, gives }) => gives !== undefined && gives === change.takes && atMs === change.atMs);
    for (const other of before) if (!ordered.has(other) && !waiting.includes(other)) place(other, [...waiting, change]);
    ordered.add(change);
  };
  for (const change of changes) place(change, [change]);
  return [...ordered];
}

function changesOf(agency: PackAgency, enters: number): readonly AgencyChange[] {
  const tenancies = tenanciesOf(agency);
  const [first] = tenancies as [Tenancy];
  const renamed = tenancies.slice(1).map(({ code, fromMs }, index): AgencyChange => ({
    ...{ step: { do: 'rename-agency', agency, code }, atMs: fromMs },
    ...{ gives: tenancies[index]!.code, takes: code },
  }));
  const left: readonly AgencyChange[] =
    agency.leftAt === undefined
      ? []
      : [{ step: { do: 'leave-platform', agency }, atMs: msOf(agency.leftAt), gives: agency.code }];
  if (enters === -Infinity) return [...renamed, ...left];
  return [{ step: { do: 'enter-platform', agency }, atMs: enters, takes: first.code }, ...renamed, ...left];
}
