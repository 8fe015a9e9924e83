import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { hlcOf } from '@satualur/contracts/hlc';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { sampleNote, startSample } from './sample-service';
import { type Asker, asker, testConfig } from './testing';

const id = '01890000-0000-7000-8000-000000000001';

describe('the edge', () => {
  let app: NestFastifyApplication;
  let ask: Asker;
  beforeAll(async () => {
    app = await startSample();
    ask = asker(app, 'caseworker');
  });
  afterAll(() => app.close());

  const fail = (how: string) => ask('POST', `/notes/${id}/fail/${how}`);

  it.each([
    ['rule', 422, { code: 'NOTE_IS_CLOSED', title: 'Note is closed', facts: { state: 'closed' } }],
    ['rule-unlisted', 409, { code: 'NO_STATUS_GIVEN' }],
    ['claim', 409, { code: 'ALREADY_TAKEN', facts: { kind: 'ref', holder: id } }],
    ['conflict', 409, { code: 'CONFLICT' }],
    ['too-large', 413, { code: 'EVENT_TOO_LARGE' }],
    ['hidden', 404, { code: 'NOT_FOUND' }],
    ['denied', 403, { code: 'ACCESS_DENIED' }],
    ['not-ready', 503, { code: 'AGENCY_NOT_READY' }],
  ] as const)('answers %s with %d', async (how, status, members) => {
    const answer = await fail(how);
    const type = `https://satualur.example/problems/${members.code.toLowerCase().replaceAll('_', '-')}`;
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toMatchObject({ type, status, ...members });
  });

  it('refuses a body that is too large, also without a connection', async () => {
    expect((await ask('POST', '/notes', { body: 'x'.repeat(140_000) })).json()).toMatchObject({
      status: 413,
      code: 'BODY_TOO_LARGE',
    });
  });

  it('says when to try again', async () => {
    expect((await fail('not-ready')).headers['retry-after']).toBe('3');
    expect((await fail('conflict')).headers['retry-after']).toBe('1');
  });

  it.each(['unknown', 'zod', 'http-500'])('answers an error nobody foresaw (%s) with an incident and no text', async (how) => {
    const answer = await fail(how);
    expect(answer.status).toBe(500);
    expect(answer.json()).toEqual({
      type: 'https://satualur.example/problems/internal-error',
      title: 'Internal error',
      status: 500,
      code: 'INTERNAL_ERROR',
      incident: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    });
  });

  it('answers what is hidden as it answers what is absent', async () => {
    const hidden = await fail('hidden');
    const absent = await ask('POST', `/notes/${id}/no-such-route`);
    expect(hidden.text).toBe(absent.text);
    expect((await ask('GET', '/notes/Bukan-Id')).text).toBe(absent.text);
  });

  it('asks for a token, and says what is wrong with one', async () => {
    const nobody = await asker(app)('GET', '/notes');
    expect(nobody.json()).toMatchObject({ status: 401, code: 'UNAUTHENTICATED', facts: { reason: 'token-missing' } });
    expect(nobody.headers['www-authenticate']).toBe('Bearer realm="satualur"');
    const wrong = await asker(app, 'palsu')('GET', '/notes');
    expect(wrong.headers['www-authenticate']).toBe('Bearer realm="satualur", error="invalid_token"');
    expect(wrong.json()).toMatchObject({ facts: { reason: 'token-invalid' } });
  });

  it('refuses a role that the caller has not', async () => {
    const answer = await asker(app, 'auditor')('POST', '/notes', { body: sampleNote });
    expect(answer.json()).toMatchObject({ status: 403, code: 'ACCESS_DENIED' });
  });

  it('names the methods that an address has', async () => {
    const answer = await ask('PUT', '/notes');
    expect(answer.json()).toMatchObject({ status: 405, code: 'METHOD_NOT_ALLOWED' });
    expect(answer.headers['allow']).toBe('GET, HEAD, POST');
    expect((await ask('DELETE', `/notes/${id}/close`)).headers['allow']).toBe('POST');
  });

  it.each(['limit=1&limit=2', 'limit=%zz', 'id[]=1', 'a[__proto__][x]=1', '__proto__=1'])(
    'refuses the query %s before anything reads it',
    async (query) => {
      const answer = await ask('GET', `/notes?${query}`);
      expect(answer.json()).toMatchObject({ status: 400, code: 'MALFORMED_QUERY' });
    },
  );

  it('takes no method from a header, and no address from a proxy', async () => {
    const headers = { 'x-http-method-override': 'GET', 'x-forwarded-for': '10.0.0.1', 'x-original-url': '/health/live' };
    expect((await ask('DELETE', '/notes', { headers })).status).toBe(405);
  });

  it('lets nobody keep, frame, sniff or refer to an answer', async () => {
    for (const [method, path] of [
      ['GET', '/notes'],
      ['GET', '/nowhere'],
      ['PUT', '/notes'],
      ['GET', '/health/live'],
    ] as const) {
      expect((await ask(method, path)).headers).toMatchObject({
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none';frame-ancestors 'none'",
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'SAMEORIGIN',
      });
    }
    expect((await ask('GET', '/%zz')).headers['cache-control']).toBe('no-store');
  });

  it('carries the highest reading shown, and after a refusal the clock’s', async () => {
    expect((await ask('GET', `/notes/${id}`)).headers['satualur-hlc']).toBe(hlcOf(9));
    expect((await ask('POST', '/notes', { body: sampleNote })).headers['satualur-hlc']).toBe(hlcOf(1_000, 1));
    expect((await ask('GET', '/notes')).headers['satualur-hlc']).toBeUndefined();
  });

  it('points to each field at fault by the schema’s words alone', async () => {
    const body = {
      ...sampleNote,
      nik: 1,
      on: '2026-02-30T00:00:00Z',
      tags: [{ code: 'z' }],
      consent: undefined,
      'Siti Fiktif': 1,
      lebih: 1,
    };
    const { errors, pointer } = (await ask('POST', '/notes', { body })).json<{ errors: object[]; pointer: string }>();
    expect(pointer).toBe('/nik');
    expect(errors).toEqual(
      expect.arrayContaining([
        { pointer: '/nik', code: 'wrong-type', wanted: 'string' },
        { pointer: '/consent', code: 'missing', wanted: 'boolean' },
        { pointer: '/on', code: 'not-valid' },
        { pointer: '/tags/0/code', code: 'not-in-list', wanted: ['a', 'b'] },
        { pointer: '', code: 'unknown-field' },
        { pointer: '/lebih', code: 'unknown-field' },
      ]),
    );
  });

  it('takes no box that the caller sealed', async () => {
    const body = { ...sampleNote, text: { sealed: 'narrative', ct: 'A'.repeat(60) } };
    expect((await ask('POST', '/notes', { body })).json()).toMatchObject({ status: 422, pointer: '/text' });
  });
});

