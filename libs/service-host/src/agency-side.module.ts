import { type DynamicModule, Inject, Injectable, Module, type OnApplicationBootstrap } from '@nestjs/common';
import type { Clock, HybridClock } from '@satualur/event-store/clock';
import type { Broker } from '@satualur/messaging/broker';
import { AgencyHost } from './agency-host';
import type { AgencySide } from './agency-side';
import type { Config } from './config';
import { DemoParts, type DemoPart, type Movement, type ReaderReport } from './demo';
import type { Standing } from './demo-rest';
import { Directory } from './directory';
import { HealthProbes } from './health';
import type { Log } from './logging';
import type { AgencyParts } from './open-agency';
import { Streams } from './streams';
import { ParkedController } from './parked.controller';
import { StreamsModule } from './streams.module';
import { BROKER, CLOCK, CONFIG, HYBRID_CLOCK, LOG } from './tokens';

/** Opens agencies as they come, reads their topics, and answers the demo clock for them. */
@Injectable()
class AgencySideRunner implements OnApplicationBootstrap, DemoPart {
  constructor(
    private readonly host: AgencyHost,
    private readonly streams: Streams,
    @Inject(CONFIG) private readonly config: Config,
    private readonly parts: DemoParts,
    private readonly probes: HealthProbes,
  ) {}

  onApplicationBootstrap(): void {
    this.parts.add(this);
    this.probes.add('store', async () => {
      const known = await this.streams.directoryKnown();
      return { ok: known && this.host.opening === 0, figures: { agencies: this.host.all().length } };
    });
    if (this.config.log) this.probes.add('log', async () => ({ ok: this.host.all().every(({ loop }) => loop?.healthy) }));
    this.streams.beforeClose(() => this.host.stop());
    this.host.start((readers) => this.streams.add(readers));
  }

  fire(): Promise<number> {
    return this.host.fireTimers();
  }

  async mark(): Promise<void> {
    await Promise.all(this.host.all().map(({ loop }) => loop?.settle(true)));
  }

  /** All of one moment. A log that could not be settled, as when the broker does not answer, is told as it stands. */
  async quiet(settled: boolean): Promise<Movement> {
    const loops = this.host.all().flatMap(({ loop }) => loop ?? []);
    if (settled) await Promise.allSettled(loops.map((loop) => loop.settle()));
    return this.host.standing(() => this.stands());
  }

  stands(): Standing {
    const all = this.host.all();
    return {
      logs: Object.fromEntries(all.flatMap(({ loop }) => (loop ? [[loop.name, loop.stands] as const] : []))),
      written: Object.fromEntries(all.map(({ agency, progress }) => [agency.key, progress().events])),
      applied: all.flatMap(readersOf),
      opening: this.host.opening,
    };
  }

  nextDue(): Promise<number | undefined> {
    return this.host.nextDue();
  }
}

const readersOf = ({ agency, runners }: AgencyParts): ReaderReport[] => [
  { reader: 'own-log', agency: agency.key, log: agency.key, seq: runners['own-log'].applied[agency.key] ?? 0 },
  ...Object.entries(runners.inbox.applied).map(([log, seq]): ReaderReport => ({ reader: 'inbox', agency: agency.key, log, seq })),
];

/** Everything an agency-side service has besides its own deciders, reactions and controllers. */
@Module({})
export class AgencySideModule {
  static forRoot(side: AgencySide): DynamicModule {
    return {
      module: AgencySideModule,
      global: true,
      imports: [StreamsModule],
      controllers: [ParkedController],
      providers: [
        {
          provide: AgencyHost,
          inject: [CONFIG, CLOCK, HYBRID_CLOCK, Directory, BROKER, LOG],
          useFactory: (config: Config, clock: Clock, hybrid: HybridClock, directory: Directory, broker: Broker, log: Log) =>
            new AgencyHost(side, { config, clock, hybrid, directory, broker, log }),
        },
        AgencySideRunner,
      ],
      exports: [AgencyHost, StreamsModule],
    };
  }
}
