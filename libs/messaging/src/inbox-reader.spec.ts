import { until } from './broker.contract';
import type { HeaderName } from './broker';
import { InboxReader, readFrom } from './consumer';
import { MemoryBroker } from './memory-broker';
import { inboxMessage, Relay, type Sealed } from './relay';
import { TestEffects } from './testing.effects';
import { TestLog } from './testing.log';

const AGENCY = 'rumah-aman';
const TOPIC = `inbox.${AGENCY}`;
const TO_US = { audience: AGENCY };

const given = async () => {
  const broker = new MemoryBroker({ backoffMs: 1, maxBackoffMs: 5 });
  await broker.createTopics([TOPIC, 'log.dinsos', 'log.polres'].map((topic) => ({ topic, config: {} })));
  const logs = { dinsos: new TestLog('dinsos'), polres: new TestLog('polres') };
  const directory = new Map(Object.entries(logs).map(([name, { publicKey }]) => [name, publicKey]));
  const effects = new TestEffects();
  const { marks, parking } = effects;
  const clock = { now: 0 };
  const newReader = () =>
    new InboxReader({
      agency: AGENCY,
      publicKeyOf: (origin) => directory.get(origin),
      marks,
      effects,
      parking,
      alarms: effects,
      now: () => clock.now,
    });
  const send = (log: TestLog, event: Sealed, prev: number, headers: Partial<Record<HeaderName, string>> = {}) => {
    const leaf = event.leaf.toString('hex');
    const sig = log.sign(inboxMessage(log.name, AGENCY, event.seq, leaf, prev)).toString('base64url');
    const own = { seq: String(event.seq), leaf, origin: log.name, prev: String(prev), sig };
    return broker.send([{ topic: TOPIC, value: event.bytes, headers: { ...own, ...headers } }]);
  };
  return { broker, ...logs, directory, effects, clock, newReader, send };
};

