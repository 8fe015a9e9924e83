import { at, POLICE } from '@satualur/contracts/cast';
import { instantOf, msOfInstant, type Uuid } from '@satualur/contracts/ids';
import { slaPolicy, slaPolicyChanged } from '@satualur/contracts/registry/examples';
import { rowOf } from '../rows/intake.row';
import { clockStream } from '../screening-clocks';
import { deskForEach } from './desk.world';

const HOUR = 3_600_000;

const desk = deskForEach();

const complaint = (over: object = {}, value: 'victim' | 'perpetrator' = 'victim') =>
  desk.register({ role: { value, method: 'SelfDeclared' } }, { channel: 'InPerson', ...over });
const clockOf = (record: Uuid) => desk.world.office(POLICE).open.store.read(clockStream(record));
const said = async (record: Uuid) =>
  (await clockOf(record)).map(({ event, envelope }) => [event.type, instantOf(msOfInstant(envelope.time))]);
async function screen(record: Uuid, recordedAfter = 0): Promise<void> {
  const { id } = await desk.post('police', '/screenings', { record });
  desk.world.now += recordedAfter;
  await desk.post('police', `/screenings/${id}/complete`, { child: false, risk: 'Low', emergency: false });
}
const told = () =>
  desk.world.events(POLICE).flatMap(({ event }) => {
    const { kind, role, worker } = event.data as { readonly kind: string; readonly role: string; readonly worker?: string };
    return event.type === 'NotificationRaised' ? [[kind, role, worker].join(' ').trim()] : [];
  });

describe('a complaint', () => {
  it('is screened within a day, or is overdue at its very end', async () => {
    const { id } = await complaint({ recordedAt: '2026-02-03T09:00:00+08:00' });
    await desk.world.passTo(desk.world.now + 80 * HOUR);
    expect(await said(id)).toEqual([
      ['ScreeningAwaited', at('02-03 09:00')],
      ['ScreeningOverdue', at('02-04 09:00')],
    ]);
    expect(told()).toEqual(['ScreeningDue supervisor']);
  });

  it('tells whoever is in charge too', async () => {
    const { id } = await complaint();
    await desk.post('chief', `/records/${id}/assign`, { worker: 'staff-9' });
    await desk.world.passTo(desk.world.now + 80 * HOUR);
    expect(told()).toEqual(['ScreeningDue caseworker staff-9', 'ScreeningDue supervisor']);
  });

  it('waits no more once it is screened, whichever screening was finished first', async () => {
    const { id } = await complaint();
    await screen(id, HOUR);
    await screen(id, HOUR);
    await desk.world.passTo(desk.world.now + 80 * HOUR);
    expect(await said(id)).toEqual([
      ['ScreeningAwaited', at('02-03 10:00')],
      ['AwaitedScreeningDone', at('02-03 11:00')],
    ]);
    expect(told()).toEqual([]);
  });

  it('is screened late too', async () => {
    const { id } = await complaint();
    await desk.world.passTo(desk.world.now + 30 * HOUR);
    const standing = async () => rowOf(await clockOf(id))?.row;
    expect(await standing()).toMatchObject({ queue: 'screenings', record: id, state: 'Overdue', due_at: at('02-04 10:00') });
    await screen(id);
    expect((await said(id)).map(([type]) => type)).toEqual(['ScreeningAwaited', 'ScreeningOverdue', 'AwaitedScreeningDone']);
    expect(await standing()).toMatchObject({ state: 'Done' });
  });

  it('waits as long as the policy valid at its receipt says', async () => {
    const Screen = { amount: 1, unit: 'WorkingDays', source: 'Keputusan gugus tugas 7/2026 (contoh)' } as const;
    desk.world.publish(slaPolicyChanged({ validFrom: at('02-03 10:00'), policy: slaPolicy({ limits: { Screen } }) }));
    desk.world.now = msOfInstant(at('02-06 15:00'));
    const { id } = await complaint();
    expect((await clockOf(id))[0]!.event.data).toEqual({
      ...{ record: id, since: instantOf(desk.world.now), dueAt: at('02-10 00:00') },
    });
  });

  it('that was voided keeps nobody waiting', async () => {
    const { id } = await complaint();
    await desk.post('chief', `/records/${id}/void`, { reason: 'RegisteredInError' });
    await desk.world.passTo(desk.world.now + 80 * HOUR);
    expect((await said(id)).map(([type]) => type)).toEqual(['ScreeningAwaited']);
    expect(told()).toEqual([]);
  });
});

describe('no complaint', () => {
  it.each([
    ['is a record that names no channel', () => complaint({ channel: undefined })],
    ['is one of a person whom another agency referred', () => complaint({ channel: 'Referral' })],
    ['is one taken over from an older register', () => complaint({ imported: true })],
    ['is one of a suspect', () => complaint({}, 'perpetrator')],
  ])('%s', async (_, register) => {
    const { id } = await register();
    expect(await said(id)).toEqual([]);
    await screen(id);
    expect(await said(id)).toEqual([]);
  });
});
