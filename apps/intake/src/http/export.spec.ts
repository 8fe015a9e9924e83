import { POLICE } from '@satualur/contracts/cast';
import { streamOf, type Uuid } from '@satualur/contracts/ids';
import { deskForEach } from './desk.world';

const desk = deskForEach();

const give = (id: Uuid, who: 'chief' | 'police' | 'desk' = 'chief', purpose = 'SubjectAccess') =>
  desk.post(who, `/records/${id}/export`, { purpose });
const noted = () => desk.world.events(POLICE).filter(({ event }) => event.type === 'RecordExported');

describe('a record given out', () => {
  it('is whole and opened, with what was consented to and on what basis', async () => {
    const { id } = await desk.register();
    const guardianNik = '6399015708049009';
    const consent = { recipients: ['RS-6310'], purposes: ['LegalAid'], givenBy: 'guardian', guardianNik };
    await desk.post('police', `/records/${id}/consents`, consent);
    await desk.post('police', `/records/${id}/legal-bases`, {
      ...{ basis: 'PublicTask', purposes: ['LegalAid'], classes: ['identity', 'legal'] },
    });
    const given = await give(id);
    expect(given).toMatchObject({
      ...{ status: 200, exportedAt: expect.any(String) },
      record: { id, assertions: { name: { value: 'Kenanga Contoh' } } },
      consents: [{ what: 'ConsentGranted', data: { givenBy: 'guardian' } }],
      legalBases: [{ what: 'LegalBasisRecorded', data: { basis: 'PublicTask' } }],
    });
    expect(JSON.stringify(given)).not.toMatch(/guardianNik|"sealed"/);
  });

  it('is noted before it is given: by whom, which fields, what for', async () => {
    const { id } = await desk.register();
    await give(id, 'chief', 'CourtOrder');
    const [{ event, envelope } = { event: undefined, envelope: undefined }, ...more] = noted();
    expect([more, envelope?.actor]).toEqual([[], 'staff-7/supervisor']);
    expect(event?.data).toMatchObject({ subject: streamOf('record', id), purpose: 'CourtOrder' });
    expect(event?.data).toMatchObject({ fields: expect.arrayContaining(['name', 'role']) });
  });

  it('is a supervisor’s to give, and of a record that is there', async () => {
    const { id } = await desk.register();
    for (const who of ['police', 'desk'] as const) expect((await give(id, who)).status).toBe(403);
    expect((await give(desk.world.ids.next())).status).toBe(404);
    expect((await give(id, 'chief', 'Curiosity')).status).toBe(422);
    expect(noted()).toEqual([]);
  });
});
