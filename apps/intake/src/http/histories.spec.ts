import { idOf, POLICE } from '@satualur/contracts/cast';
import { deskForEach } from './desk.world';

const desk = deskForEach();

const looks = () =>
  desk.world
    .events(POLICE)
    .flatMap(({ event }) => (event.type === 'RecordViewed' ? [event.data as { subject: string; fields: string[] }] : []));

describe('what was found and told', () => {
  it('in a screening is sealed, and read again with a durable event', async () => {
    const { id: record } = await desk.register();
    const { id } = await desk.post('police', '/screenings', { record });
    const done = { acts: ['Recruitment'], child: true, risk: 'High', emergency: false, notes: 'Catatan contoh' };
    await desk.post('police', `/screenings/${id}/complete`, done);
    expect(
      desk.world
        .events(POLICE)
        .map(({ bytes }) => bytes.toString())
        .join(),
    ).not.toContain('Catatan');
    const told = await desk.get('police', `/screenings/${id}`);
    expect(told).toMatchObject({
      ...{ status: 200, id, version: 2 },
      history: [{ what: 'ScreeningStarted' }, { what: 'ScreeningCompleted', data: { risk: 'High', notes: 'Catatan contoh' } }],
    });
    expect(JSON.stringify(told)).not.toContain('"subject"');
    expect(looks()).toEqual([{ subject: `screening-${id}`, fields: ['notes'] }]);
  });

  it('of a case reads under each person’s own keys', async () => {
    const { id: record } = await desk.register();
    const { id } = await desk.post('police', '/case-events', { ref: 'CASE-7', victimCount: 2, lpNumber: 'LP/99/CONTOH' });
    await desk.post('police', `/case-events/${id}/historic`, {
      record,
      exploitation: [],
      type: 'Transit',
      place: 'Pelabuhan rekaan',
    });
    expect((await desk.get('police', `/case-events/${id}`))['history']).toMatchObject([
      { data: { lpNumber: 'LP/99/CONTOH', victimCount: 2 } },
      { data: { place: 'Pelabuhan rekaan', type: 'Transit', record } },
    ]);
  });

  it('is for those who work on the case', async () => {
    const { id } = await desk.post('police', '/case-events', { ref: 'CASE-7', victimCount: 2 });
    expect((await desk.get('desk', `/case-events/${id}`)).status).toBe(403);
    expect((await desk.get('hospital', `/case-events/${id}`)).status).toBe(404);
    expect((await desk.get('police', `/screenings/${idOf(7)}`)).status).toBe(404);
    expect(looks()).toEqual([]);
  });
});
