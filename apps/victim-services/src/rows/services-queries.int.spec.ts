import { at, HOSPITAL, idOf, POLICE, RECORD } from '@satualur/contracts/cast';
import { pageFrom } from '@satualur/service-host/page';
import { upsert } from '@satualur/service-host/row-upsert';
import { testRows } from '@satualur/service-host/rows-testing';
import { type Filter, placesPage, queueCounts, type QueueName, queuePage } from './services-queries';
import { ServicesRows1764115400000 } from './services-rows.migration';
import type { ServicesRow, WorkRow } from './services.row';

const { rows, put: write } = testRows('victim-services', ServicesRows1764115400000);

const NOW = at('02-12 10:00');
const NEVER = '2999-12-31T23:59:59.999Z';
const application = (n: number, over: Partial<WorkRow> = {}): WorkRow => ({
  ...{ queue: 'awaiting-service', id: idOf(n), version: 1, kind: 'Application', about: idOf(n), ref: `SA-${n}`, record: RECORD },
  ...{ service: 'LegalAid', counterpart: null, months: null, outstanding: null, state: 'Open' },
  ...{ opened_at: at('02-03 10:00'), due_at: at('02-13 10:00') },
  ...over,
});
const referral = (n: number, over: Partial<WorkRow> = {}) =>
  application(n, { kind: 'Referral', record: null, counterpart: POLICE, due_at: NEVER, ...over });

const store = (...stored: ServicesRow[]) => write(stored.map((row) => upsert('victim-services', row)));
const put = (...work: WorkRow[]) => store(...work.map((row) => ({ table: 'work', key: ['queue', 'id'], row }) as const));
const found = async (name: QueueName, filter: Filter = {}) =>
  (await queuePage(rows, name, filter, NOW, pageFrom({}))).items.map(({ id }) => id);

it('hold what waits, what is due first in front, and are counted alike', async () => {
  await put(
    application(1),
    application(2, { due_at: at('02-10 10:00') }),
    application(3, { state: 'Done' }),
    referral(4),
    referral(5, { state: 'Done' }),
    application(6, { queue: 'after-care', kind: 'Visit', months: 1, due_at: at('02-11 10:00'), state: 'Overdue' }),
    application(7, { queue: 'restitution', kind: 'Claim', outstanding: '35000000' }),
  );
  expect(await found('awaiting-service')).toEqual([idOf(2), idOf(1), idOf(4)]);
  expect(await found('overdue')).toEqual([idOf(2)]);
  expect(await found('after-care')).toEqual([idOf(6)]);
  expect(await found('restitution')).toEqual([idOf(7)]);
  expect(await queueCounts(rows, NOW)).toEqual({
    ...{ 'awaiting-service': { open: 3, overdue: 1 }, overdue: { open: 1, overdue: 1 } },
    ...{ 'after-care': { open: 1, overdue: 1 }, restitution: { open: 1, overdue: 0 }, places: { places: 0, free: 0 } },
  });
});

it('filter by state, kind, service, counterpart and record', async () => {
  await put(
    application(1),
    application(2, { service: 'Coordination', state: 'Done' }),
    referral(3),
    referral(4, { counterpart: HOSPITAL }),
  );
  expect(await found('awaiting-service', { state: 'Done' })).toEqual([idOf(2)]);
  expect(await found('awaiting-service', { state: 'Overdue' })).toEqual([]);
  expect(await found('awaiting-service', { kind: 'Referral' })).toEqual([idOf(3), idOf(4)]);
  expect(await found('awaiting-service', { service: 'LegalAid', record: RECORD })).toEqual([idOf(1)]);
  expect(await found('awaiting-service', { counterpart: HOSPITAL })).toEqual([idOf(4)]);
});

it('page through everything once, and a row of fewer events replaces none of more', async () => {
  await put(...[1, 2, 3].map((n) => application(n, { version: 2 })), application(1, { version: 1, state: 'Done' }));
  const first = await queuePage(rows, 'awaiting-service', {}, NOW, pageFrom({ limit: '2' }));
  const second = await queuePage(rows, 'awaiting-service', {}, NOW, pageFrom({ limit: '2', cursor: first.next }));
  expect([first, second].map(({ items }) => items.map(({ id }) => id))).toEqual([[idOf(1), idOf(2)], [idOf(3)]]);
  expect([first.total, second.next]).toEqual([3, undefined]);
});

it('tell which shelters have places', async () => {
  const shelters = [0, 3].map((free, n) => ({ id: idOf(n + 1), version: 1, ref: `RUMAH-${n + 1}`, places: 4, free }));
  await store(...shelters.map((row) => ({ table: 'shelter', key: ['id'], row }) as const));
  const refs = async (free?: boolean) => (await placesPage(rows, free, pageFrom({}))).items.map(({ ref }) => ref);
  expect([await refs(), await refs(true), await refs(false)]).toEqual([['RUMAH-1', 'RUMAH-2'], ['RUMAH-2'], ['RUMAH-1']]);
  expect((await queueCounts(rows, NOW)).places).toEqual({ places: 8, free: 3 });
});
