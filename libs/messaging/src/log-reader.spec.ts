import { until } from './broker.contract';
import type { HeaderName, OutgoingRecord } from './broker';
import { LogReader, readFrom } from './consumer';
import { MemoryBroker } from './memory-broker';
import type { Sealed } from './relay';
import { TestEffects } from './testing.effects';
import { TestLog } from './testing.log';

const TOPIC = 'log.dinsos';

const given = async (options: { hold?: boolean; batch?: number } = {}) => {
  const broker = new MemoryBroker({ backoffMs: 1, maxBackoffMs: 5 });
  await broker.createTopics([{ topic: TOPIC, config: {} }]);
  const log = new TestLog('dinsos');
  const effects = new TestEffects();
  const { marks, parking } = effects;
  const newReader = () => new LogReader({ log: 'dinsos', marks, effects, parking, alarms: effects, ...options });
  const send = (event: Sealed, over: Partial<OutgoingRecord> = {}, headers: Partial<Record<HeaderName, string>> = {}) =>
    broker.send([
      {
        topic: TOPIC,
        value: event.bytes,
        headers: { seq: String(event.seq), leaf: event.leaf.toString('hex'), ...headers },
        ...over,
      },
    ]);
  const names = (...numbers: number[]) => numbers.map((number) => `dinsos/${number}`);
  return { broker, log, effects, newReader, send, names };
};

