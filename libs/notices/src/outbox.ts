import type { Role } from '@satualur/access/access';
import type { AgencyService } from '@satualur/contracts/catalogue';
import type { Instant, Uuid } from '@satualur/contracts/ids';
import type { ServiceRows } from '@satualur/service-host/agency-side';
import { type Page, type Paged, pageOf } from '@satualur/service-host/page';
import type { NoticeRow } from './notice-rows';

export interface NoticeFilter {
  readonly kind?: string | undefined;
  readonly unread?: boolean | undefined;
  /** On the call list and not read yet. */
  readonly call?: boolean | undefined;
}

/** Notices to some roles, newest first; a supervisor sees everybody's. */
export function noticePage(
  rows: ServiceRows,
  service: AgencyService,
  roles: readonly Role[],
  { kind, unread, call }: NoticeFilter,
  page: Page,
): Promise<Paged<NoticeRow>> {
  const where = [
    `(role = ANY($1) OR 'supervisor' = ANY($1))`,
    '($2::text IS NULL OR kind = $2)',
    '($3::boolean IS NULL OR read <> $3)',
    '($4::boolean IS NULL OR (called AND NOT read) = $4)',
  ].join(' AND ');
  const values = [roles, kind ?? null, unread ?? null, call ?? null];
  return pageOf(rows, { table: `"${service}".notice`, where, values, order: 'since', descending: true }, page);
}

export interface Waiting {
  readonly id: Uuid;
  readonly kind: string;
  readonly role: string;
  readonly emergency: boolean;
  readonly failures: number;
  readonly tried: Instant | null;
}

/** What was neither sent nor read, nor given up; emergencies first. */
export const waitingIn = (
  rows: ServiceRows,
  service: AgencyService,
  attempts: number,
  limit: number,
): Promise<readonly Waiting[]> =>
  rows.query(
    `SELECT id, kind, role, emergency, failures, tried FROM "${service}".notice
     WHERE NOT sent AND NOT read AND failures < $1 ORDER BY emergency DESC, since, id LIMIT $2`,
    [attempts, limit],
  );
