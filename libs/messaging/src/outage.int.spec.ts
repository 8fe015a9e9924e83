import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { CollectingReader, until } from './broker.contract';
import { KafkaBroker } from './kafka-broker';
import type { ISocketFactory } from './kafkajs-hardened';
import { testKafka } from './testing.kafka';

/** Connections that can be cut, and refused until they are healed. */
class Line {
  readonly #open = new Set<Socket>();
  #cut = false;

  readonly socketFactory: ISocketFactory = ({ host, port, ssl, onConnect }) => {
    const target = this.#cut ? { host, port: 1 } : { host, port };
    const socket = ssl ? connectTls({ ...target, ...ssl }, onConnect) : connect(target, onConnect);
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
    return socket;
  };

  cut(): void {
    this.#cut = true;
    for (const socket of this.#open) socket.destroy(new Error('cut'));
  }

  /** Bytes go nowhere, and nobody says so. */
  silence(): void {
    for (const socket of this.#open) {
      socket.pause();
      socket.write = () => true;
    }
  }

  heal(): void {
    this.#cut = false;
  }
}

describe('a line that breaks', () => {
  jest.setTimeout(90_000);

  it('loses, repeats and reorders nothing, and heals by itself, however often it is cut', async () => {
    const line = new Line();
    const crashes: string[] = [];
    const far = new KafkaBroker({
      ...testKafka(),
      app: 'outage',
      socketFactory: line.socketFactory,
      log: (message) => void crashes.push(message),
    });
    const near = new KafkaBroker({ ...testKafka(), app: 'outage-near' });
    const topic = `log.${randomUUID()}`;
    await (await near.admin()).createTopics([{ topic, config: {} }]);
    const reader = new CollectingReader(topic);
    await far.subscribe([reader]);
    const sent: string[] = [];
    for (const pauseMs of [0, 500, 9_000]) {
      sent.push(String(sent.length));
      await near.send([{ topic, value: Buffer.from(sent.at(-1)!), headers: {} }]);
      await until(() => reader.values.length === sent.length, 30_000);
      line.cut();
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      if (pauseMs > 5_000) expect(await far.healthy()).toBe(false);
      line.heal();
    }
    sent.push('last');
    await near.send([{ topic, value: Buffer.from('last'), headers: {} }]);
    await until(() => reader.values.length === sent.length, 30_000);
    expect(reader.values).toEqual(sent);
    expect(crashes).toContain('consumer crashed');
    await until(() => far.healthy(), 30_000);
    await far.close();
    await near.close();
  });

  it('takes what was sent before the group was joined again from where it was, not from the end', async () => {
    const line = new Line();
    const far = new KafkaBroker({ ...testKafka(), app: 'outage', socketFactory: line.socketFactory });
    const near = new KafkaBroker({ ...testKafka(), app: 'outage-near' });
    const topic = `log.${randomUUID()}`;
    await (await near.admin()).createTopics([{ topic, config: {} }]);
    const reader = new CollectingReader(topic);
    await far.subscribe([reader]);
    line.cut();
    for (const value of ['a', 'b', 'c']) await near.send([{ topic, value: Buffer.from(value), headers: {} }]);
    line.heal();
    await until(() => reader.values.length === 3, 30_000);
    expect(reader.values).toEqual(['a', 'b', 'c']);
    await far.close();
    await near.close();
  });

  it('does not keep a process from ending when the line falls silent', async () => {
    const line = new Line();
    const said: string[] = [];
    const far = new KafkaBroker({
      ...testKafka(),
      app: 'outage',
      socketFactory: line.socketFactory,
      log: (message) => void said.push(message),
    });
    const topic = `log.${randomUUID()}`;
    await (await far.admin()).createTopics([{ topic, config: {} }]);
    await far.send([{ topic, value: Buffer.from('x'), headers: {} }]);
    const reader = new CollectingReader(topic);
    await far.subscribe([reader]);
    await until(() => reader.values.length === 1);
    line.silence();
    const begun = Date.now();
    expect(await far.healthy()).toBe(false);
    await far.close();
    expect(Date.now() - begun).toBeLessThan(20_000);
    line.cut();
    await until(() => said.includes('consumer ended'), 30_000);
  });
});
