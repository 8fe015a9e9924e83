import { asker } from './testing';
import { sampleNote, startSample } from './sample-service';

describe('a service', () => {
  it('answers a command and a query, and refuses bad input as a problem', async () => {
    const app = await startSample();
    const ask = asker(app, 'caseworker');
    expect((await ask('POST', '/notes', { body: sampleNote })).status).toBe(201);
    expect((await ask('GET', '/notes?limit=5')).json()).toEqual({ notes: 1, limit: '5' });
    const refused = await ask('POST', '/notes', { body: { ...sampleNote, nik: 1 } });
    expect(refused.status).toBe(422);
    expect(refused.json()).toMatchObject({ code: 'VALIDATION_FAILED', pointer: '/nik' });
    await app.close();
  });
});
