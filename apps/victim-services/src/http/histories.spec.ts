import { idOf, RECORD, SUBJECT } from '@satualur/contracts/cast';
import { streamOf } from '@satualur/contracts/ids';
import { agencyRecordRegistered, subjectErased } from '@satualur/contracts/intake/examples';
import { deskForEach } from './desk.world';

const desk = deskForEach();
beforeEach(() => desk.world.write('intake', streamOf('record', RECORD), agencyRecordRegistered()));

const services = [{ service: 'LegalAid' }];
const sealed = { goals: 'Pulih (contoh)', actions: 'Pendampingan (contoh)' };
const draft = () => desk.post('/plans', { ref: 'RP-1', record: RECORD, services, ...sealed });
const looks = () => desk.world.events().filter(({ event }) => event.type === 'RecordViewed');

describe('what was done for a person', () => {
  it('is sealed where it stands, and read again by those who work on the case', async () => {
    const { id } = await draft();
    expect(desk.world.agency.log.events.map(({ bytes }) => bytes.toString()).join()).not.toMatch(/Pulih|Pendampingan/);
    expect(await desk.get(`/plans/${id}`)).toMatchObject({
      ...{ status: 200, history: [{ what: 'SupportPlanDrafted', data: { record: RECORD, services, ...sealed } }] },
    });
  });

  it('is read only with a durable event that names what was opened', async () => {
    const { id } = await draft();
    await desk.get(`/plans/${id}`);
    expect(looks().map(({ event }) => event.data)).toEqual([{ subject: `plan-${id}`, fields: ['actions', 'goals'] }]);
  });

  it('is not for the desk, and what is not there is not found', async () => {
    const { id } = await draft();
    expect((await desk.get(`/plans/${id}`, 'desk')).status).toBe(403);
    for (const kind of ['episodes', 'plans', 'returns', 'processes'])
      expect((await desk.get(`/${kind}/${idOf(7)}`)).status).toBe(404);
    expect(looks()).toEqual([]);
  });

  it('reads as erased once the keys are gone, and nothing more is written of the person', async () => {
    const { id } = await draft();
    await desk.world.write('intake', streamOf('record', RECORD), subjectErased());
    await desk.world.agency.open.vault.destroy(SUBJECT);
    const closed = { closed: 'erased' };
    expect(await desk.get(`/plans/${id}`)).toMatchObject({ history: [{ data: { goals: closed, actions: closed, services } }] });
    expect(await draft()).toMatchObject({ status: 409, code: 'SUBJECT_ERASED', facts: { state: 'Erased' } });
    const trip = {
      ref: 'P-9',
      record: RECORD,
      destination: '3202',
      leaves: '2026-08-01',
      escort: 'Agency',
      place: 'Rumah rekaan',
    };
    expect(await desk.post('/returns', trip)).toMatchObject({ status: 409, code: 'SUBJECT_ERASED' });
    const report = { ref: 'LP-9', record: RECORD, lpNumber: 'LP/9/FIKTIF', filedOn: '2026-02-01' };
    expect(await desk.post('/processes', report)).toMatchObject({ status: 409, code: 'SUBJECT_ERASED' });
  });
});
