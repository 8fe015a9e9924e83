import { HOSPITAL, POLICE } from '@satualur/contracts/cast';
import { type Instant, instantOf, msOfInstant, streamOf, type Uuid } from '@satualur/contracts/ids';
import { consents, consentStanding } from '@satualur/contracts/intake/consent';
import type { ConsentEvent } from '@satualur/contracts/intake/events';
import { codeOf, ELSEWHERE } from '../intake.world';
import { deskForEach } from './desk.world';

const LONG_AGO = '2019-05-01T08:00:00+08:00' as Instant;
const YEAR = 366 * 24 * 3_600_000;

const desk = deskForEach();

const old = (over: object = {}) => ({ imported: true, recordedAt: LONG_AGO, ...over });
const { recordedAt } = old() as { recordedAt: Instant };
const record = () => desk.register({}, old());
const lastOf = async (stream: string, id: Uuid) =>
  (await desk.world.office(POLICE).open.store.read(streamOf(stream, id))).at(-1)!;
const timers = () => Promise.all([POLICE, HOSPITAL].map((key) => desk.world.office(key).open.store.nextDue()));
/** Recorded long ago, known now, marked, and nothing is waiting for its time. */
async function isBackfilled(stream: string, id: Uuid): Promise<void> {
  const { event, envelope } = await lastOf(stream, id);
  expect(event.data).toMatchObject({ imported: true });
  expect([envelope.time, msOfInstant(envelope.knowntime)]).toEqual([recordedAt, desk.world.now]);
  expect(await timers()).toEqual([undefined, undefined]);
}
const grant = (id: Uuid, over: object = {}) => {
  const given = { recipients: [codeOf(HOSPITAL)], purposes: ['LegalAid'], givenBy: 'self' };
  return desk.post('police', `/records/${id}/consents`, { ...given, ...old(), ...over });
};

describe('taken over from an older register', () => {
  it('a screening is marked from its start, and an emergency of then rings nobody now', async () => {
    const { id } = await record();
    const { id: screening } = await desk.post('police', '/screenings', { record: id, ...old() });
    await isBackfilled('screening', screening);
    const done = { child: false, risk: 'High', emergency: true, recordedAt: LONG_AGO };
    expect((await desk.post('police', `/screenings/${screening}/complete`, done)).status).toBe(200);
    await isBackfilled('screening', screening);
    expect(desk.world.events(POLICE).filter(({ stream }) => stream.startsWith('notice-'))).toEqual([]);
  });

  it('a case’s count is marked, and so is a later one of then', async () => {
    const { id } = await desk.post('police', '/case-events', { ref: 'CASE-7', victimCount: 12, ...old() });
    await isBackfilled('caseevent', id);
    await desk.post('police', '/case-events', { ref: 'CASE-7', victimCount: 13, ...old() });
    await isBackfilled('caseevent', id);
    const told = { exploitation: [], type: 'Recruitment', place: 'Desa Rekaan', account: 'Kisah contoh', ...old() };
    expect((await desk.post('police', `/case-events/${id}/historic`, told)).status).toBe(200);
    await isBackfilled('caseevent', id);
    expect((await lastOf('caseevent', id)).bytes.toString()).not.toMatch(/Desa|Kisah/);
    await desk.post('police', '/case-events', { ref: 'CASE-7', victimCount: 14 });
    expect((await lastOf('caseevent', id)).event.data).not.toHaveProperty('imported');
  });

  it('a consent is marked, ends by its own date, and waits for no timer', async () => {
    const { id } = await record();
    expect((await grant(id, { expiresAt: '2026-03-01T00:00:00+08:00' })).status).toBe(201);
    await isBackfilled('consent', id);
    const standing = async () => {
      const events = await desk.world.office(POLICE).open.store.read(streamOf('consent', id));
      const state = events.reduce((before, { event }) => consents.evolve(before, event as ConsentEvent), consents.initialState);
      return consentStanding(state, { recipient: HOSPITAL, purpose: 'LegalAid', at: instantOf(desk.world.now) });
    };
    expect(await standing()).toBe('Allowed');
    await desk.world.passTo(desk.world.now + YEAR);
    expect(await standing()).toBe('Expired');
    expect(await desk.world.types(POLICE, streamOf('consent', id))).toEqual(['ConsentGranted']);
    await grant(id, { imported: undefined, recordedAt: undefined, expiresAt: instantOf(desk.world.now + YEAR) });
    expect((await timers())[0]).toMatchObject({ at: instantOf(desk.world.now + YEAR) });
  });

  it('a refusal is marked', async () => {
    const { id } = await record();
    const refused = { recipients: [codeOf(HOSPITAL)], purposes: ['LegalAid'], givenBy: 'self', ...old() };
    expect((await desk.post('police', `/records/${id}/consents/refuse`, refused)).status).toBe(200);
    await isBackfilled('consent', id);
  });

  it('a withdrawal still asks every recipient to stop, from now on, and wakes nobody by a timer', async () => {
    const { id } = await record();
    await grant(id, { recipients: [codeOf(HOSPITAL), codeOf(ELSEWHERE)] });
    const recipients = [codeOf(HOSPITAL), codeOf(ELSEWHERE)];
    const told = await desk.post('police', `/records/${id}/consents/withdraw`, { recipients, ...old() });
    await isBackfilled('consent', id);
    const [stop, proxied] = told['stops'] as { stop: Uuid }[];
    expect(msOfInstant(told['confirmBy'] as Instant)).toBeGreaterThan(desk.world.now);
    expect(await desk.world.types(HOSPITAL, streamOf('stop', stop!.stop))).toEqual(['StopRequested']);
    expect(await desk.world.types(POLICE, streamOf('stop', proxied!.stop))).toEqual(['StopRequested']);
    await desk.world.passTo(desk.world.now + YEAR);
    expect(await desk.world.types(POLICE, streamOf('consent', id))).toEqual(['ConsentGranted', 'ConsentWithdrawn']);
    expect((await desk.post('hospital', `/stops/${stop!.stop}/confirm`)).status).toBe(200);
  });
});
