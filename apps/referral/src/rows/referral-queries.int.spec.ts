import { at, HOSPITAL, idOf, OTHER_HOSPITAL, POLICE, RECORD, SUBJECT } from '@satualur/contracts/cast';
import type { Ref } from '@satualur/contracts/ids';
import { pageFrom } from '@satualur/service-host/page';
import { upsert } from '@satualur/service-host/row-upsert';
import { testRows } from '@satualur/service-host/rows-testing';
import { ReferralRows1764115200000 } from './referral-rows.migration';
import { listed } from './referral-rows.reaction';
import type { ReferralRow } from './referral.row';
import {
  type Filter,
  QUEUE_NAMES,
  queueCounts,
  queuePage,
  referralPage,
  sentOfRecord,
  stateCounts,
  workedOnFor,
} from './referral-queries';

const { rows, put: write } = testRows('referral', ReferralRows1764115200000);

const NOW = at('02-05 10:00');
const row = (n: number, over: Partial<ReferralRow> = {}): ReferralRow => ({
  ...{ half: 'sender', id: idOf(n), version: 1, state: 'Sent', ref: `F-${n}` as Ref, counterpart: HOSPITAL, record: RECORD },
  ...{ subject: SUBJECT, service: 'LegalAid', legal_basis: 'PublicTask', application: null, batch: null },
  ...{ since: at('02-03 10:00'), acknowledge_by: at('02-06 10:00'), deadline: at('02-08 10:00') },
  ...{ emergency: false, proxied: false, overdue: false, rerouted: false, withdrawal_confirmed: false },
  ...over,
});
const received = (n: number, over: Partial<ReferralRow> = {}) =>
  row(n, { half: 'recipient', counterpart: POLICE, record: null, ...over });
const put = (...items: ReferralRow[]) => write(items.map((item) => upsert('referral', listed(item))));
const idsOf = (items: readonly ReferralRow[]) => items.map(({ id }) => id);

describe('the rows of referrals', () => {
  it('are replaced by later ones and never by earlier', async () => {
    await put(row(1, { version: 2, state: 'Accepted' }), row(1, { version: 1 }));
    expect((await referralPage(rows, {}, pageFrom({}))).items).toMatchObject([{ state: 'Accepted', version: 2 }]);
    await put(row(1, { version: 3, state: 'InService' }));
    expect((await referralPage(rows, {}, pageFrom({}))).items).toMatchObject([{ state: 'InService', version: 3 }]);
  });
});

describe('the list', () => {
  it('pages through everything once, newest first, whatever is added meanwhile', async () => {
    await put(...[1, 2, 3, 4, 5].map((n) => row(n, { since: at(n === 5 ? '02-04 10:00' : '02-03 10:00') })));
    const first = await referralPage(rows, {}, pageFrom({ limit: '2' }));
    await put(row(6, { since: at('02-05 10:00') }));
    const second = await referralPage(rows, {}, pageFrom({ limit: '2', cursor: first.next }));
    const third = await referralPage(rows, {}, pageFrom({ limit: '2', cursor: second.next }));
    expect([first, second, third].map(({ items }) => idsOf(items))).toEqual([[idOf(5), idOf(4)], [idOf(3), idOf(2)], [idOf(1)]]);
    expect([first.total, second.total, third.next]).toEqual([5, 6, undefined]);
  });

  it.each(['x', 'e30', Buffer.from('["a","b"]').toString('base64url')])('refuses a cursor of other make: %s', (cursor) =>
    expect(referralPage(rows, {}, pageFrom({ cursor }))).rejects.toMatchObject({ status: 400, code: 'MALFORMED_CURSOR' }),
  );

  it('filters, and counts by state what it filtered', async () => {
    await put(
      row(1),
      row(2, { state: 'Accepted', service: 'Coordination', batch: 'B-1' as Ref }),
      row(3, { state: 'Rejected', counterpart: OTHER_HOSPITAL, emergency: true }),
      received(4, { state: 'Accepted' }),
      row(5, { state: 'Discarded' }),
      received(6, { proxied: true }),
    );
    const found = async (filter: Filter) => idsOf((await referralPage(rows, filter, pageFrom({}))).items);
    expect(await found({})).toEqual([idOf(4), idOf(3), idOf(2), idOf(1)]);
    expect(await found({ half: 'sender', state: 'Accepted' })).toEqual([idOf(2)]);
    expect(await found({ service: 'Coordination' })).toEqual([idOf(2)]);
    expect(await found({ counterpart: OTHER_HOSPITAL })).toEqual([idOf(3)]);
    expect(await found({ batch: 'B-1' })).toEqual([idOf(2)]);
    expect(await found({ emergency: true })).toEqual([idOf(3)]);
    expect(await found({ record: RECORD, half: 'recipient' })).toEqual([]);
    expect(await stateCounts(rows, {})).toEqual({ Accepted: 2, Rejected: 1, Sent: 1 });
  });
});