describe('LogReader', () => {
  it('applies events once, in order, and goes on from its mark in a new life', async () => {
    const { broker, log, effects, newReader, send, names } = await given();
    for (let count = 0; count < 4; count++) await send(log.append());
    const first = await readFrom(broker, [newReader()]);
    await until(() => effects.applied.length === 4);
    await first.stop();
    await send(log.append());
    await readFrom(broker, [newReader()]);
    await until(() => effects.applied.length === 5);
    expect(effects.applied).toEqual(names(1, 2, 3, 4, 5));
    expect(await effects.marks.load(TOPIC)).toMatchObject([{ log: 'dinsos', seq: 5, next: '5' }]);
  });

  it('skips repeats, also of records long before', async () => {
    const { broker, log, effects, newReader, send, names } = await given();
    const [one, two, three] = [log.append(), log.append(), log.append()];
    for (const event of [one, two, one, two, three, one]) await send(event);
    await readFrom(broker, [newReader()]);
    await until(() => effects.applied.length === 3);
    expect(effects.applied).toEqual(names(1, 2, 3));
    expect(effects.incidents).toEqual([]);
  });

  it('reports another event under a seq seen before, and parks it', async () => {
    const { broker, log, effects, newReader, send } = await given();
    await send(log.append());
    await send({ ...log.append({ data: { number: 99 } }), seq: 1 });
    await readFrom(broker, [newReader()]);
    await until(() => effects.incidents.length === 1);
    expect(effects.applied).toEqual(['dinsos/1']);
    expect(await effects.parking.list(9)).toMatchObject([{ reason: 'LEAF_CONFLICT', offset: '1' }]);
  });

  it('waits at a hole with one alarm, takes the missing event when it is sent again, and loses nothing', async () => {
    const { broker, log, effects, newReader, send, names } = await given();
    const events = [1, 2, 3, 4, 5].map(() => log.append());
    for (const index of [0, 2, 3]) await send(events[index]!);
    const reader = newReader();
    const reading = await readFrom(broker, [reader]);
    await until(() => effects.gaps.length === 1);
    await send(events[4]!);
    expect(effects.applied).toEqual(names(1));
    expect(reader.waitingFor).toBe(2);
    await send(events[1]!);
    await until(() => effects.applied.length === 5);
    expect(effects.applied).toEqual(names(1, 2, 3, 4, 5));
    expect(effects.gaps).toEqual([{ topic: TOPIC, log: 'dinsos', after: 1, reason: 'MISSING' }]);
    expect(reader.waitingFor).toBeUndefined();
    await reading.stop();
  });

  it('keeps its place before a hole over a restart', async () => {
    const { broker, log, effects, newReader, send, names } = await given();
    const events = [1, 2, 3, 4].map(() => log.append());
    for (const index of [0, 3, 1]) await send(events[index]!);
    const reading = await readFrom(broker, [newReader()]);
    await until(() => effects.gaps.length === 2);
    await reading.stop();
    await send(events[2]!);
    await readFrom(broker, [newReader()]);
    await until(() => effects.applied.length === 4);
    expect(effects.applied).toEqual(names(1, 2, 3, 4));
  });

  it('fetches an event whose bytes do not match its leaf again, and waits for the right one', async () => {
    const { broker, log, effects, newReader, send, names } = await given();
    const [one, two] = [log.append(), log.append()];
    await send(one, { value: Buffer.from('not what the leaf says') });
    await send(two);
    await readFrom(broker, [newReader()]);
    await until(() => effects.gaps.length === 1);
    expect(effects.gaps[0]).toMatchObject({ after: 0, reason: 'LEAF_MISMATCH' });
    await send(one);
    await until(() => effects.applied.length === 2);
    expect(effects.applied).toEqual(names(1, 2));
  });

  it.each<[string, Partial<OutgoingRecord>, Partial<Record<HeaderName, string>>]>([
    ['NO_VALUE', { value: null as unknown as Buffer }, {}],
    ['BAD_SEQ_HEADER', { headers: {} }, {}],
    ['BAD_SEQ_HEADER', {}, { seq: '01' }],
    ['BAD_SEQ_HEADER', {}, { seq: '9007199254740993' }],
    ['BAD_LEAF_HEADER', {}, { leaf: 'AB' }],
  ])('parks a record that has no place in the log (%s) exactly as it came, and goes on', async (reason, over, headers) => {
    const { broker, log, effects, newReader, send } = await given();
    const event = log.append();
    await send(event, over, headers);
    await send(event);
    await readFrom(broker, [newReader()]);
    await until(() => effects.applied.length === 1);
    const [parked] = await effects.parking.list(9);
    expect(parked).toMatchObject({ reason, offset: '0', state: 'parked', bytes: 'value' in over ? over.value : event.bytes });
  });

  it.each([
    ['NOT_JSON', Buffer.from('{"a":')],
    ['NOT_JSON', Buffer.from([0xff, 0xfe])],
    ['NOT_JSON', Buffer.alloc(0)],
    ['NOT_AN_EVENT', Buffer.from('[]')],
    ['NOT_AN_EVENT', Buffer.from('{"__proto__":{"specversion":"1.0"}}')],
    ['NOT_CANONICAL', Buffer.from('{"a":1,"a":2}')],
    ['TOO_DEEP', Buffer.from('['.repeat(33) + ']'.repeat(33))],
    ['TOO_BIG', Buffer.alloc(65_536, 0x20)],
  ])('parks bytes in the log that are no event of ours (%s %#) and moves past them', async (reason, bytes) => {
    const { broker, log, effects, newReader, send, names } = await given();
    for (const event of [log.append(), log.appendBytes(bytes), log.append()]) await send(event);
    await readFrom(broker, [newReader()]);
    await until(() => effects.applied.length === 2);
    expect(effects.applied).toEqual(names(1, 3));
    expect(await effects.parking.list(9)).toMatchObject([{ reason, log: 'dinsos', seq: 2, bytes }]);
  });

  it.each([
    ['WRONG_SOURCE', { source: '/agencies/dinsos-x/referral' }],
    ['WRONG_SOURCE', { source: '/services/registry' }],
    ['UNKNOWN_TYPE', { type: 'satualur.referral.ReferralSent.v9' }],
    ['NOT_AN_EVENT', { actor: 7 }],
    ['NOT_AN_EVENT', { hlc: '12' }],
  ])('parks an event that this log cannot hold (%s %#)', async (reason, over) => {
    const { broker, log, effects, newReader, send } = await given();
    await send(log.append(over));
    await send(log.append());
    await readFrom(broker, [newReader()]);
    await until(() => effects.applied.length === 1);
    expect(await effects.parking.list(9)).toMatchObject([{ reason, seq: 1 }]);
  });

  it('holds later events of the same case behind one that cannot be applied, and redrives them in order', async () => {
    const { broker, log, effects, newReader, send, names } = await given();
    const cases = ['a', 'b', 'a', 'b', 'a'];
    effects.unprocessable.add('dinsos/1');
    for (const caseid of cases) await send(log.append({ caseid }));
    const reader = newReader();
    const reading = await readFrom(broker, [reader]);
    await until(async () => (await effects.marks.load(TOPIC))[0]?.seq === 5);
    expect(effects.applied).toEqual(names(2, 4));
    expect(await effects.parking.count()).toEqual({ parked: 1, held: 2, redriven: 0 });
    expect(await reader.redrive()).toBe(0);
    effects.unprocessable.clear();
    expect(await reader.redrive()).toBe(3);
    expect(await reader.redrive()).toBe(0);
    expect(effects.applied).toEqual(names(2, 4, 1, 3, 5));
    await send(log.append({ caseid: 'a' }));
    await until(() => effects.applied.length === 6);
    await reading.stop();
  });

  it('does not hold a case back where the reader says so', async () => {
    const { broker, log, effects, newReader, send, names } = await given({ hold: false });
    effects.unprocessable.add('dinsos/1');
    await send(log.append({ caseid: 'a' }));
    await send(log.append({ caseid: 'a' }));
    await readFrom(broker, [newReader()]);
    await until(() => effects.applied.length === 1);
    expect(effects.applied).toEqual(names(2));
  });

  it('still holds a case after a restart', async () => {
    const { broker, log, effects, newReader, send } = await given();
    effects.unprocessable.add('dinsos/1');
    await send(log.append({ caseid: 'a' }));
    const reading = await readFrom(broker, [newReader()]);
    await until(async () => (await effects.parking.count()).parked === 1);
    await reading.stop();
    await send(log.append({ caseid: 'a' }));
    await readFrom(broker, [newReader()]);
    await until(async () => (await effects.parking.count()).held === 1);
    expect(effects.applied).toEqual([]);
  });

  it('tries again what fails for the moment', async () => {
    const { broker, log, effects, newReader, send, names } = await given();
    let failures = 3;
    effects.crash = () => {
      if (failures-- > 0) throw new Error('the database is away');
    };
    await send(log.append());
    await send(log.append());
    await readFrom(broker, [newReader()]);
    await until(() => effects.applied.length === 2);
    expect(effects.applied).toEqual(names(1, 2));
    expect((await effects.parking.count()).parked).toBe(0);
  });
});
