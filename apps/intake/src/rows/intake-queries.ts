import type { AgencyKey, Instant, Ref, Uuid } from '@satualur/contracts/ids';
import type { ServiceRows } from '@satualur/service-host/agency-side';
import { type Page, type Paged, pageOf } from '@satualur/service-host/page';
import type { RecordRow, WorkRow } from './intake.row';
import { NEVER } from './never';

export const QUEUES = [
  'unassigned',
  'to-register',
  'stops',
  'held-updates',
  'requests',
  'breaches',
  'screenings',
] as const satisfies readonly WaitingRow['queue'][];
export type QueueName = (typeof QUEUES)[number];

/** What a queue shows: a piece of work, or a record that nobody is in charge of. */
export type WaitingRow = Omit<WorkRow, 'queue'> & { readonly queue: WorkRow['queue'] | 'unassigned' };

/** What is overdue is so by the clock, also in the second before its timer fires. */
const STATES = {
  Open: `state <> 'Done'`,
  Overdue: `state <> 'Done' AND due_at < $2`,
  Done: `state = 'Done'`,
} as const satisfies Record<WorkRow['state'], string>;

export interface Filter {
  readonly state?: WorkRow['state'] | undefined;
  /** Of a duty to register, the service; of a request, the right. */
  readonly kind?: string | undefined;
  readonly record?: Uuid | undefined;
  readonly counterpart?: AgencyKey | undefined;
}
const FIELDS = ['kind', 'record', 'counterpart'] as const;

/** Open cases that no worker is in charge of, as items of a queue; nothing of them is due. */
const UNASSIGNED = `(SELECT 'unassigned' AS queue, id, version, ref, id AS record, NULL::text AS kind, NULL::text AS counterpart,
  'Open' AS state, recorded_at AS opened_at, '${NEVER}' COLLATE "C" AS due_at FROM "intake".record WHERE state = 'Open' AND worker IS NULL)`;
const tableOf = (queue: QueueName) => (queue === 'unassigned' ? `${UNASSIGNED} AS unassigned` : '"intake".work');
const orderOf = (queue: QueueName) => (queue === 'unassigned' ? 'opened_at' : 'due_at');

/** One work queue, what is due first in front; without a state, all that is not done. */
export function queuePage(
  rows: ServiceRows,
  queue: QueueName,
  { state = 'Open', ...filter }: Filter,
  now: Instant,
  page: Page,
): Promise<Paged<WaitingRow>> {
  const given = FIELDS.filter((field) => filter[field] !== undefined);
  const stated = given.map((field, index) => ` AND ${field} = $${index + 3}`).join('');
  const where = `queue = $1 AND $2::text IS NOT NULL AND ${STATES[state]}${stated}`;
  const values = [queue, now, ...given.map((field) => filter[field])];
  return pageOf<WaitingRow>(rows, { table: tableOf(queue), where, values, order: orderOf(queue) }, page);
}

export type Counts = Readonly<Record<QueueName, { readonly open: number; readonly overdue: number }>>;

export async function queueCounts(rows: ServiceRows, now: Instant): Promise<Counts> {
  const counted = await rows.query<{ queue: QueueName; open: number; overdue: number }>(
    `SELECT queue, count(*)::int AS open, count(*) FILTER (WHERE due_at < $1)::int AS overdue
     FROM (SELECT queue, due_at FROM "intake".work WHERE state <> 'Done'
           UNION ALL SELECT queue, due_at FROM ${UNASSIGNED} AS unassigned) AS waiting GROUP BY queue`,
    [now],
  );
  const of = (name: QueueName) => counted.find(({ queue }) => queue === name);
  return Object.fromEntries(
    QUEUES.map((name) => [name, { open: of(name)?.open ?? 0, overdue: of(name)?.overdue ?? 0 }]),
  ) as unknown as Counts;
}

/** A worker's own cases, and those of the colleagues whose deputy the worker is on this day (WITA). */
const IN_CHARGE = `(worker = $1 OR worker IN (SELECT a.worker FROM "intake".absence a WHERE a.deputy = $1 AND $2 BETWEEN a.away_from AND a.away_until))`;

export const caseload = (rows: ServiceRows, worker: string, day: string, state: string, page: Page): Promise<Paged<RecordRow>> =>
  pageOf<RecordRow>(
    rows,
    { table: '"intake".record', where: `${IN_CHARGE} AND state = $3`, values: [worker, day, state], order: 'recorded_at' },
    page,
  );

/** How many cases each worker has open; those nobody has stand under null. */
export const caseloads = (rows: ServiceRows): Promise<readonly { readonly worker: string | null; readonly open: number }[]> =>
  rows.query(`SELECT worker, count(*)::int AS open FROM "intake".record WHERE state = 'Open' GROUP BY worker ORDER BY worker`);

export const allRecords = async (rows: ServiceRows): Promise<readonly Uuid[]> =>
  (await rows.query<{ id: Uuid }>(`SELECT id FROM "intake".record ORDER BY recorded_at, id`)).map(({ id }) => id);

/** The agency's records under one number between agencies. */
export const recordsOfCase = async (rows: ServiceRows, caseRef: Ref): Promise<readonly Uuid[]> =>
  (await rows.query<{ id: Uuid }>(`SELECT id FROM "intake".record WHERE case_ref = $1 ORDER BY id`, [caseRef])).map(
    ({ id }) => id,
  );
