import type { Cause } from '@satualur/contracts/event';
import { type Actor, agencyKeyOf, type Instant, instantOf, msOfInstant, streamOf, type Uuid } from '@satualur/contracts/ids';
import { keysGranted } from '@satualur/contracts/referral/examples';
import { HybridClock } from '@satualur/event-store/clock';
import { MemoryEventStore, MemoryLog } from '@satualur/event-store/memory-store';
import { randomIds } from '@satualur/event-store/random-ids';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import type { Heard } from '@satualur/service-host/reactions';
import { keyGrant } from '../domain/key-grant';
import { fireIntake } from '../intake.timers';
import { keysAnnounced } from './keys-granted.reaction';

const NOON = '2026-02-03T04:00:00.000Z' as Instant;
const HOUR_MS = 3_600_000;
const OWNER = agencyKeyOf('POL-6310');

describe('keys announced and not there yet', () => {
  const { grant, to } = keysGranted().data;
  const stream = streamOf('keys', grant);
  const ids = randomIds();
  const begin = () => {
    let ms = msOfInstant(NOON);
    const clock = { now: () => ms };
    const store = new MemoryEventStore({
      ...{ log: new MemoryLog(), source: `/agencies/${to}/intake`, clock: new HybridClock(clock, false) },
    });
    const agency = { key: to, clock, store } as unknown as OpenAgency;
    const cause = (): Cause => ({ actor: 'system/test' as Actor, at: instantOf(ms), command: { id: ids.next() as Uuid } });
    const heard = { log: OWNER, seq: 1, event: keysGranted() } as unknown as Heard;
    return {
      store,
      pass: (by: number) => void (ms += by),
      announce: () => store.transact(cause(), (unit) => keysAnnounced.react(heard, unit, agency)),
      fire: () => store.transact(cause(), (unit) => fireIntake(unit, stream, instantOf(ms), agency)),
      receive: () =>
        store.transact(cause(), async (unit) => {
          await unit.decide(stream, keyGrant, { type: 'ReceiveKeys', from: OWNER });
          unit.due(stream, null);
        }),
      due: async () => (await store.nextDue())?.at,
      types: async () => (await store.read(stream)).map(({ event }) => event.type),
    };
  };

  it('have a timer from the moment of their announcement', async () => {
    const { announce, due, types } = begin();
    await announce();
    expect(await types()).toEqual(['KeysAwaited']);
    expect(await due()).toBe(instantOf(msOfInstant(NOON) + HOUR_MS));
  });

  it('are asked for once an hour, and no more after they came', async () => {
    const { announce, pass, fire, receive, due, types } = begin();
    await announce();
    pass(HOUR_MS);
    await fire();
    expect(await types()).toEqual(['KeysAwaited', 'KeysRequested']);
    expect(await due()).toBe(instantOf(msOfInstant(NOON) + 2 * HOUR_MS));
    await receive();
    expect(await due()).toBeUndefined();
  });
});
