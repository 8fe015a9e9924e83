import { at, idOf, OTHER_HOSPITAL, POLICE, RECORD } from '@satualur/contracts/cast';
import { type Ref, streamOf, type Uuid } from '@satualur/contracts/ids';
import { agencyCaseClosed, agencyRecordRegistered, workerAssigned } from '@satualur/contracts/intake/examples';
import { referralAccepted, referralReceived, referralTerminatedByRecipient } from '@satualur/contracts/referral/examples';
import type { AnyEvent } from '@satualur/contracts/event';
import type { StoredEvent } from '@satualur/event-store/store';
import type { ServiceRows } from '@satualur/service-host/agency-side';
import { pageFrom } from '@satualur/service-host/page';
import { testRows } from '@satualur/service-host/rows-testing';
import { caseloads, type Filter, queueCounts, queuePage, recordsOfCase } from './intake-queries';
import { intakeRows } from './intake-rows.reaction';
import { intakeTables } from './intake-tables';

const { rows, put } = testRows('intake', ...intakeTables);

const NOW = at('02-05 10:00');
const time = at('02-03 11:00');
const stored = (category: string, id: Uuid, ...events: AnyEvent[]): readonly StoredEvent[] =>
  events.map(
    (event, index) => ({ stream: streamOf(category, id), version: index + 1, event, envelope: { time } }) as StoredEvent,
  );
/** What the reaction makes of one stream as it stands. */
const read = (...streams: (readonly StoredEvent[])[]) => put(streams.flatMap((events) => intakeRows.rowsOf(events)));
const accept = (n: number, over: Parameters<typeof referralReceived>[0] = {}) =>
  stored('referralin', idOf(n), referralReceived(over), referralAccepted());
const register = (n: number, viaReferral?: Uuid) =>
  stored('record', idOf(n), agencyRecordRegistered(viaReferral ? { viaReferral } : {}));
const duties = (filter: Filter = {}, page: Parameters<typeof pageFrom>[0] = {}) =>
  queuePage(rows, 'to-register', filter, NOW, pageFrom(page));
const ids = (items: readonly { readonly id: Uuid }[]) => items.map(({ id }) => id);

describe('the queue of acceptances that await a record', () => {
  it('is paged through once, whatever is added meanwhile', async () => {
    await read(accept(1), accept(2), accept(3), accept(5));
    const first = await duties({}, { limit: '2' });
    await read(accept(4));
    const second = await duties({}, { limit: '2', cursor: first.next });
    const third = await duties({}, { limit: '2', cursor: second.next });
    expect([first, second, third].map(({ items }) => ids(items))).toEqual([[idOf(1), idOf(2)], [idOf(3), idOf(4)], [idOf(5)]]);
    expect([first.total, third.total, third.next]).toEqual([4, 5, undefined]);
  });

  it('filters by service and by who referred, and counts', async () => {
    await read(accept(1), accept(2, { service: 'LegalAid' }), accept(3, { from: OTHER_HOSPITAL }));
    expect(ids((await duties({ kind: 'LegalAid' })).items)).toEqual([idOf(2)]);
    expect(ids((await duties({ counterpart: OTHER_HOSPITAL })).items)).toEqual([idOf(3)]);
    expect((await duties({ kind: 'LegalAid', counterpart: OTHER_HOSPITAL })).total).toBe(0);
    expect((await queueCounts(rows, NOW))['to-register']).toEqual({ open: 3, overdue: 0 });
    expect((await duties({ state: 'Overdue' })).items).toEqual([]);
  });

  it('is left once the record is registered, and stays left whatever is read of the referral after', async () => {
    await read(accept(1), accept(2), register(8), register(9, idOf(1)));
    expect(ids((await duties()).items)).toEqual([idOf(2)]);
    await read(accept(1), register(9, idOf(1)));
    expect((await duties({ state: 'Done' })).items).toMatchObject([
      { id: idOf(1), record: idOf(9), ref: referralReceived().data.ref, counterpart: POLICE, state: 'Done' },
    ]);
    expect(ids((await duties({ state: 'Done', record: idOf(9) })).items)).toEqual([idOf(1)]);
    expect((await queueCounts(rows, NOW))['to-register']).toEqual({ open: 1, overdue: 0 });
  });

  it('is left with a referral that ended, and is never entered by one that named a record', async () => {
    await read(accept(1), stored('referralin', idOf(2), referralReceived(), referralAccepted({ recipientRecord: RECORD })));
    expect(ids((await duties()).items)).toEqual([idOf(1)]);
    await read(stored('referralin', idOf(1), referralReceived(), referralAccepted(), referralTerminatedByRecipient()));
    expect((await duties()).items).toEqual([]);
    expect((await duties({ state: 'Done' })).total).toBe(1);
  });
});

