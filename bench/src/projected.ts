import { setTimeout as sleep } from 'node:timers/promises';
import type { Caller } from '@satualur/access/access';
import { AgencyKey } from '@satualur/contracts/ids';
import { wallClock } from '@satualur/event-store/clock';
import { KafkaBroker } from '@satualur/messaging/kafka-broker';
import { readFrom } from '@satualur/messaging/consumer';
import { parkedTable } from '@satualur/messaging/postgres-parking';
import { Relay } from '@satualur/messaging/relay';
import { Projector } from '@satualur/projections/projector';
import { type ScratchDatabase, scratchDatabase } from '@satualur/projections/scratch-database';
import { silentLog } from '@satualur/service-host/logging';
import { caseOf, EVENTS_OF_A_CASE, sealedLog } from './filled';
import { makeTopics } from './kafka';
import { newSigner, type Rig } from './rig';
import { caseTimeline, KafkaLogs, ProjectedLog, TimelineReader } from './timeline-parts';

/** Fills, seals and relays logs of equal size; returns their names. */
export async function logsInKafka(rig: Rig, broker: KafkaBroker, logs: number, events: number): Promise<readonly string[]> {
  const names: string[] = [];
  for (let made = 0; made < logs; made++) {
    const { database, log } = await sealedLog(rig, events / logs);
    await makeTopics(broker, `log.${database.key}`);
    await new Relay({ name: database.key, log, broker, sign: newSigner().sign, hasInbox: () => false }).drain();
    await log.close();
    names.push(database.key);
  }
  return names;
}

/** The timeline's projection over some of Kafka's logs, in a database of its own. */
export class Timeline {
  private readonly reader;

  private constructor(
    private readonly broker: KafkaBroker,
    private readonly logs: readonly string[],
    private readonly database: ScratchDatabase,
    readonly projector: Projector,
  ) {
    this.reader = new TimelineReader(projector, wallClock);
  }

  static async open(rig: Rig, broker: KafkaBroker, logs: readonly string[]): Promise<Timeline> {
    const database = await scratchDatabase(rig.adminUrl);
    await database.pool.query(`CREATE SCHEMA IF NOT EXISTS parking; ${parkedTable('parking')}`);
    const projector = new Projector(database.pool, caseTimeline);
    await projector.open();
    return new Timeline(broker, logs, database, projector);
  }

  /** Applies the logs as the running service does, until `events` of them stand. */
  async live(events: number): Promise<void> {
    const { projector, database } = this;
    const readers = this.logs.map((log) => new ProjectedLog(log, projector, database.pool, silentLog).reader);
    const reading = await readFrom(this.broker, readers);
    while (this.applied() < events) await sleep(20);
    await reading.stop();
  }

  async rebuild(): Promise<void> {
    const admin = await this.broker.admin();
    const topics = this.logs.map((log) => `log.${log}`);
    const own = { topics: () => Promise.resolve(topics), offsets: (topic: string) => admin.offsets(topic) };
    await this.projector.rebuild(new KafkaLogs(this.broker, () => Promise.resolve(own), silentLog));
  }

  /** A case's whole timeline as a caseworker of the first log's agency is told it. Throws when it lacks an event. */
  async readCase(number: number): Promise<number> {
    const caller: Caller = { staff: 'fiktif-7', agency: AgencyKey.parse(this.logs[0]), roles: ['caseworker'] };
    const told = await this.reader.timeline(caller, caseOf(number), { language: 'id', technical: true });
    if (told?.entries.length !== EVENTS_OF_A_CASE * this.logs.length) throw new Error(`${told?.entries.length} events in a case`);
    return 1;
  }

  applied(): number {
    return [...this.projector.marks().values()].reduce((sum, { seq }) => sum + seq, 0);
  }

  drop(): Promise<void> {
    return this.database.drop();
  }
}
