import { HOSPITAL } from '@satualur/contracts/cast';
import type { Uuid } from '@satualur/contracts/ids';
import type { NoticeEvent } from '@satualur/contracts/platform/events';
import { inOf } from './both-halves';
import type { Acts, Case } from './cell.acts';
import type { Cell } from './cell.world';
import { sendingWorld } from './sending.world';
import { storedEvents } from './stored-events.world';

let cell: Cell;
let acts: Acts;
let of: Case;
beforeEach(async () => ({ cell, acts, of } = await sendingWorld()));

describe('a sending that its sender ends', () => {
  const told = async (id: Uuid) =>
    cell.agencies
      .get(HOSPITAL)!
      .log.events.map(({ bytes }) => storedEvents.of(bytes).event as NoticeEvent)
      .flatMap((event) => (event.type === 'NotificationRaised' ? [event.data] : []))
      .filter(({ kind, about }) => kind === 'ReferralEnded' && about === inOf(id));
  const end = (id: Uuid, type: 'WithdrawReferral' | 'TerminateReferral') => acts.out(id, { type, reason: 'MovedAway' });

  it('in the moment in which it is accepted: one wins, the other’s people are told, once and of nothing else', async () => {
    const id = await acts.send(of);
    await cell.settle();
    await end(id, 'WithdrawReferral');
    cell.now += 1;
    await acts.in(id, { type: 'AcceptReferral', at: acts.at });
    await cell.settle();
    expect(cell.rowsOf(HOSPITAL)).toMatchObject([{ state: 'Withdrawn' }]);
    expect(await told(id)).toEqual([{ kind: 'ReferralEnded', about: inOf(id), role: 'caseworker', emergency: false }]);
  });

  it('after it was accepted: they are told likewise', async () => {
    const id = await acts.send(of);
    await cell.settle();
    await acts.in(id, { type: 'AcceptReferral', at: acts.at });
    await cell.settle();
    await end(id, 'TerminateReferral');
    await cell.settle();
    expect(await told(id)).toHaveLength(1);
  });

  it('after they had declined it, which stands: they are told nothing', async () => {
    const id = await acts.send(of);
    await cell.settle();
    await acts.in(id, { type: 'RejectReferral', reason: 'CapacityFull', at: acts.at });
    cell.now += 1;
    await end(id, 'WithdrawReferral');
    await cell.settle();
    expect(cell.rowsOf(HOSPITAL)).toMatchObject([{ state: 'Rejected' }]);
    expect(await told(id)).toEqual([]);
  });
});
