import { HOSPITAL, POLICE } from '@satualur/contracts/cast';
import type { StreamId } from '@satualur/contracts/ids';
import { Acts, type Case } from './cell.acts';
import { Cell } from './cell.world';

export const HOUR = 3_600_000;

export interface SendingWorld {
  readonly cell: Cell;
  readonly acts: Acts;
  /** A person of the police. */
  readonly of: Case;
}

/** Agencies that send to each other, and a person to be referred. */
export async function sendingWorld(): Promise<SendingWorld> {
  const cell = new Cell();
  const acts = new Acts(cell);
  return { cell, acts, of: await acts.register() };
}

/** Which sending to the hospital for legal aid holds the person's place. */
export const placeOf = (cell: Cell, { record }: Case): Promise<StreamId | undefined> =>
  cell.storeOf(POLICE).holder('open-referral', `${record}/LegalAid/${HOSPITAL}`);

/** Refusals that the police kept. */
export const refusals = (cell: Cell): number =>
  [...cell.agencies.get(POLICE)!.log.streams.keys()].filter((stream) => stream.startsWith('refused-')).length;
