import { randomUUID } from 'node:crypto';
import { askHttp, askRaw, type HttpAnswer } from './bad-http.client';
import { type BadBody, badBodies, badFields, CANARY } from './bad-http.cases';

export interface RouteUnderTest {
  readonly method: 'GET' | 'POST';
  /** As it is asked, ids filled in. */
  readonly path: string;
  /** A body that the route takes; `{}` where a command says nothing more. Only POST. */
  readonly body?: object;
}

export interface BadHttpSubject {
  /** Where the service listens, e.g. `http://127.0.0.1:40123`. */
  readonly url: string;
  /** Of a caller who may use every route. */
  readonly token: string;
  /** Every route of the service that needs a token, with a valid sample each. */
  readonly routes: readonly RouteUnderTest[];
  /** Events in the store, or whatever grows when a command is carried out. */
  count(): Promise<number>;
  /** A POST that is carried out each time it is asked under a new key. */
  readonly effective?: () => RouteUnderTest;
  /** Of a second caller who may do the same. */
  readonly otherToken?: string;
}

export interface Case {
  readonly name: string;
  readonly statuses: readonly number[];
  readonly pointer?: string;
  ask(): Promise<HttpAnswer>;
}

export type Cases = (subject: BadHttpSubject, route: RouteUnderTest) => readonly Case[];
const posts =
  (casesOf: (subject: BadHttpSubject, route: RouteUnderTest, sample: object) => readonly Case[]): Cases =>
  (subject, route) =>
    route.method === 'POST' ? casesOf(subject, route, route.body ?? {}) : [];

const headersOf = ({ token }: BadHttpSubject, { method }: RouteUnderTest): Record<string, string> => ({
  authorization: `Bearer ${token}`,
  ...(method === 'POST' && { 'idempotency-key': randomUUID(), 'content-type': 'application/json' }),
});
const bodyOf = ({ method, body = {} }: RouteUnderTest): { readonly body?: Buffer } =>
  method === 'POST' ? { body: Buffer.from(JSON.stringify(body)) } : {};

const asBody =
  (subject: BadHttpSubject, route: RouteUnderTest) =>
  ({ name, statuses, body, headers, ...rest }: BadBody & { readonly path?: readonly string[] }): Case => ({
    name,
    statuses,
    ...(rest.path && statuses.includes(422) && { pointer: `/${rest.path.join('/')}` }),
    ask: () =>
      askHttp(subject.url, { method: 'POST', path: route.path, body, headers: { ...headersOf(subject, route), ...headers } }),
  });

const bodies = (of: 'B1' | 'B2' | 'B3' | 'B4' | 'B5' | 'B6'): Cases =>
  posts((subject, route, sample) => badBodies(sample)[of].map(asBody(subject, route)));
const fields = (of: 'B6' | 'B7' | 'B8'): Cases =>
  posts((subject, route, sample) => badFields(sample)[of].map(asBody(subject, route)));

/** The route's good request with something wrong in its head. */
const withHead =
  (subject: BadHttpSubject, route: RouteUnderTest) =>
  (
    name: string,
    statuses: readonly number[],
    changed: Readonly<Record<string, string | undefined>>,
    path = route.path,
    method: string = route.method,
  ): Case => ({
    name,
    statuses,
    ask: () => {
      const headers = Object.entries({ ...headersOf(subject, route), ...changed }).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      );
      return askHttp(subject.url, {
        method,
        path,
        headers: Object.fromEntries(headers),
        ...(method === route.method && bodyOf(route)),
      });
    },
  });

