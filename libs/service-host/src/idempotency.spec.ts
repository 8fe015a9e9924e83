import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHash } from 'node:crypto';
import { hlcOf } from '@satualur/contracts/hlc';
import { instantOf, uuidv7 } from '@satualur/contracts/ids';
import { HybridClock } from '@satualur/event-store/clock';
import { Notes, sampleNote, startSample } from './sample-service';
import { asker, testConfig } from './testing';
import { HYBRID_CLOCK } from './tokens';

const NOW = Date.UTC(2026, 1, 1, 8);
const note = '01890000-0000-7000-8000-000000000001';
const other = '01890000-0000-7000-8000-000000000002';
const key7 = uuidv7(NOW - 1_000, new Uint8Array(10).fill(7));

describe('the cause of a command', () => {
  let app: NestFastifyApplication;
  beforeAll(async () => void (app = await startSample({ clock: { now: () => NOW } })));
  afterAll(() => app.close());

  const post = (
    token: string,
    key: string,
    path = '/notes',
    headers: Record<string, string> = {},
    body: object | string = sampleNote,
  ) => asker(app, token)('POST', path, { headers: { 'idempotency-key': key, ...headers }, ...(path === '/notes' && { body }) });
  const lastCause = () => app.get(Notes).asked.at(-1)!.cause('caseworker');
  const commandOf = async (token: string, key: string, path = `/notes/${note}/close`) =>
    (await post(token, key, path)).json<{ command: string }>().command;

  it('says who, in which role, when, and the body’s hash', async () => {
    const text = JSON.stringify(sampleNote, null, 1);
    await post('caseworker', 'kunci-1', '/notes', {}, text);
    expect(lastCause()).toEqual({
      actor: 'staf-1/caseworker',
      at: instantOf(NOW),
      command: {
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8/) as string,
        bodyHash: createHash('sha256').update(text).digest('hex'),
      },
    });
    expect(app.get(Notes).asked.at(-1)!.cause('caseworker', instantOf(5)).recordedAt).toBe(instantOf(5));
  });

  it('is one command for the same caller, route, path and key, and another where any of these differs', async () => {
    const first = await commandOf('caseworker', 'k');
    expect(await commandOf('caseworker', 'k')).toBe(first);
    const others = [
      await commandOf('colleague', 'k'),
      await commandOf('stranger', 'k'),
      await commandOf('caseworker', 'k2'),
      await commandOf('caseworker', 'k', `/notes/${other}/close`),
      await commandOf('caseworker', 'k', `/notes/${note}/reopen`),
      (await post('caseworker', 'k')).json<{ id: string }>().id,
    ];
    expect(new Set([first, ...others]).size).toBe(7);
  });

  it('is the same command for a path spelt by escapes', async () => {
    const spelt = note.replace('0189', '%30189');
    expect(await commandOf('caseworker', 'k', `/notes/${spelt}/close`)).toBe(await commandOf('caseworker', 'k'));
  });

  it('keeps the time of a key that is a UUIDv7, and nothing else of it', async () => {
    const command = await commandOf('caseworker', key7);
    expect(command.slice(0, 14)).toBe(key7.slice(0, 14));
    expect(command.slice(15)).not.toBe(key7.slice(15));
    expect(await commandOf('colleague', key7)).not.toBe(command);
  });

  it('answers a repeat with the first answer and another body with 409', async () => {
    const kept = app.get(Notes).kept.size;
    const first = await post('caseworker', 'ulang');
    expect((await post('caseworker', 'ulang')).text).toBe(first.text);
    expect((await post('caseworker', 'ulang', '/notes', {}, { ...sampleNote, ref: 'N-2' })).json()).toMatchObject({
      status: 409,
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    expect(app.get(Notes).kept.size).toBe(kept + 1);
  });

  it.each([
    ['what the caller has seen', hlcOf(NOW + 59_000), true],
    ['nothing that is more than a minute ahead', hlcOf(NOW + 61_000), false],
  ])('believes %s', async (_, reading, believed) => {
    await post('caseworker', key7, '/notes', { 'satualur-hlc': reading });
    expect(lastCause().seen).toBe(believed ? reading : undefined);
  });

  it('refuses a reading that is none', async () => {
    expect((await post('caseworker', 'k', '/notes', { 'satualur-hlc': 'ffffffffffffffff' })).json()).toMatchObject({
      status: 400,
      code: 'MALFORMED_HLC',
    });
  });

  it('stamps a refusal with the clock’s highest, and nothing else with it', async () => {
    const highest = app.get<HybridClock>(HYBRID_CLOCK).draw();
    expect((await post('caseworker', 'k', `/notes/${note}/fail/rule`)).headers['satualur-hlc']).toBe(highest);
    expect((await asker(app, 'caseworker')('GET', '/notes')).headers['satualur-hlc']).toBeUndefined();
    expect((await post('palsu', 'k')).headers['satualur-hlc']).toBeUndefined();
  });

  it('believes a reading that this process holds itself, however far ahead', async () => {
    const held = hlcOf(NOW + 90_000);
    app.get<HybridClock>(HYBRID_CLOCK).adopt(held);
    await post('caseworker', key7, '/notes', { 'satualur-hlc': held });
    expect(lastCause().seen).toBe(held);
    await post('caseworker', key7, '/notes', { 'satualur-hlc': hlcOf(NOW + 90_001) });
    expect(lastCause().seen).toBeUndefined();
  });
});

it('believes any reading in demo mode, where the clock jumps by days', async () => {
  const app = await startSample({ config: testConfig('sample', { MODE: 'demo' }) });
  const ahead = hlcOf(NOW);
  await asker(app, 'caseworker')('POST', '/notes', { body: sampleNote, headers: { 'satualur-hlc': ahead } });
  expect(app.get(Notes).asked.at(-1)!.cause('caseworker')).toMatchObject({ seen: ahead, at: instantOf(0) });
  await app.close();
});
