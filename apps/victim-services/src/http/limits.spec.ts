import { at, RECORD } from '@satualur/contracts/cast';
import { streamOf } from '@satualur/contracts/ids';
import { agencyRecordRegistered } from '@satualur/contracts/intake/examples';
import { holidaysPublished, slaPolicy, slaPolicyChanged } from '@satualur/contracts/registry/examples';
import { deskForEach } from './desk.world';

const desk = deskForEach();
beforeEach(() => desk.world.write('intake', streamOf('record', RECORD), agencyRecordRegistered()));

const source = 'Keputusan gugus tugas 7/2026 (contoh)';
const StartService = { amount: 3, unit: 'WorkingDays', source } as const;
const FirstAid = { amount: 6, unit: 'Hours', source } as const;
const PayRestitution = { amount: 2, unit: 'WorkingDays', source } as const;
const afterCare = { months: [2, 4], source };
const change = (validFrom: string) =>
  desk.world.publish(
    slaPolicyChanged({
      validFrom: at(validFrom),
      policy: slaPolicy({ limits: { StartService, FirstAid, PayRestitution }, afterCare }),
    }),
  );
const urgent = { ref: 'SA-1', record: RECORD, service: 'HealthRehabilitation', emergency: true };

describe('an application', () => {
  it('is due by the policy valid at its request, past the holidays', async () => {
    change('02-03 10:00');
    desk.world.publish(holidaysPublished({ year: 2026, days: [{ on: '2026-02-05', name: 'contoh' }] }));
    const { id } = await desk.post('/applications', urgent);
    expect(await desk.get(`/applications/${id}`)).toMatchObject({
      dueAt: at('02-10 00:00'),
      firstAid: { dueAt: at('02-03 16:00'), givenAt: null, outcome: 'running' },
    });
    const before = await desk.post('/applications', { ...urgent, ref: 'SA-2', requestedAt: '2026-02-03T09:59:00+08:00' });
    expect(await desk.get(`/applications/${before.id}`)).toMatchObject({
      dueAt: at('02-11 00:00'),
      firstAid: { dueAt: at('02-11 00:00') },
    });
  });

  it('in an emergency is told of first aid, once', async () => {
    const { id } = await desk.post('/applications', urgent);
    expect(await desk.post(`/applications/${id}/first-aid`)).toMatchObject({ status: 200, version: 2 });
    expect(await desk.get(`/applications/${id}`)).toMatchObject({
      outcome: 'running',
      firstAid: { givenAt: desk.world.now, outcome: 'met' },
    });
    expect(await desk.post(`/applications/${id}/first-aid`)).toMatchObject({ status: 409, code: 'FIRST_AID_ALREADY_GIVEN' });
  });

  it('that is none knows no first aid', async () => {
    const { emergency: _, ...plain } = urgent;
    const { id } = await desk.post('/applications', plain);
    expect(await desk.get(`/applications/${id}`)).not.toHaveProperty('firstAid');
    expect(await desk.post(`/applications/${id}/first-aid`)).toMatchObject({ status: 409, code: 'NOT_AN_EMERGENCY' });
  });
});

it('restitution is due by the policy valid at the notice', async () => {
  change('02-03 10:00');
  const { id } = await desk.post('/restitution', { record: RECORD });
  await desk.post(`/restitution/${id}/claim`, { amount: 5 });
  await desk.post(`/restitution/${id}/notify-final`);
  expect(await desk.get(`/restitution/${id}`)).toMatchObject({ dueAt: at('02-06 00:00') });
});

it.each([
  ['2026-02-02', [1, 3, 6]],
  ['2026-02-03', [2, 4]],
])('visits after a return on %s follow after the months of the policy valid then', async (arrived, months) => {
  change('02-03 00:00');
  const trip = { ref: 'P-1', record: RECORD, destination: '3202', leaves: '2026-02-01', escort: 'Agency' };
  const { id } = await desk.post('/returns', trip);
  await desk.post(`/returns/${id}/arrived`, { arrived });
  const visits = desk.world.events().filter(({ event }) => event.type === 'AfterCareVisitScheduled');
  expect(visits.map(({ event }) => (event.data as { readonly months: number }).months)).toEqual(months);
});
