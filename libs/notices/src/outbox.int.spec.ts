import { at, idOf } from '@satualur/contracts/cast';
import { pageFrom } from '@satualur/service-host/page';
import { upsert } from '@satualur/service-host/row-upsert';
import { testRows } from '@satualur/service-host/rows-testing';
import { listed, type NoticeRow, noticeTable } from './notice-rows';
import { noticePage, type NoticeFilter, waitingIn } from './outbox';

const { rows, put: write } = testRows('referral', noticeTable('referral'));

const row = (n: number, over: Partial<NoticeRow> = {}): NoticeRow => ({
  ...{ id: idOf(n), version: 1, kind: 'ReferralReceived', about: `referralin-${idOf(n)}`, role: 'caseworker', worker: null },
  ...{ emergency: false, since: at(`02-03 10:0${n}`), sent: false, failures: 0, tried: null, read: false, called: false },
  ...over,
});
const put = (...items: NoticeRow[]) => write(items.map((item) => upsert('referral', listed(item))));
const numbers = (items: readonly { id: string }[]) => items.map(({ id }) => parseInt(id.slice(-4), 16));

describe('the outbox', () => {
  it('shows each role its own, a supervisor everybody’s, newest first', async () => {
    await put(row(1), row(2, { role: 'secretariat' }), row(3));
    const shown = async (...roles: ('caseworker' | 'secretariat' | 'supervisor' | 'clerk')[]) =>
      numbers((await noticePage(rows, 'referral', roles, {}, pageFrom({}))).items);
    expect(await shown('caseworker')).toEqual([3, 1]);
    expect(await shown('secretariat', 'clerk')).toEqual([2]);
    expect(await shown('supervisor')).toEqual([3, 2, 1]);
    expect(await shown('clerk')).toEqual([]);
  });

  it('filters by kind, what is unread, and whom to ring', async () => {
    await put(row(1, { read: true, called: true }), row(2, { called: true, kind: 'EmergencyUnread' }), row(3));
    const found = async (filter: NoticeFilter) =>
      numbers((await noticePage(rows, 'referral', ['supervisor'], filter, pageFrom({}))).items);
    expect(await found({ unread: true })).toEqual([3, 2]);
    expect(await found({ unread: false })).toEqual([1]);
    expect(await found({ call: true })).toEqual([2]);
    expect(await found({ kind: 'EmergencyUnread' })).toEqual([2]);
  });

  it('keeps the later of two rows of one notice', async () => {
    await put(row(1, { version: 2, sent: true }), row(1));
    expect((await noticePage(rows, 'referral', ['supervisor'], {}, pageFrom({}))).items).toMatchObject([{ sent: true }]);
  });
});

it('what waits to be sent: emergencies first, nothing sent, read or given up', async () => {
  await put(row(1), row(2, { sent: true }), row(3, { read: true }), row(4, { failures: 8 }), row(5, { emergency: true }));
  expect(numbers(await waitingIn(rows, 'referral', 8, 10))).toEqual([5, 1]);
});
