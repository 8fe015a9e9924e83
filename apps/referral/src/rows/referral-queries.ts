import type { AgencyKey, Instant, Uuid } from '@satualur/contracts/ids';
import type { ServiceRows } from '@satualur/service-host/agency-side';
import { type Page, pageOf } from '@satualur/service-host/page';
import type { ReferralRow } from './referral.row';

export interface Filter {
  readonly half?: 'sender' | 'recipient' | undefined;
  readonly state?: string | undefined;
  readonly service?: string | undefined;
  readonly counterpart?: AgencyKey | undefined;
  readonly record?: Uuid | undefined;
  readonly batch?: string | undefined;
  readonly emergency?: boolean | undefined;
}

interface Where {
  readonly text: string;
  readonly values: readonly unknown[];
}

const ITEMS = '"referral".item';
const FIELDS = ['half', 'state', 'service', 'counterpart', 'record', 'batch', 'emergency'] as const;

/** A draft thrown away is gone, and the half of a recipient off the platform is the sender's own paper: neither is listed. */
const LISTED = `state <> 'Discarded' AND NOT (half = 'recipient' AND proxied)`;

/** What `within` holds of the filter; `values` are bound already. */
function whereOf(filter: Filter, within: string = LISTED, values: readonly unknown[] = []): Where {
  const given = FIELDS.filter((field) => filter[field] !== undefined);
  const text = [within, ...given.map((field, index) => `${field} = $${values.length + index + 1}`)].join(' AND ');
  return { text, values: [...values, ...given.map((field) => filter[field])] };
}

/** The work queues: what waits for somebody, in the order of their limit, or of their sending where they have none. `$1` is now. */
export const QUEUES = {
  'to-acknowledge': { where: `half = 'recipient' AND state = 'Sent' AND NOT proxied`, order: 'acknowledge_by' },
  'to-decide': { where: `half = 'recipient' AND state = 'Acknowledged' AND NOT proxied`, order: 'deadline' },
  overdue: { where: `state = 'Sent' AND acknowledge_by < $1 AND NOT (half = 'recipient' AND proxied)`, order: 'acknowledge_by' },
  'awaiting-service': { where: `half = 'recipient' AND state = 'Accepted'`, order: 'since' },
  'withdrawals-to-confirm': {
    where: `half = 'recipient' AND state = 'Withdrawn' AND NOT withdrawal_confirmed AND NOT proxied`,
    order: 'since',
  },
  'to-record': { where: `half = 'sender' AND proxied AND state IN ('Sent', 'Acknowledged')`, order: 'deadline' },
  'to-reroute': { where: `half = 'sender' AND state IN ('Rejected', 'Expired') AND NOT rerouted`, order: 'since' },
  emergencies: {
    where: `emergency AND state IN ('Sent', 'Acknowledged') AND NOT (half = 'recipient' AND proxied)`,
    order: 'acknowledge_by',
  },
  drafts: { where: `half = 'sender' AND state = 'Draft'`, order: 'since' },
} as const satisfies Record<string, { where: string; order: keyof ReferralRow }>;
export type QueueName = keyof typeof QUEUES;
export const QUEUE_NAMES = Object.keys(QUEUES) as [QueueName, ...QueueName[]];

/** Bound in every queue, so that all take the same parameter. */
const asOf = ` AND $1::text IS NOT NULL`;

/** What of the filtered waits in one queue. */
export const queuePage = (rows: ServiceRows, name: QueueName, filter: Filter, now: Instant, page: Page) => {
  const { where, order } = QUEUES[name];
  const { text, values } = whereOf(filter, where + asOf, [now]);
  return pageOf<ReferralRow>(rows, { table: ITEMS, where: text, values, order }, page);
};

export const referralPage = (rows: ServiceRows, filter: Filter, page: Page) => {
  const { text, values } = whereOf(filter);
  return pageOf<ReferralRow>(rows, { table: ITEMS, where: text, values, order: 'since', descending: true }, page);
};

type Counts = Readonly<Record<QueueName, { readonly open: number; readonly overdue: number }>>;

const counting = (name: QueueName): string => {
  const { where, order } = QUEUES[name];
  const late = order === 'since' ? 'FALSE' : `${order === 'acknowledge_by' ? `state = 'Sent' AND ` : ''}${order} < $1`;
  const count = (of: string) => `count(*) FILTER (WHERE ${of})::int`;
  return `json_build_object('open', ${count(where)}, 'overdue', ${count(`${where} AND ${late}`)}) AS "${name}"`;
};

/** How many wait in each queue, and how many of them past its limit by the clock. */
export async function queueCounts(rows: ServiceRows, now: Instant): Promise<Counts> {
  const counts = QUEUE_NAMES.map(counting).join(', ');
  const [row] = await rows.query<Counts>(`SELECT ${counts} FROM ${ITEMS} WHERE $1::text IS NOT NULL`, [now]);
  return row!;
}

/** How many of the filtered stand in each state. */
export async function stateCounts(rows: ServiceRows, filter: Filter): Promise<Record<string, number>> {
  const { text, values } = whereOf(filter);
  const sql = `SELECT state, count(*)::int AS count FROM "referral".item WHERE ${text} GROUP BY state ORDER BY state`;
  const counted = await rows.query<{ state: string; count: number }>(sql, values);
  return Object.fromEntries(counted.map(({ state, count }) => [state, count]));
}

const ids = (found: readonly { id: Uuid }[]): Uuid[] => found.map(({ id }) => id);

/** Everything ever sent of one record, to one recipient or to any. */
export const sentOfRecord = async (rows: ServiceRows, record: Uuid, to?: AgencyKey): Promise<Uuid[]> =>
  ids(
    await rows.query(
      `SELECT id FROM "referral".item WHERE half = 'sender' AND record = $1 AND state <> 'Draft' AND state <> 'Discarded'
       AND ($2::text IS NULL OR counterpart = $2) ORDER BY since, id`,
      [record, to ?? null],
    ),
  );

/** What was received of one owner's subject and is being worked on. */
export const workedOnFor = async (rows: ServiceRows, owner: AgencyKey, subject: Uuid): Promise<Uuid[]> =>
  ids(
    await rows.query(
      `SELECT id FROM "referral".item WHERE half = 'recipient' AND counterpart = $1 AND subject = $2
       AND legal_basis = 'Consent' AND state IN ('Accepted', 'InService') ORDER BY since, id`,
      [owner, subject],
    ),
  );
