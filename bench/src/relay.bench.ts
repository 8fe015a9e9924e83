import type { LogStore, SealedEvent } from '@satualur/event-store/store';
import type { KafkaBroker } from '@satualur/messaging/kafka-broker';
import { Relay } from '@satualur/messaging/relay';
import type { Producer } from 'kafkajs';
import type { Bench } from './bench';
import { sealedLog } from './filled';
import { KAFKAJS, makeTopics, openBroker, rawProducer } from './kafka';
import { Ledger, shownCounts } from './ledger';
import { runsOf } from './replay';
import { newSigner } from './rig';
import { rowOf } from './row';
import { topicRecords } from './topic-records';
import { told } from './told';
import { inTurns, ratios } from './turns';

const NAME = 'relay: read, send, save the mark';
/** Records of one request: as many as the relay puts into one of its own. */
const AT_ONCE = 700;

/** The relay from the log's first event to its last. */
async function drained(relay: Relay, log: LogStore): Promise<number> {
  await log.saveRelayMark({ seq: 0, addressed: {} });
  return relay.drain();
}

/** The same records, from memory: key, value and headers. */
async function produced(producer: Producer, topic: string, events: readonly SealedEvent[]): Promise<number> {
  for (let at = 0; at < events.length; at += AT_ONCE) {
    const messages = events.slice(at, at + AT_ONCE).map(({ stream, bytes, seq, leaf }) => ({
      key: stream,
      value: bytes,
      partition: 0,
      headers: { seq: String(seq), leaf: leaf.toString('hex') },
    }));
    await producer.sendBatch({ topicMessages: [{ topic, messages }], acks: -1 });
  }
  return events.length;
}

async function inMemory(log: LogStore): Promise<SealedEvent[]> {
  const events: SealedEvent[] = [];
  for await (const run of runsOf(log)) events.push(...run);
  return events;
}

/** Whether the topic holds the log once and in order, before any turn repeated it. */
async function onceCounted(broker: KafkaBroker, topic: string, events: number) {
  const ledger = new Ledger();
  ledger.acknowledge(topic, events, events);
  return ledger.check(await topicRecords(broker, topic));
}

export const relay: Bench = {
  name: 'relay',
  async run(rig) {
    const { database, log } = await sealedLog(rig, rig.scale.logEvents / 4);
    const [broker, producer] = [openBroker(rig), await rawProducer(rig)];
    const [ours, theirs] = [`log.${database.key}`, `raw.${database.key}`];
    await makeTopics(broker, ours, theirs);
    const { sign } = newSigner();
    const relaying = new Relay({ name: database.key, log, broker, sign, hasInbox: () => false });
    const counts = await onceCounted(broker, ours, await drained(relaying, log));
    const events = await inMemory(log);
    const contestants = [
      { name: 'relay', once: () => drained(relaying, log) },
      { name: 'kafkajs', once: () => produced(producer, theirs, events) },
    ];
    const turns = await inTurns(contestants, { ...rig.scale, workers: 1, servers: () => rig.servers() });
    await Promise.all([broker.close(), producer.disconnect(), log.close()]);
    const [own, raw] = [turns.get('relay')!, turns.get('kafkajs')!];
    const beside = `${told('relay', own)}; ${told('kafkajs', raw)}`;
    return [
      rowOf(ratios(own, raw), { name: `${NAME} ÷ raw produce`, unit: 'ratio', bar: ['≥', 0.7], peer: KAFKAJS, beside }),
      rowOf([counts.lost + counts.twice + counts.outOfOrder], {
        name: `${NAME}: lost, twice, out of order`,
        unit: 'events',
        bar: ['=', 0],
        beside: shownCounts(counts),
      }),
    ];
  },
};
