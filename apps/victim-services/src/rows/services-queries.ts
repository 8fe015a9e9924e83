import type { AgencyKey, Instant, Uuid } from '@satualur/contracts/ids';
import type { ServiceRows } from '@satualur/service-host/agency-side';
import { type Page, type Paged, pageOf } from '@satualur/service-host/page';
import type { ShelterRow, WorkRow } from './services.row';

const WORK = '"victim-services".work';
const SHELTER = '"victim-services".shelter';

/** What is overdue is so by the clock, also in the second before its timer fires. `$1` is now. */
const STATES = {
  Open: `state <> 'Done' AND $1::text IS NOT NULL`,
  Overdue: `state <> 'Done' AND due_at < $1`,
  Done: `state = 'Done' AND $1::text IS NOT NULL`,
} as const satisfies Record<WorkRow['state'], string>;

/** `overdue`: applications whose statutory limit passed without a service. */
export const QUEUES = {
  'awaiting-service': `queue = 'awaiting-service'`,
  overdue: `queue = 'awaiting-service' AND kind = 'Application'`,
  'after-care': `queue = 'after-care'`,
  restitution: `queue = 'restitution'`,
} as const;
export type QueueName = keyof typeof QUEUES;
export const QUEUE_NAMES = Object.keys(QUEUES) as readonly QueueName[];

export interface Filter {
  readonly state?: WorkRow['state'] | undefined;
  readonly kind?: WorkRow['kind'] | undefined;
  readonly service?: string | undefined;
  readonly counterpart?: AgencyKey | undefined;
  readonly record?: Uuid | undefined;
}
const FIELDS = ['kind', 'service', 'counterpart', 'record'] as const;

/** One work queue, what is due first in front; without a state, all that is not done. */
export function queuePage(
  rows: ServiceRows,
  name: QueueName,
  { state = 'Open', ...filter }: Filter,
  now: Instant,
  page: Page,
): Promise<Paged<WorkRow>> {
  const given = FIELDS.filter((field) => filter[field] !== undefined);
  const standing = STATES[name === 'overdue' && state === 'Open' ? 'Overdue' : state];
  const where = [QUEUES[name], standing, ...given.map((field, index) => `${field} = $${index + 2}`)].join(' AND ');
  const values = [now, ...given.map((field) => filter[field])];
  return pageOf<WorkRow>(rows, { table: WORK, where, values, order: 'due_at' }, page);
}

/** The agency's shelters by their number; `free` only those with or without a free place. */
export const placesPage = (rows: ServiceRows, free: boolean | undefined, page: Page): Promise<Paged<ShelterRow>> =>
  pageOf<ShelterRow>(
    rows,
    { table: SHELTER, where: '($1::boolean IS NULL OR (free > 0) = $1)', values: [free ?? null], order: 'ref' },
    page,
  );

export interface Counts extends Readonly<Record<QueueName, { readonly open: number; readonly overdue: number }>> {
  readonly places: { readonly places: number; readonly free: number };
}

/** How many wait in each queue, how many of them too long, and how many places there are. */
export async function queueCounts(rows: ServiceRows, now: Instant): Promise<Counts> {
  const counts = QUEUE_NAMES.flatMap((name) => [
    `count(*) FILTER (WHERE ${QUEUES[name]} AND ${STATES[name === 'overdue' ? 'Overdue' : 'Open']})::int AS "${name} open"`,
    `count(*) FILTER (WHERE ${QUEUES[name]} AND ${STATES.Overdue})::int AS "${name} overdue"`,
  ]);
  const [waiting] = await rows.query<Record<string, number>>(`SELECT ${counts.join(', ')} FROM ${WORK}`, [now]);
  const [places] = await rows.query<Counts['places']>(
    `SELECT coalesce(sum(places), 0)::int AS places, coalesce(sum(free), 0)::int AS free FROM ${SHELTER}`,
  );
  const of = (name: QueueName) => [name, { open: waiting![`${name} open`]!, overdue: waiting![`${name} overdue`]! }] as const;
  return { ...(Object.fromEntries(QUEUE_NAMES.map(of)) as Omit<Counts, 'places'>), places: places! } as Counts;
}