it('limits each caller by themselves, and says when to come back', async () => {
  const app = await startSample({ config: testConfig('sample', { REQUESTS_PER_MINUTE: '3' }) });
  const [ask, colleague] = [asker(app, 'caseworker'), asker(app, 'colleague')];
  const statuses = [];
  for (const path of ['/notes', `/notes/${id}`, '/notes', '/notes']) statuses.push((await ask('GET', path)).status);
  expect(statuses).toEqual([200, 200, 200, 429]);
  const refused = await ask('GET', '/notes');
  expect(refused.json()).toMatchObject({ code: 'TOO_MANY_REQUESTS', status: 429 });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect((await colleague('GET', '/notes')).status).toBe(200);
  for (let turn = 0; turn < 5; turn++) expect((await ask('GET', '/health/live')).status).toBe(200);
  await app.close();
});

it('does not wait for a sender who never ends a header or a body', async () => {
  const app = await startSample({ config: testConfig('sample', { REQUEST_SECONDS: '1' }) });
  await app.listen(0, '127.0.0.1');
  const { port } = new URL(await app.getUrl());
  const slow = async (bytes: string): Promise<string> => {
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(bytes);
    return text(socket);
  };
  const answers = await Promise.all([
    slow('GET /notes HTTP/1.1\r\nHost: a\r\nX-Slow: '),
    slow('POST /notes HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{'),
  ]);
  for (const answer of answers)
    expect(answer).toMatch(/^HTTP\/1\.1 408 [^]*application\/problem\+json[^]*"code":"REQUEST_TIMEOUT"/);
  await app.close();
}, 15_000);
