import type { Effects, Marks, VerifiedRecord } from '@satualur/messaging/consumer';
import { LogReader, Unprocessable } from '@satualur/messaging/consumer';
import { PostgresParking } from '@satualur/messaging/postgres-parking';
import type { LogEvent } from '@satualur/projections/projection';
import type { Projector } from '@satualur/projections/projector';
import { Hlc } from '@satualur/contracts/hlc';
import { eventOf } from '@satualur/contracts/read-event';
import { alarmsTo } from '@satualur/service-host/log-readers';
import type { Log } from '@satualur/service-host/logging';
import { withRemoteParents } from '@satualur/service-host/telemetry';
import type { Pool } from 'pg';

export const logEventOf = ({ log, seq, leaf, envelope, bytes }: VerifiedRecord): LogEvent => ({
  log,
  seq,
  leaf,
  hlc: envelope.hlc,
  envelope,
  event: eventOf(envelope),
  bytes,
});

/** Throws Unprocessable for what the rows could not hold; everything else is kept, also what this build cannot read. */
export function mustBeKeepable(records: readonly VerifiedRecord[]): void {
  if (!records.every(({ envelope }) => Hlc.safeParse(envelope.hlc).success)) throw new Unprocessable('BAD_HLC');
}

/** One log on its way into the projection: rows and mark move together; bad records are parked and the log goes on. */
export class ProjectedLog {
  readonly effects: Effects;
  readonly reader: LogReader;

  constructor(log: string, projector: Projector, pool: Pool, output: Log) {
    const apply = async (records: readonly VerifiedRecord[]): Promise<void> => {
      mustBeKeepable(records);
      const parents = records.map(({ envelope }) => envelope.traceparent);
      await withRemoteParents(parents, 'project', () => projector.apply(log, records.map(logEventOf), records.at(-1)?.next));
    };
    this.effects = { apply, redrive: (record) => projector.redrive(logEventOf(record)) };
    this.reader = new LogReader({
      log,
      hold: false,
      batch: 500,
      marks: marksOf(log, projector),
      effects: this.effects,
      parking: new PostgresParking(pool, 'parking', 'case-timeline'),
      alarms: alarmsTo(output),
    });
  }
}

const marksOf = (log: string, projector: Projector): Marks => ({
  load: async () => {
    const mark = projector.marks().get(log);
    return mark ? [{ log, seq: mark.seq, next: mark.offset ?? '0', ...(mark.leaf && { leaf: mark.leaf }) }] : [];
  },
  move: ({ seq, leaf, next, after }) => projector.pass(log, after, { seq, leaf, offset: next }),
});
