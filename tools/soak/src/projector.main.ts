import { setTimeout as wait } from 'node:timers/promises';
import { Hlc } from '@satualur/contracts/hlc';
import { storePool } from '@satualur/event-store/pool';
import type { IncomingRecord, TopicReader } from '@satualur/messaging/broker';
import { LogReader, type Marks, readFrom } from '@satualur/messaging/consumer';
import { KafkaBroker } from '@satualur/messaging/kafka-broker';
import { PostgresParking } from '@satualur/messaging/postgres-parking';
import { Projector } from '@satualur/projections/projector';
import type { Pool } from 'pg';
import { logEventOf } from './log-event';
import { projections } from './projections';
import { readRunFile, type RunFile } from './run-file';
import { sayUp } from './say-up';

const say = (what: string) => (detail: object) => console.error(what, JSON.stringify(detail));

const marksOf = (log: string, projector: Projector): Marks => ({
  load: async () => {
    const mark = projector.marks().get(log);
    return mark ? [{ log, seq: mark.seq, next: mark.offset ?? '0', ...(mark.leaf && { leaf: mark.leaf }) }] : [];
  },
  move: ({ seq, leaf, next, after }) => projector.pass(log, after, { seq, leaf, offset: next }),
});

function readerOf(log: string, projector: Projector, pool: Pool): LogReader {
  return new LogReader({
    log,
    hold: false,
    batch: 500,
    marks: marksOf(log, projector),
    effects: {
      apply: async (records) => void (await projector.apply(log, records.map(logEventOf), records.at(-1)?.next)),
      redrive: (record) => projector.redrive(logEventOf(record)),
    },
    parking: new PostgresParking(pool, 'parking', projector.projection.name),
    alarms: { onGap: say('gap'), onIncident: say('incident') },
  });
}

interface Promised {
  readonly size: number;
  readonly watermark: string;
}

/** Keeps the highest promise of each batch: of two sequencers, one may have come late with a lower one. */
function markReaderOf(log: string, projector: Projector): TopicReader & { attach(): void } {
  return {
    topic: `mark.${log}`,
    attach: () => undefined,
    start: () => Promise.resolve('earliest'),
    handle: async (records: readonly IncomingRecord[]) => {
      const promised = records.flatMap(({ value }) => (value ? [JSON.parse(value.toString('utf8')) as Promised] : []));
      const highest = promised.reduce<Promised | undefined>(
        (high, next) => (high && high.watermark >= next.watermark ? high : next),
        undefined,
      );
      if (highest) await projector.watermark(log, { size: highest.size, watermark: Hlc.parse(highest.watermark) });
    },
  };
}

/** PostgreSQL or the broker may be down when this process starts. */
async function untilDone(what: string, work: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      say(`not ${what} yet`)({ error: (error as Error).name });
      await wait(200);
    }
  }
}

/** A subscription that did not come about is given up whole. */
async function subscribed(run: RunFile, projector: Projector, pool: Pool): Promise<void> {
  const onStuck = (topic: string) => {
    say('stuck')({ topic });
    process.exit(70);
  };
  const broker = new KafkaBroker({
    ...run.kafka,
    app: `soak-${projector.projection.name}`,
    log: (message, details) => say(message)(details),
    onStuck,
  });
  try {
    await readFrom(
      broker,
      run.agencies.flatMap(({ key }) => [readerOf(key, projector, pool), markReaderOf(key, projector)]),
    );
  } catch (error) {
    await broker.close();
    throw error;
  }
}

/** `projector.main <run file> <index>`: reads every log from Kafka into one of the run's projections. */
async function main([file, index]: readonly string[]): Promise<void> {
  const run = readRunFile(file!);
  const pool = storePool({ ...run.projection, host: run.postgres.host, port: run.postgres.port, max: 12, pipeline: true });
  const projector = new Projector(pool, projections[Number(index)]!);
  await untilDone('open', () => projector.open());
  await untilDone('subscribed', () => subscribed(run, projector, pool));
  sayUp();
}

void main(process.argv.slice(2));
