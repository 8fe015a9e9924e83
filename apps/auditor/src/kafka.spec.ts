import { leafHash } from '@satualur/contracts/bytes';
import { MemoryBroker } from '@satualur/messaging/memory-broker';
import { verifyLogs } from './commands/verify';
import { KafkaLog } from './sources/kafka-log';
import { fromKafka, type SourceOptions } from './sources/sources';
import { LOG, newSigner, registrySpecimen, specimen } from './stories/specimen.story';

const { events, notes, signer } = specimen();
const QUIET = { stdout: { write: () => undefined }, stderr: { write: () => undefined }, env: {} };

const recordOf = (bytes: Buffer, seq: number, leaf = leafHash(bytes)) => ({
  topic: `log.${LOG}`,
  value: bytes,
  headers: { seq: String(seq), leaf: leaf.toString('hex') },
});
const all = events.map((bytes, at) => recordOf(bytes, at + 1));
const markOf = (note: string) => ({
  topic: `mark.${LOG}`,
  key: LOG,
  value: Buffer.from(JSON.stringify({ note })),
  headers: {},
});
type Sent = Parameters<MemoryBroker['send']>[0];

async function found(records: Sent, marks: Sent = notes.map(markOf)): Promise<string[]> {
  const broker = new MemoryBroker();
  await broker.createTopics([`log.${LOG}`, `mark.${LOG}`].map((topic) => ({ topic, config: {} })));
  await broker.send(records);
  await broker.send(marks);
  const [log] = await KafkaLog.open(broker, [LOG]);
  const [report] = await verifyLogs([log!], { key: signer.publicKey, json: true }, QUIET);
  await broker.close();
  return report!.findings.map(({ code, seq }) => `${code} ${seq}`);
}

describe('all logs in Kafka', () => {
  const registry = registrySpecimen({ [LOG]: signer.publicKey });
  /** What is said of each log, of all that Kafka shows. */
  async function verdicts(registryEvents: readonly Buffer[], options: SourceOptions) {
    const broker = new MemoryBroker();
    const topics = [LOG, 'registry'].flatMap((name) => [`log.${name}`, `mark.${name}`]);
    await broker.createTopics(topics.map((topic) => ({ topic, config: {} })));
    await broker.send([...all, ...registryEvents.map((bytes, at) => ({ ...recordOf(bytes, at + 1), topic: 'log.registry' }))]);
    await broker.send([...notes.map(markOf), ...registry.notes.map((note) => ({ ...markOf(note), topic: 'mark.registry' }))]);
    const sources = await fromKafka(broker, options);
    const reports = await verifyLogs(sources.logs, { registered: sources.registered, json: true }, QUIET);
    await sources.close();
    return reports.map(({ log, verdict, key, counts }) => [log, verdict, key?.from, ...Object.keys(counts)]);
  }

  it('hold by the keys that the registry published, and the registry by its own', async () =>
    expect(await verdicts(registry.events, { registryKey: registry.signer.publicKey })).toEqual([
      [LOG, 'holds', 'registry'],
      ['registry', 'holds', 'given'],
    ]));

  it('leave open whether the registry’s holds when its key is not given', async () =>
    expect(await verdicts(registry.events, {})).toEqual([
      [LOG, 'holds', 'registry-unproven'],
      ['registry', 'could not say', undefined, 'NO_KEY'],
    ]));

  it('are held against no key of a registry’s log that was changed', async () => {
    const { events } = registrySpecimen({ [LOG]: newSigner().publicKey });
    expect(await verdicts(events, {})).toEqual([
      [LOG, 'could not say', undefined, 'NO_KEY'],
      ['registry', 'violated', undefined, 'NO_KEY', 'ROOT_MISMATCH'],
    ]);
    await expect(verdicts(events, { log: [LOG] })).rejects.toThrow(/does not hold \(NO_KEY, ROOT_MISMATCH\)/);
  });
});

describe('a broker that does not answer', () => {
  it('is told of in a sentence', async () => {
    const broker = new MemoryBroker();
    broker.admin = () => Promise.reject(new Error('Closed connection'));
    await expect(fromKafka(broker, {})).rejects.toThrow(/^--kafka cannot be read \(Closed connection\): .* KAFKA_USERNAME/);
  });
});

describe('a log in Kafka', () => {
  it('holds', async () => expect(await found(all)).toEqual([]));

  it('holds when its relay sent some events again', async () =>
    expect(await found([...all.slice(0, 300), ...all.slice(250, 320), ...all.slice(310)])).toEqual([]));

  it('holds with the latest mark alone, as compaction leaves it', async () =>
    expect(await found(all, [markOf(notes.at(-1)!)])).toEqual([]));

  it('is found to hold another event in a place taken before', async () => {
    const again = recordOf(events[40]!, 300);
    expect(await found([...all.slice(0, 310), again, ...all.slice(310)])).toEqual(['LEAF_CONFLICT 300']);
  });

  it.each([1, 300])('is found to lack event %i', async (seq) =>
    expect(await found(all.toSpliced(seq - 1, 1))).toEqual(expect.arrayContaining([`GAP ${seq + 1}`])),
  );

  it('is found to end early', async () => expect(await found(all.slice(0, -1))).toEqual(['CHECKPOINT_BEYOND_LOG 600']));

  it('is found out of order, and held to all else', async () =>
    expect(await found(all.toSpliced(299, 1).toSpliced(320, 0, all[299]!))).toEqual(['OUT_OF_PLACE 300']));

  it('is found to hold bytes that do not match their leaf', async () =>
    expect(await found(all.with(299, recordOf(events[299]!, 300, leafHash(events[0]!))))).toEqual([
      'LEAF_MISMATCH 300',
      'GAP 301',
      'STREAM_ORDER 340',
    ]));

  it('holds but for such a record when the true one was sent again', async () => {
    const wrong = recordOf(events[299]!, 300, leafHash(events[0]!));
    expect(await found([...all.slice(0, 299), wrong, ...all.slice(299)])).toEqual(['LEAF_MISMATCH 300']);
  });

  it.each([{}, { seq: '0300' }, { seq: '300', leaf: 'zz' }])(
    'holds but for a record among its own with headers %j',
    async (headers) => {
      const damaged = { ...all[299]!, headers } as (typeof all)[number];
      expect(await found(all.toSpliced(299, 0, damaged))).toEqual(['RECORD_DAMAGED 300']);
    },
  );

  it('is found to hold an event far ahead of its place', async () =>
    expect(await found(all.toSpliced(299, 0, recordOf(events[0]!, 9_999)))).toEqual(expect.arrayContaining(['GAP 9999'])));

  it('is let go of, also when not all of it was read', async () => {
    const broker = new MemoryBroker();
    await broker.createTopics(['log.a', 'log.b', 'mark.a', 'mark.b'].map((topic) => ({ topic, config: {} })));
    for (const topic of ['log.a', 'log.b', 'mark.a', 'mark.b']) await broker.send(all.map((record) => ({ ...record, topic })));
    const logs = await KafkaLog.open(broker, ['a', 'b']);
    for await (const run of logs[0]!.entries()) if (run.length > 0) break;
    await logs[0]!.checkpoints()[Symbol.asyncIterator]().next();
    await Promise.all(logs.map((log) => log.close()));
    await broker.close();
  });

  it('is found to be marked by what is no checkpoint', async () => {
    const codes = await found(all, [{ ...markOf(''), value: Buffer.from('{}') }, ...notes.map(markOf)]);
    expect(codes).toEqual(['CHECKPOINT_UNREADABLE 0']);
  });
});
