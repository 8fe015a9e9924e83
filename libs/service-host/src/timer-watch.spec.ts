import { randomBytes } from 'node:crypto';
import type { AnyEvent, Cause } from '@satualur/contracts/event';
import { type Actor, type Instant, instantOf, type StreamId, streamOf, uuidv7 } from '@satualur/contracts/ids';
import { HybridClock, wallClock } from '@satualur/event-store/clock';
import { MemoryEventStore, MemoryLog } from '@satualur/event-store/memory-store';
import { TimerWatch } from './timer-watch';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const acknowledged: AnyEvent = { type: 'ReferralAcknowledged', data: {} };
const newId = () => uuidv7(Date.now(), randomBytes(10));
const cause = (): Cause => ({ actor: 'system/spec' as Actor, at: instantOf(Date.now()), command: { id: newId() } });

describe('an agency’s timers', () => {
  let log: MemoryLog;
  let fired: { readonly stream: StreamId; readonly lateMs: number }[];
  let asked: number[];
  let errors: jest.Mock;
  let watches: TimerWatch[];
  /** Throws while the store cannot be reached. */
  let reach: () => void;

  class AskedStore extends MemoryEventStore {
    override async nextDue() {
      asked.push(Date.now());
      reach();
      return super.nextDue();
    }
  }

  /** A service's process on the agency's store, as it is opened. */
  const open = () => {
    const source = '/agencies/pol-6310/referral';
    const store = new AskedStore({ log, source, clock: new HybridClock(wallClock), onDue: (at) => watch.expect(at) });
    const watch = new TimerWatch({
      store,
      clock: wallClock,
      onError: errors,
      fire: async (unit, stream, at) => {
        await unit.record(stream, [acknowledged]);
        unit.due(stream, null);
        fired.push({ stream, lateMs: Date.now() - Date.parse(at) });
      },
    });
    watches.push(watch);
    return { store, watch };
  };
  /** Such a process that will fire nothing. */
  const dead = () => {
    const opened = open();
    void opened.watch.stop();
    return opened;
  };
  const dueIn = async (ms: number, { store } = dead()): Promise<StreamId> => {
    const stream = streamOf('referralin', newId());
    const at = instantOf(Date.now() + ms) as Instant;
    await store.transact(cause(), async (unit) => {
      await unit.record(stream, [acknowledged]);
      unit.due(stream, at);
    });
    return stream;
  };
  const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

  beforeEach(() => {
    jest.useFakeTimers({ now: Date.parse('2026-02-03T12:00:00Z') });
    [log, fired, asked, errors, watches, reach] = [new MemoryLog(), [], [], jest.fn(), [], () => undefined];
  });
  afterEach(async () => {
    await Promise.all(watches.map((watch) => watch.stop()));
    jest.useRealTimers();
  });

  it('fire at their own instants, those that stood before the start and those long overdue', async () => {
    const streams = [await dueIn(-MINUTE), await dueIn(7 * SECOND + 7), await dueIn(25 * MINUTE)];
    open().watch.start();
    await pass(26 * MINUTE);
    expect(fired.map(({ stream }) => stream)).toEqual(streams);
    expect(fired[0]!.lateMs).toBeLessThan(MINUTE + 10);
    for (const { lateMs } of fired.slice(1)) expect(lateMs).toBeLessThan(10);
  });

  it('fire at once when this process sets one earlier than all others', async () => {
    const own = open();
    await dueIn(20 * SECOND, own);
    own.watch.start();
    await pass(SECOND);
    const [soon, past] = [await dueIn(3 * SECOND, own), await dueIn(-1, own)];
    await pass(10);
    expect(fired.map(({ stream }) => stream)).toEqual([past]);
    await dueIn(10 * MINUTE, own);
    await pass(3 * SECOND);
    expect(fired.map(({ stream }) => stream)).toEqual([past, soon]);
    expect(fired[1]!.lateMs).toBeLessThan(10);
  });

  it('fire at once when this process sets one while the store is being asked', async () => {
    const own = open();
    reach = () => {
      reach = () => undefined;
      jest.spyOn(own.store, 'nextDue').mockImplementationOnce(async () => (await dueIn(SECOND, own), undefined));
    };
    await dueIn(-1, own);
    own.watch.start();
    await pass(SECOND + 20);
    expect(fired).toHaveLength(2);
    expect(fired[1]!.lateMs).toBeLessThan(10);
  });

  it('fire within a minute when another process set them and died', async () => {
    open().watch.start();
    await pass(5 * MINUTE);
    await dueIn(0);
    await pass(MINUTE + 10);
    expect(fired).toHaveLength(1);
  });

  it('cost an idle store one question a minute, at another second for each agency', async () => {
    const agencies = Array.from({ length: 50 }, () => open().watch);
    for (const watch of agencies) watch.start();
    await pass(2 * MINUTE);
    asked = [];
    await pass(10 * MINUTE);
    expect(asked.length).toBeLessThanOrEqual(11 * agencies.length);
    const seconds = new Map<number, number>();
    for (const at of asked) seconds.set(Math.floor(at / SECOND), (seconds.get(Math.floor(at / SECOND)) ?? 0) + 1);
    expect(Math.max(...seconds.values())).toBeLessThan(15);
  });

  it('fire within a minute of the store’s return, which is not asked in a storm meanwhile', async () => {
    await dueIn(10 * SECOND);
    const own = open();
    own.watch.start();
    await pass(SECOND);
    asked = [];
    reach = () => {
      own.watch.expect(instantOf(Date.now() - 1) as Instant);
      throw new Error('no store');
    };
    await pass(10 * MINUTE);
    expect(fired).toHaveLength(0);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.length).toBeLessThan(30);
    expect(errors).toHaveBeenCalledTimes(asked.length);
    reach = () => undefined;
    await pass(MINUTE);
    expect(fired).toHaveLength(1);
    reach = () => {
      reach = () => undefined;
      throw new Error('no store for a moment');
    };
    await dueIn(SECOND, own);
    await pass(2 * SECOND + 20);
    expect(fired).toHaveLength(2);
  });

  it('fire one after the other, and the stop waits for the one being fired', async () => {
    const own = open();
    const stream = await dueIn(-1, own);
    let reached = (): void => undefined;
    const answer = new Promise<void>((resolve) => (reached = resolve));
    jest
      .spyOn(own.store, 'dueTimers')
      .mockImplementationOnce(async () => (await answer, [{ stream, at: instantOf(Date.now()) }]));
    own.watch.start();
    await pass(SECOND);
    await dueIn(-1, own);
    await pass(SECOND);
    expect(asked).toHaveLength(1);
    let stopped = false;
    const stop = own.watch.stop().then(() => (stopped = true));
    await pass(SECOND);
    expect(stopped).toBe(false);
    reached();
    await stop;
    expect(fired.length).toBeGreaterThan(0);
  });

  it('do not fire after the stop', async () => {
    const own = open();
    own.watch.start();
    await pass(SECOND);
    await dueIn(5 * SECOND, own);
    await own.watch.stop();
    await dueIn(-1, own);
    await pass(5 * MINUTE);
    expect(fired).toHaveLength(0);
  });
});
