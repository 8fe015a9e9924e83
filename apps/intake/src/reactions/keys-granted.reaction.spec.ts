import { POLICE } from '@satualur/contracts/cast';
import { instantOf, streamOf } from '@satualur/contracts/ids';
import { keysGranted } from '@satualur/contracts/referral/examples';
import type { Heard } from '@satualur/service-host/reactions';
import { keyGrant } from '../domain/key-grant';
import { World } from '../intake.world';
import { keysAnnounced } from './keys-granted.reaction';

const HOUR_MS = 3_600_000;

describe('keys announced and not there yet', () => {
  const { grant, to } = keysGranted().data;
  const stream = streamOf('keys', grant);
  const begin = () => {
    const world = new World();
    const { open } = world.office(to);
    const heard = { log: POLICE, seq: 1, event: keysGranted() } as unknown as Heard;
    return {
      world,
      announce: () => open.store.transact(world.cause(), (unit) => keysAnnounced.react(heard, unit, open)),
      receive: () =>
        open.store.transact(world.cause(), async (unit) => {
          await unit.decide(stream, keyGrant, { type: 'ReceiveKeys', from: POLICE });
          unit.due(stream, null);
        }),
      due: async () => (await open.store.nextDue())?.at,
      types: () => world.types(to, stream),
    };
  };

  it('have a timer from the moment of their announcement', async () => {
    const { world, announce, due, types } = begin();
    await announce();
    expect(await types()).toEqual(['KeysAwaited']);
    expect(await due()).toBe(instantOf(world.now + HOUR_MS));
  });

  it('are asked for once an hour, and no more after they came', async () => {
    const { world, announce, receive, due, types } = begin();
    await announce();
    await world.passTo(world.now + HOUR_MS);
    expect(await types()).toEqual(['KeysAwaited', 'KeysRequested']);
    expect(await due()).toBe(instantOf(world.now + HOUR_MS));
    await receive();
    expect(await due()).toBeUndefined();
  });
});
