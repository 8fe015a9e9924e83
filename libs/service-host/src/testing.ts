import type { Caller } from '@satualur/access/access';
import { Unauthenticated } from '@satualur/access/token';
import { uuidv7 } from '@satualur/contracts/ids';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomBytes } from 'node:crypto';
import type { Callers } from './callers';
import { type Config, type Environment, loadConfig } from './config';
import { Documented, type OpenApi } from './documented';

/** A configuration for specs; nothing in it is reachable. */
export const testConfig = (service: string, env: Environment = {}): Config =>
  loadConfig(service, { MODE: 'development', KAFKA_BROKERS: '127.0.0.1:1', OIDC_ISSUER: 'http://127.0.0.1:1', ...env });

/** Knows the callers of the given tokens and nobody else. */
export const callersByToken = (callers: Readonly<Record<string, Caller>>): Callers => ({
  verify: async (token) => {
    if (token === undefined) throw new Unauthenticated('token-missing');
    if (!Object.hasOwn(callers, token)) throw new Unauthenticated('token-invalid');
    return callers[token]!;
  },
});

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** The body as JSON; throws when it is none. */
  json<T = Record<string, unknown>>(): T;
}
export interface Ask {
  readonly body?: string | Buffer | object;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}
export type Asker = (method: string, path: string, ask?: Ask) => Promise<Answer>;

/**
 * Asks an app in this process as a caller with `token`. A POST gets a fresh Idempotency-Key, a body the type application/json; a header given
 * as undefined is left out. Throws when an answer in JSON is not as the service's own document says.
 */
export const asker =
  (app: NestFastifyApplication, token?: string): Asker =>
  async (method, path, { body, headers = {} } = {}) => {
    const usual = {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(method === 'POST' && { 'idempotency-key': uuidv7(Date.now(), randomBytes(10)) }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    const sent = Object.entries({ ...usual, ...headers }).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const payload = body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    const answer = await app.inject({
      method: method as 'POST',
      url: path,
      headers: Object.fromEntries(sent),
      ...(payload !== undefined && { payload }),
    });
    const faults = await faultsOf(app, method, path, answer);
    if (faults.length > 0) throw new Error(`an answer is not as documented: ${faults.join('; ')}`);
    return { status: answer.statusCode, headers: answer.headers, text: answer.payload, json: () => JSON.parse(answer.payload) };
  };

const documents = new WeakMap<NestFastifyApplication, Promise<Documented | undefined>>();

/** Undefined in a mode that serves no document. */
async function documentOf(app: NestFastifyApplication): Promise<Documented | undefined> {
  const { statusCode, payload } = await app.inject({ method: 'GET', url: '/docs-json' });
  return statusCode === 200 ? new Documented(JSON.parse(payload) as OpenApi) : undefined;
}

interface Injected {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly payload: string;
}

async function faultsOf(app: NestFastifyApplication, method: string, path: string, answer: Injected): Promise<readonly string[]> {
  if (!/^application\/json/.test(String(answer.headers['content-type'])) || path.startsWith('/docs')) return [];
  const known = documents.get(app) ?? documentOf(app);
  documents.set(app, known);
  const { statusCode, payload } = answer;
  return (await known)?.faultsOf(method, path, statusCode, JSON.parse(payload)) ?? [];
}
