import { createHash } from 'node:crypto';
import { encodeEvent, leafHash } from '@satualur/contracts/bytes';
import type { Hlc } from '@satualur/contracts/hlc';
import type { CaseId } from '@satualur/contracts/ids';
import * as referrals from '@satualur/contracts/referral/examples';
import { MemoryBroker } from '@satualur/messaging/memory-broker';
import type { Run } from '@satualur/projections/rebuild';
import { idOf } from '@satualur/contracts/testing';
import { silentLog } from '@satualur/service-host/logging';
import { KafkaLogs } from './kafka-logs';
import { Story } from '@satualur/case-timeline/stories/story';

const story = new Story(idOf('any case') as CaseId);
for (let n = 0; n < 5; n++) story.tell('pol-6310', 'referralout', 'F-0301', referrals.referralAnswerNoted(), '02-03 10:00');
const { events } = story.log('pol-6310');

interface Sent {
  readonly seq: number;
  readonly bytes: Buffer;
}
const sent = (seq: number): Sent => ({ seq, bytes: events[seq - 1]!.bytes });
const record = ({ seq, bytes }: Sent, topic = 'log.pol-6310') => ({
  topic,
  value: bytes,
  headers: { seq: String(seq), leaf: leafHash(bytes).toString('hex') },
});

async function kafka(...records: Sent[]) {
  const broker = new MemoryBroker();
  await broker.createTopics(['log.pol-6310', 'log.rs-6310', 'inbox.pol-6310'].map((topic) => ({ topic, config: {} })));
  if (records.length > 0) await broker.send(records.map((each) => record(each)));
  return { broker, logs: new KafkaLogs(broker, () => broker.admin(), silentLog) };
}

/** Seqs as they come; a place passed over in brackets. */
async function seqs(runs: AsyncIterable<Run>): Promise<(number | string)[]> {
  const read: (number | string)[] = [];
  for await (const run of runs) read.push(...('passed' in run ? [`(${run.passed})`] : run.map(({ seq }) => seq)));
  return read;
}

describe('the logs as Kafka holds them', () => {
  it('are those with a topic', async () => expect(await (await kafka()).logs.logs()).toEqual(['pol-6310', 'rs-6310']));

  it('are read to their present end, an empty one at once', async () => {
    const { logs } = await kafka(...[1, 2, 3].map(sent));
    expect(await seqs(logs.read('pol-6310', 0))).toEqual([1, 2, 3]);
    expect(await seqs(logs.read('rs-6310', 0))).toEqual([]);
  });

  it('end also with repeats, which yield nothing', async () => {
    const { logs } = await kafka(...[1, 2, 3, 2, 3].map(sent));
    expect(await seqs(logs.read('pol-6310', 0))).toEqual([1, 2, 3]);
    expect(await seqs(logs.read('pol-6310', 3))).toEqual([]);
  });

  it('are read on from where they were read up to', async () => {
    const { broker, logs } = await kafka(...[1, 2].map(sent));
    expect(await seqs(logs.read('pol-6310', 0))).toEqual([1, 2]);
    expect(await seqs(logs.read('pol-6310', 2))).toEqual([]);
    await broker.send([3, 4].map(sent).map((each) => record(each)));
    expect(await seqs(logs.read('pol-6310', 2))).toEqual([3, 4]);
    expect(await seqs(logs.read('pol-6310', 0))).toEqual([1, 2, 3, 4]);
  });

  it('go past a record that is no event', async () => {
    const rubbish = { seq: 2, bytes: createHash('sha256').update('rubbish').digest() };
    const { logs } = await kafka(sent(1), rubbish, sent(3));
    expect(await seqs(logs.read('pol-6310', 0))).toEqual([1, '(2)', 3]);
  });

  it('go past an event whose reading no clock can show', async () => {
    const beyond = { seq: 2, bytes: encodeEvent({ ...events[1]!.envelope, hlc: 'ffffffffffffffff' as Hlc }) };
    const { logs } = await kafka(sent(1), beyond, sent(3));
    expect(await seqs(logs.read('pol-6310', 0))).toEqual([1, '(2)', 3]);
  });

  it('that are listed are read under one subscription, each to its own end, and again from there', async () => {
    const { broker, logs } = await kafka(...[1, 2].map(sent));
    await broker.createTopics([{ topic: 'log.soc-6310', config: {} }]);
    await broker.send([record(sent(1)), record(sent(1), 'log.soc-6310')]);
    const subscribe = jest.spyOn(broker, 'subscribe');
    expect(await logs.logs()).toEqual(['pol-6310', 'rs-6310', 'soc-6310']);
    const runs = ['soc-6310', 'rs-6310', 'pol-6310'].map((log) => seqs(logs.read(log, 0)));
    expect(await Promise.all(runs)).toEqual([['(1)'], [], [1, 2]]);
    expect(subscribe).toHaveBeenCalledTimes(1);
    await broker.send([record(sent(3))]);
    await logs.logs();
    expect(await seqs(logs.read('pol-6310', 2))).toEqual([3]);
    expect(await seqs(logs.read('pol-6310', 0))).toEqual([1, 2, 3]);
    await logs.close();
    await broker.close();
  });

  it('can be closed with logs not taken', async () => {
    const { broker, logs } = await kafka(...[1, 2, 3].map(sent));
    await broker.send([1, 2].map((seq) => record(sent(seq), 'log.rs-6310')));
    await logs.logs();
    expect(await seqs(logs.read('pol-6310', 0))).toEqual([1, 2, 3]);
    await logs.close();
    expect(await seqs(logs.read('pol-6310', 0))).toEqual([1, 2, 3]);
    await broker.close();
  });

  it('can be left before the end', async () => {
    const { broker, logs } = await kafka(...[1, 2, 3].map(sent));
    const runs = logs.read('pol-6310', 0)[Symbol.asyncIterator]();
    expect((await runs.next()).done).toBe(false);
    expect((await runs.return?.())?.done).toBe(true);
    await broker.close();
  });
});