describe('the records of one case', () => {
  const CASE_7 = 'CASE-7' as Ref;
  const ofCase = (n: number, caseRef?: string) =>
    stored('record', idOf(n), agencyRecordRegistered(caseRef ? { caseRef: caseRef as Ref } : {}));

  /** How the server goes about what is asked. */
  async function planOf(asked: (rows: ServiceRows) => Promise<unknown>): Promise<string> {
    const plan: string[] = [];
    const query = async (text: string, values?: readonly unknown[]) => {
      const lines = await rows.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, values);
      plan.push(...lines.map((line) => line['QUERY PLAN']));
      return [];
    };
    await asked({ query });
    return plan.join('\n');
  }

  it('are those that name it', async () => {
    await read(ofCase(3, CASE_7), ofCase(1, CASE_7), ofCase(2, 'CASE-8'), ofCase(4));
    expect(await recordsOfCase(rows, CASE_7)).toEqual([idOf(1), idOf(3)]);
  });

  it('are found without a look at all others', async () => {
    await read(ofCase(1, CASE_7));
    const others = `SELECT gen_random_uuid(), version, ref || n, gen_random_uuid(), 'CASE-' || n, role, state, worker, danger,
      contact_rule, imported, recorded_at FROM "intake".record, generate_series(100, 5000) n`;
    await rows.query(`INSERT INTO "intake".record ${others}`);
    expect(await planOf((explained) => recordsOfCase(explained, CASE_7))).toContain('record_case_ref');
  });
});

describe('the queue of cases that nobody is in charge of', () => {
  const record = (n: number, ...more: AnyEvent[]) => stored('record', idOf(n), agencyRecordRegistered(), ...more);
  const nobodys = (page: Parameters<typeof pageFrom>[0] = {}, filter: Filter = {}) =>
    queuePage(rows, 'unassigned', filter, NOW, pageFrom(page));

  it('is paged and counted as the caseload counts it, and left with a worker or the case’s end', async () => {
    await read(...[1, 2, 3].map((n) => record(n)), record(4, workerAssigned()));
    const first = await nobodys({ limit: '2' });
    const second = await nobodys({ limit: '2', cursor: first.next });
    expect([first, second].map(({ items }) => ids(items))).toEqual([[idOf(1), idOf(2)], [idOf(3)]]);
    expect([first.total, second.next]).toEqual([3, undefined]);
    expect(first.items[0]).toMatchObject({ queue: 'unassigned', record: idOf(1), ref: expect.any(String), state: 'Open' });
    expect((await queueCounts(rows, NOW)).unassigned).toEqual({ open: 3, overdue: 0 });
    expect(await caseloads(rows)).toContainEqual({ worker: null, open: 3 });
    await read(record(1, workerAssigned()), record(2, agencyCaseClosed()));
    expect(ids((await nobodys()).items)).toEqual([idOf(3)]);
    expect((await nobodys({}, { record: idOf(3), state: 'Overdue' })).total).toBe(0);
  });
});
