import type { Caller } from '@satualur/access/access';
import { Unauthenticated } from '@satualur/access/token';
import { uuidv7 } from '@satualur/contracts/ids';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomBytes } from 'node:crypto';
import type { Callers } from './callers';
import { type Config, type Environment, loadConfig } from './config';

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
 * as undefined is left out.
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
    return { status: answer.statusCode, headers: answer.headers, text: answer.payload, json: () => JSON.parse(answer.payload) };
  };
