import { randomUUID } from 'node:crypto';
import { CANARY } from './bad-http.cases';
import { askHttp, type HttpAnswer } from './bad-http.client';
import type { OpenApi } from './documented';
import { type BadHttpSubject, type Case, CLASSES } from './bad-http.requests';

export type { BadHttpSubject, RouteUnderTest } from './bad-http.requests';

/** The limit of reliability.md 4.1, doubled for a machine that does other work. */
const SLOWEST_MS = 2_000;
const CLASS_TIMEOUT_MS = 120_000;

/**
 * Bad input (reliability.md B1 to B8, B17, B18, B23) on every route of a running service: a clear problem, nothing of what was sent in the
 * answer, nothing changed in the store, the service up. Call it in a `describe` of its own.
 */
export function badHttpContract(start: () => Promise<BadHttpSubject>, stop: () => Promise<void>): void {
  let subject: BadHttpSubject;
  beforeAll(async () => void (subject = await start()), CLASS_TIMEOUT_MS);
  afterAll(stop);

  const documentOf = async () => {
    const answer = await askHttp(subject.url, { method: 'GET', path: '/docs-json', headers: {} });
    return JSON.parse(answer.text) as OpenApi;
  };

  it('documents what every route answers', async () => {
    const { paths } = await documentOf();
    const operations = Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, { responses }]) => ({ name: `${method} ${path}`, responses })),
    );
    const silent = operations.filter(({ responses }) => !Object.entries(responses).some(isDescribed));
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it('knows every route of the service', async () => {
    const { paths } = await documentOf();
    const documented = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => ({ method: method.toUpperCase(), path })),
    );
    const missing = documented.filter(
      ({ method, path }) =>
        !/^\/health\//.test(path) && !subject.routes.some((route) => route.method === method && matches(path, route.path)),
    );
    expect(missing).toEqual([]);
  });

  it.each(Object.entries(CLASSES))(
    '%s',
    async (_, casesOf) => {
      const before = await subject.count();
      const faults: string[] = [];
      for (const route of subject.routes) {
        for (const one of casesOf(subject, route))
          faults.push(...faultsOf(await one.ask(), one).map((fault) => `${route.method} ${route.path}, ${one.name}: ${fault}`));
      }
      expect(faults).toEqual([]);
      expect(await subject.count()).toBe(before);
      expect((await askHttp(subject.url, { method: 'GET', path: '/health/live', headers: {} })).status).toBe(200);
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    },
    CLASS_TIMEOUT_MS,
  );

  it(
    'B18 carries out fifty twins once, refuses the key with another body, and keeps callers apart',
    () => twins(subject),
    CLASS_TIMEOUT_MS,
  );
}

type Response = OpenApi['paths'][string][string]['responses'][string];
const isDescribed = ([status, { content = {} }]: [string, Response]): boolean =>
  /^2/.test(status) && Object.values(content).some(({ schema }) => schema !== undefined);

const matches = (pattern: string, path: string): boolean =>
  new RegExp(`^${pattern.replace(/\{\w+\}/g, '[^/?]+')}(\\?.*)?$`).test(path);

function faultsOf({ status, type, text, ms }: HttpAnswer, { statuses, pointer }: Case): string[] {
  const problem = jsonOf(text) as
    { type?: string; title?: string; status?: number; code?: string; errors?: { pointer: string }[] } | undefined;
  const pointers = problem?.errors?.map((error) => error.pointer) ?? [];
  return [
    statuses.includes(status) ? '' : `status ${status}, not ${statuses.join(' or ')}: ${problem?.code}`,
    /^application\/problem\+json/.test(type) ? '' : `type ${type}`,
    problem?.status === status && !!problem.title && /^[A-Z][A-Z0-9_]+$/.test(problem.code ?? '')
      ? ''
      : 'not a problem by RFC 9457',
    /^https:\/\/satualur\.example\/problems\/[a-z0-9-]+$/.test(problem?.type ?? '') ? '' : `problem type ${problem?.type}`,
    CANARY.split(' ').some((word) => text.includes(word)) ? 'the answer echoes what was sent' : '',
    pointer === undefined || pointers.some((at) => at.startsWith(pointer) || pointer.startsWith(at))
      ? ''
      : `points to ${pointers.join(', ')}`,
    ms <= SLOWEST_MS ? '' : `took ${Math.round(ms)} ms`,
  ].filter((fault) => fault !== '');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function twins({ url, token, otherToken, effective, count }: BadHttpSubject): Promise<void> {
  if (!effective) return;
  const key = randomUUID();
  const { path, body = {} } = effective();
  const ask = (bearer: string, sent: Buffer) =>
    askHttp(url, {
      method: 'POST',
      path,
      body: sent,
      headers: { authorization: `Bearer ${bearer}`, 'idempotency-key': key, 'content-type': 'application/json' },
    });
  const bytes = Buffer.from(JSON.stringify(body));
  const before = await count();
  const first = await ask(token, bytes);
  const once = (await count()) - before;
  expect(first.status).toBeLessThan(300);
  expect(once).toBeGreaterThan(0);
  const answers = await Promise.all(Array.from({ length: 50 }, () => ask(token, bytes)));
  expect(answers.map(({ status, text }) => ({ status, text }))).toEqual(
    answers.map(() => ({ status: first.status, text: first.text })),
  );
  expect(await count()).toBe(before + once);
  const misused = await ask(token, Buffer.from(`${bytes.toString()} `));
  expect({ status: misused.status, code: (jsonOf(misused.text) as { code: string }).code }).toEqual({
    status: 409,
    code: 'IDEMPOTENCY_KEY_REUSED',
  });
  expect(await count()).toBe(before + once);
  if (otherToken !== undefined) expect((await ask(otherToken, bytes)).text).not.toBe(first.text);
}
