import type { AgencyKey, SubjectId, Uuid } from '@satualur/contracts/ids';
import type { DataClass } from '@satualur/contracts/sealed';
import type { Alongside } from '@satualur/event-store/store';
import type { ServiceRows } from '@satualur/service-host/agency-side';

/** Keys that this agency granted are about to be handed over: known before they leave. */
export const rememberGranted = (rows: ServiceRows, grant: Uuid, recipient: AgencyKey, subject: SubjectId): Promise<unknown> =>
  rows.query(`INSERT INTO "intake".granted (id, recipient, subject) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, [
    grant,
    recipient,
    subject,
  ]);

/** Agencies that were handed keys of the subject. */
export async function granteesOf(rows: ServiceRows, subject: SubjectId): Promise<readonly AgencyKey[]> {
  const sql = `SELECT DISTINCT recipient FROM "intake".granted WHERE subject = $1 ORDER BY recipient`;
  return (await rows.query<{ recipient: AgencyKey }>(sql, [subject])).map(({ recipient }) => recipient);
}

export interface HeldGrant {
  readonly id: Uuid;
  readonly classes: readonly DataClass[];
}

/** Keys granted to this agency, with the event that announces them. */
export const rememberHeld = (grant: Uuid, owner: AgencyKey, subject: SubjectId, classes: readonly DataClass[]): Alongside => ({
  text: `INSERT INTO "intake".held (id, owner, subject, classes, live) VALUES ($1, $2, $3, $4, true) ON CONFLICT DO NOTHING`,
  values: [grant, owner, subject, classes],
});

/** Other grants of the same subject that still hold. */
export const stillHeld = (rows: ServiceRows, except: Uuid, owner: AgencyKey, subject: SubjectId): Promise<readonly HeldGrant[]> =>
  rows.query<HeldGrant>(
    `SELECT id, classes FROM "intake".held WHERE owner = $1 AND subject = $2 AND live AND id <> $3 ORDER BY id`,
    [owner, subject, except],
  );

export const forgetHeld = (grant: Uuid): Alongside => ({
  text: `UPDATE "intake".held SET live = false WHERE id = $1`,
  values: [grant],
});

/** Whose record was erased, for the confirmations that come by subject. */
export const rememberErasure = (subject: SubjectId, record: Uuid): Alongside => ({
  text: `INSERT INTO "intake".erasure (subject, record) VALUES ($1, $2) ON CONFLICT DO NOTHING`,
  values: [subject, record],
});

export async function erasedRecord(rows: ServiceRows, subject: SubjectId): Promise<Uuid | undefined> {
  const [found] = await rows.query<{ record: Uuid }>(`SELECT record FROM "intake".erasure WHERE subject = $1`, [subject]);
  return found?.record;
}
