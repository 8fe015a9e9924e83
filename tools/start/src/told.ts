import type { ToldTimeline } from '@satualur/contracts/timeline/views';
import type { Api, Staff } from './api';
import { inParallel } from './in-parallel';
import { msOf } from './instants';
import type { Pack } from './pack';
import type { Played } from './player';

/** The timelines of all cases of a play as known at one instant. */
export type Told = readonly ToldTimeline[];

/** As known at the pack's A and B, and with everything known since. */
export interface ToldAt {
  readonly A: Told;
  readonly B: Told;
  readonly now: Told;
}

const READ_SIDE_BY_SIDE = 6;

/** Reads what the product says of a play; a case of which nothing was known yet is left out. */
export async function readTold(pack: Pack, { cases }: Played, api: Api, reader: Staff): Promise<ToldAt> {
  const read = async (asOf?: string): Promise<Told> => {
    const query = asOf === undefined ? '' : `?asOf=${encodeURIComponent(new Date(msOf(asOf)).toISOString())}`;
    const told = new Map<string, ToldTimeline>();
    await inParallel(cases, READ_SIDE_BY_SIDE, async ({ caseid }) => {
      const { status, body } = await api.get('timeline', `/cases/${caseid}/timeline${query}`, reader);
      if (status === 200) told.set(caseid, body as unknown as ToldTimeline);
    });
    return cases.flatMap(({ caseid }) => told.get(caseid) ?? []);
  };
  return { A: await read(pack.asOf.A), B: await read(pack.asOf.B), now: await read() };
}

/** The states of referrals by their numbers. */
export const statesIn = (told: Told): ReadonlyMap<string, string> =>
  new Map(told.flatMap(({ referrals }) => referrals.map(({ ref, state }) => [ref as string, state] as const)));