describe('the queues', () => {
  it('hold what waits for somebody, what is due first in front, and are counted alike', async () => {
    const late = { acknowledge_by: at('02-04 10:00') };
    await put(
      received(1),
      received(2, late),
      received(3, { state: 'Acknowledged' }),
      received(4, { state: 'Accepted' }),
      received(5, { state: 'Withdrawn' }),
      received(6, { state: 'Withdrawn', withdrawal_confirmed: true }),
      row(7, { state: 'Rejected' }),
      row(8, { state: 'Expired', rerouted: true }),
      row(9, { state: 'Draft', acknowledge_by: null, deadline: null }),
      row(10, { proxied: true, ...late }),
      received(10, { proxied: true, ...late }),
      row(11, { emergency: true, service: 'Coordination' }),
    );
    const expected: Record<string, number[]> = {
      'to-acknowledge': [2, 1],
      'to-decide': [3],
      overdue: [2, 10],
      'awaiting-service': [4],
      'withdrawals-to-confirm': [5],
      'to-record': [10],
      'to-reroute': [7],
      emergencies: [11],
      drafts: [9],
    };
    const counts = await queueCounts(rows, NOW);
    for (const name of QUEUE_NAMES) {
      const { items, total } = await queuePage(rows, name, {}, NOW, pageFrom({}));
      expect([name, idsOf(items), total, counts[name].open]).toEqual([
        name,
        expected[name]!.map(idOf),
        expected[name]!.length,
        expected[name]!.length,
      ]);
    }
    expect(counts).toMatchObject({ 'to-acknowledge': { overdue: 1 }, overdue: { overdue: 2 }, emergencies: { overdue: 0 } });
    expect(counts).toMatchObject({ 'to-record': { overdue: 0 }, 'awaiting-service': { overdue: 0 } });
  });

  it('are filtered as the list is, page by page', async () => {
    await put(
      received(1, { state: 'Accepted' }),
      received(2, { state: 'Accepted', service: 'Coordination' }),
      received(3, { state: 'Accepted', counterpart: OTHER_HOSPITAL }),
      received(4, { state: 'Accepted', emergency: true }),
    );
    const found = async (filter: Filter) => idsOf((await queuePage(rows, 'awaiting-service', filter, NOW, pageFrom({}))).items);
    expect(await found({ service: 'Coordination' })).toEqual([idOf(2)]);
    expect(await found({ counterpart: OTHER_HOSPITAL })).toEqual([idOf(3)]);
    expect(await found({ emergency: true, counterpart: POLICE })).toEqual([idOf(4)]);
    expect(await found({ service: 'Repatriation' })).toEqual([]);
    const first = await queuePage(rows, 'awaiting-service', { service: 'LegalAid' }, NOW, pageFrom({ limit: '2' }));
    expect([idsOf(first.items), first.total]).toEqual([[idOf(1), idOf(3)], 3]);
    const rest = pageFrom({ limit: '2', cursor: first.next });
    expect(idsOf((await queuePage(rows, 'awaiting-service', { service: 'LegalAid' }, NOW, rest)).items)).toEqual([idOf(4)]);
  });
});

describe('what reactions ask', () => {
  it('finds what was sent of a record, to one or to any, drafts left out', async () => {
    await put(row(1), row(2, { counterpart: OTHER_HOSPITAL, state: 'Completed' }), row(3, { state: 'Draft' }), received(4));
    expect(await sentOfRecord(rows, RECORD)).toEqual([idOf(1), idOf(2)]);
    expect(await sentOfRecord(rows, RECORD, HOSPITAL)).toEqual([idOf(1)]);
    expect(await sentOfRecord(rows, idOf(99))).toEqual([]);
  });

  it('finds what is worked on for a subject on consent', async () => {
    const onConsent = { legal_basis: 'Consent' };
    await put(
      received(1, { ...onConsent, state: 'Accepted' }),
      received(2, { ...onConsent, state: 'InService' }),
      received(3, { ...onConsent, state: 'Completed' }),
      received(4, { state: 'Accepted' }),
      received(5, { ...onConsent, state: 'Accepted', counterpart: OTHER_HOSPITAL }),
    );
    expect(await workedOnFor(rows, POLICE, SUBJECT)).toEqual([idOf(1), idOf(2)]);
  });
});