const tokens: Cases = (subject, route) => {
  const head = withHead(subject, route);
  return [
    head('no token', [401], { authorization: undefined }),
    head('another scheme', [401], { authorization: `Basic ${Buffer.from(CANARY).toString('base64')}` }),
    head('rubbish for a token', [401], { authorization: `Bearer ${CANARY.replaceAll(' ', '')}` }),
    head('a token without signature', [401], { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.' }),
    head(
      'a token in the query alone',
      [400, 401],
      { authorization: undefined },
      `${route.path}${route.path.includes('?') ? '&' : '?'}access_token=${subject.token}`,
    ),
  ];
};

const queries: Cases = (subject, route) => {
  const head = withHead(subject, route);
  const wrong = [
    'a[__proto__][x]=1',
    '__proto__=1',
    'constructor=1',
    'id[]=1',
    'limit=1&limit=2',
    `tidakDikenal=${encodeURIComponent(CANARY)}`,
    'a=%zz',
    '%00=1',
  ];
  return wrong.map((query) => head(query, [400, 422], {}, `${route.path}${route.path.includes('?') ? '&' : '?'}${query}`));
};

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/;
const ids: Cases = (subject, route) => {
  if (!UUID.test(route.path)) return [];
  const head = withHead(subject, route);
  const wrong = [
    'ABCDEF01-2345-4678-9ABC-DEF012345678',
    'bukan-uuid',
    '1',
    '%2e%2e',
    '..%2f..%2fetc',
    '%00',
    "1'%20OR%20'1'='1",
    '%D9%A1%D9%A2',
    'a'.repeat(300),
    '%',
  ];
  return wrong.map((id) => head(`id ${id.slice(0, 40)}`, [400, 404], {}, route.path.replace(UUID, id)));
};

const types = posts((subject, route) => {
  const head = withHead(subject, route);
  const wrong = [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'application/json; charset=utf-16',
    'text/json',
    '',
  ];
  return [
    ...wrong.map((type) => head(`type ${type}`, [415], { 'content-type': type })),
    head('no type', [415], { 'content-type': undefined }),
  ];
});

const answersAsked: Cases = (subject, route) => {
  const head = withHead(subject, route);
  const wrong = ['image/png', 'application/xml, text/css;q=0.5', '*/*;q=0', 'application/json;q=0, text/*;q=0', CANARY];
  return wrong.map((accept) => head(`an answer as ${accept}`, [406], { accept }));
};

const methods: Cases = (subject, route) =>
  ['PUT', 'PATCH', 'DELETE', 'TRACE', 'OPTIONS', 'PROPFIND'].map((method) =>
    withHead(subject, route)(method, [404, 405], {}, route.path, method),
  );

const keys = posts((subject, route) => {
  const head = withHead(subject, route);
  return [
    head('no key', [400], { 'idempotency-key': undefined }),
    head('an empty key', [400], { 'idempotency-key': '' }),
    head('a key of 201 characters', [400], { 'idempotency-key': 'k'.repeat(201) }),
    head('a key of 10 kB', [400], { 'idempotency-key': 'k'.repeat(10_000) }),
    head('a key with a space', [400], { 'idempotency-key': 'a b' }),
    head('a key outside ASCII', [400], { 'idempotency-key': '\u00e9' }),
  ];
});

const readings: Cases = (subject, route) =>
  ['besok', '8000000000000000', '3e8', '00000000000003E8', CANARY].map((reading) =>
    withHead(subject, route)(`reading ${reading}`, [400], { 'satualur-hlc': reading }),
  );

/** B17 below HTTP's surface: what only a hand-made request can say. */
const wire: Cases = ({ url, token }, { method, path, body = {} }) => {
  const { host } = new URL(url);
  const text = JSON.stringify(body);
  const head = (...more: string[]) =>
    `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\nAuthorization: Bearer ${token}\r\n${more.map((line) => `${line}\r\n`).join('')}`;
  const json = ['Content-Type: application/json', `Idempotency-Key: ${randomUUID()}`];
  const length = `Content-Length: ${Buffer.byteLength(text)}`;
  const raw = (name: string, statuses: readonly number[], bytes: string, more?: Buffer): Case => ({
    name,
    statuses,
    ask: () => askRaw(url, bytes, more),
  });
  const flood = Array.from({ length: 100 }, (_, index) => `X-${index}: ${'a'.repeat(8 * 1024)}`);
  const either = [
    raw('two hosts', [400], `${head('Host: kanari.example', ...json, length)}\r\n${text}`),
    raw('no host', [400], `${method} ${path} HTTP/1.1\r\nConnection: close\r\n\r\n`),
    raw('100 headers of 8 KiB', [431], `${head(...flood)}\r\n`),
    raw('two tokens', [400], `${head(`Authorization: Bearer ${token}`, ...json, length)}\r\n${text}`),
    raw('a header cut by a bare CR', [400], `${head('X-A: b\rX-C: d')}\r\n`),
    raw('a space before the colon', [400], `${head('X-A : b')}\r\n`),
    raw('not HTTP', [400], `${CANARY}\r\n\r\n`),
  ];
  if (method !== 'POST') return either;
  const chunk = Buffer.from(`4000\r\n${'a'.repeat(0x4000)}\r\n`);
  return [
    ...either,
    raw('both ways to say a length', [400], `${head('Transfer-Encoding: chunked', ...json, length)}\r\n0\r\n\r\n`),
    raw('two lengths', [400], `${head(...json, length, 'Content-Length: 1')}\r\n${text}`),
    raw('chunks without end', [413], `${head('Transfer-Encoding: chunked', ...json)}\r\n`, chunk),
    raw('a broken chunk', [400], `${head('Transfer-Encoding: chunked', ...json)}\r\nzz\r\n${text}\r\n`),
    raw('two keys', [400], `${head(...json, 'Idempotency-Key: lain', length)}\r\n${text}`),
  ];
};

/** The classes of bad requests, by name. */
export const CLASSES: Readonly<Record<string, Cases>> = {
  'callers unknown': tokens,
  'B1 not JSON': bodies('B1'),
  'B2 JSON read differently by different readers': bodies('B2'),
  'B3 depth, width, size, compression': bodies('B3'),
  'B4 repeated names': bodies('B4'),
  'B5 names of prototypes': bodies('B5'),
  'B6 bodies of another kind': bodies('B6'),
  'B6 fields of another kind': fields('B6'),
  'B6 queries': queries,
  'B7 numbers that are none': fields('B7'),
  'B8 instants and dates that are none': fields('B8'),
  'B17 content types': types,
  'B17 answers of another type': answersAsked,
  'B17 methods': methods,
  'B17 the wire': wire,
  'B18 idempotency keys': keys,
  'readings that are none': readings,
  'B23 ids': ids,
};
