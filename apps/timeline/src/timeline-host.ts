import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import type { Broker } from '@satualur/messaging/broker';
import { parkedTable } from '@satualur/messaging/postgres-parking';
import { Projector } from '@satualur/projections/projector';
import type { Config } from '@satualur/service-host/config';
import { DemoParts, type DemoPart, type Movement } from '@satualur/service-host/demo';
import { Directory, type DirectoryAgency } from '@satualur/service-host/directory';
import { HealthProbes } from '@satualur/service-host/health';
import type { Log } from '@satualur/service-host/logging';
import { rolePassword } from '@satualur/service-host/secrets';
import { REGISTRY_LOG, Streams } from '@satualur/service-host/streams';
import { BROKER, CONFIG, LOG } from '@satualur/service-host/tokens';
import { Pool } from 'pg';
import { caseTimeline } from './projections/case-timeline.projection';
import { KafkaLogs } from './kafka-logs';
import { MarkReader } from './mark-reader';
import { ProjectedLog } from './projected-log';

const SESSION = { max: 4, idleTimeoutMillis: 10_000, pipeline: true };

/** The timeline's database, open; the registry's log and every agency's log and marks flow into the projection. */
@Injectable()
export class TimelineHost implements OnModuleInit, OnApplicationBootstrap, DemoPart {
  readonly projector: Projector;
  private readonly pool: Pool;
  private readonly logs = new Map<string, ProjectedLog>();
  private readonly marks = new Map<string, MarkReader>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(BROKER) private readonly broker: Broker,
    @Inject(LOG) private readonly log: Log,
    private readonly directory: Directory,
    private readonly streams: Streams,
    private readonly demo: DemoParts,
    private readonly probes: HealthProbes,
  ) {
    const password = rolePassword(config.cellSecret('timeline'), 'timeline');
    this.pool = new Pool({ ...config.database, database: 'timeline', user: 'timeline_timeline', password, ...SESSION });
    this.pool.on('error', () => log.warn('connection-lost'));
    this.projector = new Projector(this.pool, caseTimeline);
  }

  async onModuleInit(): Promise<void> {
    await this.pool.query(`CREATE SCHEMA IF NOT EXISTS parking; ${parkedTable('parking')}`);
    const current = await this.projector.open();
    if (!current) await this.rebuild();
    const registry = this.projected(REGISTRY_LOG);
    this.streams.alsoTo(registry.effects);
  }

  onApplicationBootstrap(): void {
    this.streams.beforeClose(() => this.pool.end());
    this.demo.add(this);
    this.probes.add('projection', async () => ({ ok: (await this.pool.query('SELECT 1')).rowCount === 1 }));
    this.directory.onAgency((agency) => this.follow(agency));
  }

  /** Builds the projection anew from Kafka beside the live one, and swaps. */
  rebuild(): Promise<void> {
    return this.projector.rebuild(new KafkaLogs(this.broker, () => this.broker.admin(), this.log));
  }

  async quiet(): Promise<Movement> {
    const applied = this.projector.marks();
    return {
      logs: {},
      applied: [
        ...[...this.logs.keys()].map((log) => ({ reader: 'log' as const, log, seq: applied.get(log)?.seq ?? 0 })),
        ...[...this.marks].map(([log, { size }]) => ({ reader: 'mark' as const, log, seq: size })),
      ],
    };
  }

  private projected(log: string): ProjectedLog {
    const projected = new ProjectedLog(log, this.projector, this.pool, this.log);
    this.logs.set(log, projected);
    return projected;
  }

  private follow({ key, publicKeys }: DirectoryAgency): void {
    if (!publicKeys || this.logs.has(key)) return;
    const marks = new MarkReader(key, publicKeys.log, this.projector, this.log);
    this.marks.set(key, marks);
    void this.streams
      .add([this.projected(key).reader, marks])
      .catch((error) => this.log.error('subscribe-failed', { agency: key }, error));
  }
}