describe('InboxReader', () => {
  it('applies what relays send, once, each origin in order', async () => {
    const { broker, dinsos, polres, effects, newReader } = await given();
    const relayOf = (log: TestLog) => new Relay({ name: log.name, log, broker, sign: log.sign, hasInbox: () => true });
    for (const log of [dinsos, polres, dinsos, dinsos]) log.append(TO_US);
    await relayOf(dinsos).drain();
    dinsos.mark = { seq: 1, addressed: { [AGENCY]: 1 } };
    await relayOf(dinsos).drain();
    await relayOf(polres).drain();
    await readFrom(broker, [newReader()]);
    await until(() => effects.applied.length === 4);
    expect(effects.applied).toEqual(['dinsos/1', 'dinsos/2', 'dinsos/3', 'polres/1']);
    expect(effects.incidents).toEqual([]);
  });

  it.each<[string, Partial<Record<HeaderName, string>>]>([
    ['BAD_SIGNATURE', { sig: Buffer.alloc(64).toString('base64url') }],
    ['BAD_SIGNATURE', { sig: 'short' }],
    ['BAD_SIGNATURE', { origin: 'polres' }],
    ['BAD_SIGNATURE', { seq: '2' }],
    ['BAD_ORIGIN_HEADER', { origin: '../x' }],
    ['BAD_PREV_HEADER', { prev: '7' }],
    ['BAD_PREV_HEADER', { prev: '-1' }],
  ])('parks a copy that its origin did not sign as it stands (%s %#)', async (reason, headers) => {
    const { broker, dinsos, effects, newReader, send } = await given();
    const event = dinsos.append(TO_US);
    await send(dinsos, event, 0, headers);
    await send(dinsos, event, 0);
    await readFrom(broker, [newReader()]);
    await until(() => effects.applied.length === 1);
    expect(await effects.parking.list(9)).toMatchObject([{ reason, bytes: event.bytes }]);
  });

  it('parks bytes that do not match the signed leaf', async () => {
    const { broker, dinsos, effects, newReader, send } = await given();
    const event = dinsos.append(TO_US);
    await send(dinsos, { ...event, bytes: Buffer.from('{}') }, 0);
    await send(dinsos, event, 0);
    await readFrom(broker, [newReader()]);
    await until(() => effects.applied.length === 1);
    expect(await effects.parking.list(9)).toMatchObject([{ reason: 'LEAF_MISMATCH' }]);
  });

  it('parks a copy of an event that is not addressed to this agency', async () => {
    const { broker, dinsos, effects, newReader, send } = await given();
    await send(dinsos, dinsos.append({ audience: 'polres' }), 0);
    await send(dinsos, dinsos.append(TO_US), 1);
    await readFrom(broker, [newReader()]);
    await until(() => effects.applied.length === 1);
    expect(await effects.parking.list(9)).toMatchObject([{ reason: 'NOT_ADDRESSED' }]);
  });

  it('keeps an origin with a gap waiting, with one alarm, while others flow; then takes all in order', async () => {
    const { broker, dinsos, polres, effects, newReader, send } = await given();
    const [one, two, three, four] = [1, 2, 3, 4].map(() => dinsos.append(TO_US)) as [Sealed, Sealed, Sealed, Sealed];
    await send(dinsos, one, 0);
    await send(dinsos, three, 2);
    await send(polres, polres.append(TO_US), 0);
    await send(dinsos, four, 3);
    const reading = await readFrom(broker, [newReader()]);
    await until(() => effects.applied.length === 2 && effects.gaps.length === 1);
    expect(effects.applied).toEqual(['dinsos/1', 'polres/1']);
    await until(async () => (await effects.parking.count()).held === 2);
    await reading.stop();
    await send(dinsos, two, 1);
    await readFrom(broker, [newReader()]);
    await until(() => effects.applied.length === 5);
    expect(effects.applied).toEqual(['dinsos/1', 'polres/1', 'dinsos/2', 'dinsos/3', 'dinsos/4']);
    expect(effects.gaps).toEqual([{ topic: TOPIC, log: 'dinsos', after: 1, reason: 'MISSING' }]);
    await until(async () => (await effects.parking.count()).redriven === 2);
  });

  it('reads again as often as a crash of the server takes its mark back to the same place', async () => {
    const { broker, dinsos, effects, newReader, send } = await given();
    const [first, ...others] = [1, 2, 3, 4].map(() => dinsos.append(TO_US));
    const back = (from: number) =>
      effects.marks.set(from, { topic: TOPIC, log: 'dinsos', seq: 1, leaf: first!.leaf, after: 0, offset: '0', next: '1' });
    await send(dinsos, first!, 0);
    await readFrom(broker, [newReader()]);
    for (const event of others) {
      await send(dinsos, event, event.seq - 1);
      await until(() => effects.applied.at(-1) === `dinsos/${event.seq}`);
      if (event.seq < 4) back(event.seq);
    }
    expect(effects.applied.map((name) => name.slice(-1)).join('')).toBe('1223234');
    expect(effects.gaps).toEqual([]);
  });

  it('reports a chain that leaves out what was applied', async () => {
    const { broker, dinsos, effects, newReader, send } = await given();
    await send(dinsos, dinsos.append(TO_US), 0);
    await send(dinsos, dinsos.append(TO_US), 1);
    await send(dinsos, dinsos.append(TO_US), 1);
    await readFrom(broker, [newReader()]);
    await until(() => effects.incidents.length === 1);
    expect(effects.applied).toEqual(['dinsos/1', 'dinsos/2']);
    expect(await effects.parking.list(9)).toMatchObject([{ reason: 'CHAIN_FORKED' }]);
  });

  it('waits until the directory knows the origin', async () => {
    const { broker, dinsos, directory, effects, newReader, send } = await given();
    const key = directory.get('dinsos')!;
    directory.delete('dinsos');
    await send(dinsos, dinsos.append(TO_US), 0);
    const reading = await readFrom(broker, [newReader()]);
    await until(async () => (await reading.lag())[TOPIC]!.next === '0');
    directory.set('dinsos', key);
    await until(() => effects.applied.length === 1);
    expect((await effects.parking.count()).parked).toBe(0);
  });

  it('does not let an origin that nobody knows stop the others for ever', async () => {
    const { broker, dinsos, polres, directory, effects, clock, newReader, send } = await given();
    const key = directory.get('dinsos')!;
    directory.delete('dinsos');
    await send(dinsos, dinsos.append(TO_US), 0);
    await send(dinsos, dinsos.append(TO_US), 1);
    await send(polres, polres.append(TO_US), 0);
    const reader = newReader();
    const reading = await readFrom(broker, [reader]);
    clock.now = 59_000;
    await until(async () => (await reading.lag())[TOPIC]!.next === '0');
    clock.now = 120_000;
    await until(() => effects.applied.length === 1);
    expect(effects.applied).toEqual(['polres/1']);
    directory.set('dinsos', key);
    expect(await reader.redrive()).toBe(2);
    expect(effects.applied).toEqual(['polres/1', 'dinsos/1', 'dinsos/2']);
    await send(dinsos, dinsos.append(TO_US), 2);
    await until(() => effects.applied.length === 4);
  });
});
