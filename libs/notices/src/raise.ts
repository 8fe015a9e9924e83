import { streamOf, type StreamId } from '@satualur/contracts/ids';
import type { Unit } from '@satualur/event-store/store';
import { uuidFrom } from '@satualur/service-host/secrets';
import { notice, type Wish } from './notice';

/** The same wish is the same notice: what is raised twice is one. `occasion` tells apart what comes more than once for one thing. */
export const noticeOf = ({ kind, about, role, worker = '' }: Omit<Wish, 'emergency'>, occasion?: string): StreamId =>
  streamOf('notice', uuidFrom('notice', kind, about, role, worker, ...(occasion === undefined ? [] : [occasion])));

/** Raises a notice in the unit's append, with what it tells of. */
export async function raise(unit: Unit, wish: Wish, occasion?: string): Promise<void> {
  await unit.decide(noticeOf(wish, occasion), notice, { type: 'Raise', wish });
}

/** Raises an alarm and puts it on the call list: somebody is to be rung. */
export async function ring(
  unit: Unit,
  wish: Omit<Wish, 'role'> & { readonly role: 'caseworker' | 'supervisor' | 'secretariat' },
) {
  await raise(unit, wish);
  await unit.decide(noticeOf(wish), notice, { type: 'ListCall', role: wish.role });
}
