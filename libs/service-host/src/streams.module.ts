import { Inject, Injectable, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Broker } from '@satualur/messaging/broker';
import { KafkaBroker } from '@satualur/messaging/kafka-broker';
import type { Config } from './config';
import { DemoController, DemoParts, type DemoPart, type Movement } from './demo';
import { Directory } from './directory';
import { HealthProbes } from './health';
import type { Log, LogFields } from './logging';
import { REGISTRY_LOG, Streams } from './streams';
import { BROKER, CONFIG, LOG } from './tokens';

/** What the client says as a code: its own words vary with what they speak of, and kafkajs's stand in the details. */
function toldOf(message: string, { topic, error, namespace, message: said }: Readonly<Record<string, unknown>>): LogFields {
  const code = (words: string): string => words.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const first = typeof said === 'string' ? ` ${namespace as string} ${/^[A-Za-z ]{0,40}/.exec(said)?.[0].trim()}` : '';
  return {
    reason: code(`${message}${first}`),
    ...(typeof topic === 'string' && { topic }),
    ...(typeof error === 'string' && { error }),
  };
}

const kafka = (config: Config, log: Log): KafkaBroker => {
  const { brokers, username, password } = config.kafka;
  return new KafkaBroker({
    brokers,
    app: config.service,
    ...(username !== undefined && password !== undefined && { credentials: { username, password } }),
    // A session ends in good order whenever topics are added.
    log: (message, details) => log[message === 'consumer ended' ? 'info' : 'warn']('broker-client', toldOf(message, details)),
    onStuck: (topic) => {
      log.error('consumer-stuck', { topic });
      process.exit(1);
    },
  });
};

@Injectable()
class StreamsRunner implements OnApplicationBootstrap, OnApplicationShutdown, DemoPart {
  constructor(
    private readonly streams: Streams,
    @Inject(BROKER) private readonly broker: Broker,
    private readonly parts: DemoParts,
    private readonly probes: HealthProbes,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.parts.add(this);
    this.probes.add('broker', async () => ({ ok: await this.broker.healthy() }));
    this.probes.add('directory', async () => ({ ok: await this.streams.directoryKnown() }));
    this.probes.add('lag', async () => {
      const lags = Object.values(await this.streams.lag()).map(({ next, end }) => Number(BigInt(end) - BigInt(next)));
      return { ok: true, figures: { topics: lags.length, records: lags.reduce((sum, lag) => sum + Math.max(0, lag), 0) } };
    });
    await this.streams.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.streams.close();
  }

  async quiet(): Promise<Movement> {
    return { logs: {}, applied: [{ reader: 'log', log: REGISTRY_LOG, seq: this.streams.registryApplied }] };
  }
}

/** The broker, the directory folded from the registry's log, and the demo clock's routes. */
@Module({
  controllers: [DemoController],
  providers: [
    { provide: BROKER, inject: [CONFIG, LOG], useFactory: kafka },
    Directory,
    {
      provide: Streams,
      inject: [BROKER, Directory, LOG],
      useFactory: (broker: Broker, directory: Directory, log: Log) => new Streams(broker, directory, log),
    },
    DemoParts,
    StreamsRunner,
  ],
  exports: [BROKER, Directory, Streams, DemoParts],
})
export class StreamsModule {}
