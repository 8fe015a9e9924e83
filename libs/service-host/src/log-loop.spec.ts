import { setImmediate, setTimeout as wait } from 'node:timers/promises';
import type { Hlc } from '@satualur/contracts/hlc';
import type { LogStore } from '@satualur/event-store/store';
import { LogLoop, type LogRelay } from './log-loop';

type More = Parameters<LogRelay['drain']>[0];

const loops: LogLoop[] = [];
const started = (...of: ConstructorParameters<typeof LogLoop>): LogLoop => {
  const loop = new LogLoop(...of);
  loops.push(loop);
  loop.start();
  return loop;
};
/** Not waited for: some wait for a broker that never answers. */
afterEach(() => loops.splice(0).forEach((loop) => void loop.stop()));

/** A store whose appenders never pause: whenever it is asked, there is one more event to seal. */
class BusyStore implements LogStore {
  /** Sizes of the checkpoints made. */
  readonly checkpoints: number[] = [];
  private seq = 0;
  private relayed = 0;
  private readonly root = Buffer.alloc(32);
  readonly lead = () => Promise.resolve(true);
  readonly seal = () => setImmediate(Number(++this.seq > 0));
  readonly mark = () => {
    this.checkpoints.push(this.seq);
    return Promise.resolve({ origin: 'satualur/a', size: this.seq, root: this.root, watermark: '' as Hlc, note: '' });
  };
  readonly latestCheckpoint = () => Promise.resolve(undefined);
  readonly readSealed = () => Promise.resolve([]);
  readonly head = () => Promise.resolve({ seq: this.seq, root: this.root });
  readonly relayMark = () => Promise.resolve({ seq: this.relayed, addressed: {} });
  readonly saveRelayMark = () => Promise.resolve();
  readonly onWake = () => undefined;
  readonly close = () => Promise.resolve();
  readonly takeAll = async (more: More) => {
    while (await more({ seq: this.relayed, addressed: {} })) this.relayed = this.seq;
    return this.relayed;
  };
}

it('relays and marks while events keep coming', async () => {
  const store = new BusyStore();
  const done = { relayed: 0, marked: 0 };
  const relay: LogRelay = {
    drain: (more) => ((done.relayed += 1), store.takeAll(more)),
    publishMark: () => Promise.resolve(void (done.marked += 1)),
  };
  started('a', store, relay, () => undefined);
  for (let turns = 0; turns < 200 && (done.relayed < 3 || done.marked < 1); turns++) await wait(10);
  expect(done.relayed).toBeGreaterThanOrEqual(3);
  expect(done.marked).toBeGreaterThanOrEqual(1);
});

it('publishes a mark in the middle of a run that does not end', async () => {
  const store = new BusyStore();
  let [carried, marked] = [0, 0];
  const relay: LogRelay = {
    drain: async (more) => {
      while (await more({ seq: carried, addressed: {} })) carried = Math.max(carried, (await store.head()).seq - 1);
      return carried;
    },
    publishMark: ({ size }) => Promise.resolve(void (marked = carried >= size ? marked + 1 : NaN)),
  };
  started('a', store, relay, () => undefined);
  for (let turns = 0; turns < 300 && !(marked >= 1); turns++) await wait(10);
  expect(marked).toBe(1);
});

it('seals while the broker does not answer, and goes on relaying when it does', async () => {
  const store = new BusyStore();
  let answer = (): void => undefined;
  const broker = new Promise<void>((resolve) => (answer = resolve));
  let relayed = 0;
  const relay: LogRelay = {
    drain: async (more) => (await broker, relayed++, store.takeAll(more)),
    publishMark: () => Promise.resolve(),
  };
  started('a', store, relay, () => undefined);
  const untilSealed = async (seq: number): Promise<void> => {
    for (let turns = 0; turns < 200 && (await store.head()).seq < seq; turns++) await wait(10);
    expect((await store.head()).seq).toBeGreaterThanOrEqual(seq);
  };
  await untilSealed(10);
  expect(relayed).toBe(0);
  answer();
  await untilSealed((await store.head()).seq + 10);
  expect(relayed).toBeGreaterThan(0);
});

it('goes on making checkpoints while the broker does not answer, and publishes the latest when it does', async () => {
  const store = new BusyStore();
  let answer = (): void => undefined;
  const broker = new Promise<void>((resolve) => (answer = resolve));
  const published: number[] = [];
  const relay: LogRelay = {
    drain: async (more) => (await broker, store.takeAll(more)),
    publishMark: ({ size }) => Promise.resolve(void published.push(size)),
  };
  started('a', store, relay, () => undefined);
  const until = async (holds: () => boolean): Promise<void> => {
    for (let turns = 0; turns < 400 && !holds(); turns++) await wait(10);
    expect(holds()).toBe(true);
  };
  await until(() => store.checkpoints.length >= 3);
  expect(published).toEqual([]);
  const before = store.checkpoints.at(-1)!;
  answer();
  await until(() => (published.at(-1) ?? 0) >= before);
  expect(published.length).toBeLessThan(store.checkpoints.length + 1);
  expect(published).toEqual([...published].sort((a, b) => a - b));
});

it('publishes a checkpoint again that the broker refused', async () => {
  const store = new BusyStore();
  const publishMark = jest.fn(() => Promise.resolve()).mockRejectedValueOnce(new Error('no broker'));
  started('a', store, { drain: (more) => store.takeAll(more), publishMark }, () => undefined);
  for (let turns = 0; turns < 80 && publishMark.mock.calls.length < 2; turns++) await wait(10);
  expect(publishMark.mock.calls.length).toBeGreaterThanOrEqual(2);
  expect(store.checkpoints.length).toBe(1);
});

it('tells of a failed run once, rests, and runs again', async () => {
  const store = new BusyStore();
  const [errors, drains] = [jest.fn(), jest.fn()];
  const relay: LogRelay = {
    drain: (more) => (drains(), drains.mock.calls.length === 1 ? Promise.reject(new Error('no broker')) : store.takeAll(more)),
    publishMark: () => Promise.resolve(),
  };
  const loop = started('a', store, relay, errors);
  for (let turns = 0; turns < 200 && drains.mock.calls.length < 3; turns++) await wait(10);
  expect(drains.mock.calls.length).toBeGreaterThanOrEqual(3);
  expect(errors.mock.calls.length).toBeLessThanOrEqual(2);
  expect(loop.healthy).toBe(true);
});
