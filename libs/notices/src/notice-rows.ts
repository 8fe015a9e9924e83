import type { AgencyService } from '@satualur/contracts/catalogue';
import { instantOf, msOfInstant, type Uuid, uuidOfStream } from '@satualur/contracts/ids';
import { type NoticeEvent, noticeEvents } from '@satualur/contracts/platform/events';
import { fold } from '@satualur/decider/decider';
import type { StoredEvent } from '@satualur/event-store/store';
import type { RowReaction } from '@satualur/service-host/reactions';
import { upsert } from '@satualur/service-host/row-upsert';
import type { Migration } from '@satualur/service-host/service-schema';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { notice } from './notice';

/** One notice as the outbox shows it. */
export interface NoticeRow {
  readonly id: Uuid;
  readonly version: number;
  readonly kind: string;
  readonly about: string;
  readonly role: string;
  readonly worker: string | null;
  readonly emergency: boolean;
  readonly since: string;
  readonly sent: boolean;
  readonly failures: number;
  /** When the latest failure was. */
  readonly tried: string | null;
  readonly read: boolean;
  readonly called: boolean;
}

const spelled = (event: StoredEvent | undefined): string | null => (event ? instantOf(msOfInstant(event.envelope.time)) : null);

/** The row of a notice's events; undefined for one never raised. */
export function rowOf(events: readonly StoredEvent<NoticeEvent>[]): NoticeRow | undefined {
  const [first] = events;
  const { raised, ...state } = fold(
    notice,
    events.map(({ event }) => event),
  );
  if (!first || !raised) return undefined;
  const failure = events.findLast(({ event }) => event.type === 'NotificationFailed');
  const { kind, about, role, worker = null, emergency } = raised;
  const stands = { id: uuidOfStream(first.stream), version: events.length, since: spelled(first)!, tried: spelled(failure) };
  return { ...stands, ...state, kind, about, role, worker, emergency };
}

/** Where the row of a notice stands. */
export const listed = (row: NoticeRow) => ({ table: 'notice', key: ['id'], row });

/** The notices that a service raised, as rows in its own schema. */
export const noticeRows = (service: AgencyService): RowReaction => ({
  name: `${service}-notice-rows`,
  from: 'own-log',
  on: Object.keys(noticeEvents),
  rowsOf(events) {
    if (!events[0]?.envelope.source.endsWith(`/${service}`)) return [];
    const row = rowOf(events as readonly StoredEvent<NoticeEvent>[]);
    return row ? [upsert(service, listed(row))] : [];
  },
});

/** The outbox's table in a service's schema. */
export const noticeTable = (service: AgencyService): Migration =>
  class NoticeRows1764115201000 implements MigrationInterface {
    name = 'NoticeRows1764115201000';

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(`CREATE TABLE "${service}".notice (
        id uuid PRIMARY KEY, version int NOT NULL, kind text NOT NULL, about text NOT NULL, role text NOT NULL, worker text,
        emergency boolean NOT NULL, since text COLLATE "C" NOT NULL, sent boolean NOT NULL, failures int NOT NULL,
        tried text COLLATE "C", read boolean NOT NULL, called boolean NOT NULL);
        CREATE INDEX ON "${service}".notice (since, id);
        CREATE INDEX ON "${service}".notice (since) WHERE NOT sent;`);
    }

    async down(runner: QueryRunner): Promise<void> {
      await runner.query(`DROP TABLE "${service}".notice`);
    }
  };
