import { randomUUID } from 'node:crypto';
import { until } from './broker.contract';
import { InboxReader, LogReader, readFrom } from './consumer';
import { KafkaBroker } from './kafka-broker';
import { Relay } from './relay';
import { TestEffects } from './testing.effects';
import { testKafka } from './testing.kafka';
import { TestLog } from './testing.log';

const EVENTS = 5_000;

describe('from a sealed log through Kafka to its readers', () => {
  jest.setTimeout(60_000);

  it('takes effect once and in order, while relay and readers are started over and over', async () => {
    const broker = new KafkaBroker({ ...testKafka(), app: 'relay' });
    const [from, to] = [`a${randomUUID().slice(0, 8)}`, `b${randomUUID().slice(0, 8)}`];
    await (await broker.admin()).createTopics([`log.${from}`, `inbox.${to}`].map((topic) => ({ topic, config: {} })));
    const log = new TestLog(from);
    for (let number = 1; number <= EVENTS; number++) log.append(number % 5 === 0 ? { audience: to } : {});
    const [ofLog, ofInbox] = [new TestEffects(), new TestEffects()];
    const readers = () => [
      new LogReader({ log: from, marks: ofLog.marks, effects: ofLog, parking: ofLog.parking, alarms: ofLog }),
      new InboxReader({
        agency: to,
        publicKeyOf: () => log.publicKey,
        marks: ofInbox.marks,
        effects: ofInbox,
        parking: ofInbox.parking,
        alarms: ofInbox,
      }),
    ];

    let saves = 0;
    let dead = false;
    const save = log.saveRelayMark.bind(log);
    log.saveRelayMark = (mark) => {
      dead ||= saves++ % 3 === 1;
      return dead ? Promise.reject(new Error('crash')) : save(mark);
    };
    const newRelay = () => {
      dead = false;
      return new Relay({ name: from, log, broker, sign: log.sign, hasInbox: () => true, maxBytes: 100_000 });
    };
    let reading = await readFrom(broker, readers());
    while (log.mark.seq < EVENTS) {
      await newRelay()
        .drain()
        .catch(() => undefined);
      await reading.stop();
      reading = await readFrom(broker, readers());
    }
    await until(() => ofLog.applied.length >= EVENTS && ofInbox.applied.length >= EVENTS / 5, 30_000);
    const all = log.events.map(({ seq }) => `${from}/${seq}`);
    expect(ofLog.applied).toEqual(all);
    expect(ofInbox.applied).toEqual(all.filter((_, index) => (index + 1) % 5 === 0));
    expect([ofLog.gaps, ofLog.incidents, ofInbox.gaps, ofInbox.incidents]).toEqual([[], [], [], []]);
    expect(BigInt((await (await broker.admin()).offsets(`log.${from}`)).next)).toBeGreaterThan(BigInt(EVENTS));
    await broker.close();
  });
});
