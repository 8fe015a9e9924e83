import type { HybridClock } from '@satualur/event-store/clock';
import { HLC_ZERO } from '@satualur/contracts/hlc';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type EdgeRequest, routeOf } from './edge';
import type { HealthProbes } from './health';
import { lingerAfterAnswer } from './linger';
import type { Log } from './logging';
import { refuseOtherTypes } from './media-types';
import { badRequest, Problem, problemOfStatus } from './problem';
import { parseStrictJson } from './strict-json';

export interface EdgeParts {
  readonly hybrid: HybridClock;
  readonly log: Log;
  /** Once it stops, each answer ends its connection, so that none is left to wait for. */
  readonly probes: HealthProbes;
}

/** What every request passes before and after its handler. */
export function addEdgeHooks(server: FastifyInstance, { hybrid, log, probes }: EdgeParts): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request: EdgeRequest, body: Buffer, done) => {
    request.rawBody = body;
    try {
      done(null, parseStrictJson(body));
    } catch (error) {
      done(error as Error);
    }
  });
  server.addHook('onRequest', async (request) => {
    if (request.headers.host === undefined) throw badRequest('HOST_MISSING');
    refuseRepeatedHeaders(request);
    refuseOtherEncodings(request);
    refuseLooseQuery(request);
    refuseOtherTypes(request);
  });
  server.addHook('onSend', async (request: EdgeRequest, reply) => {
    stampAnswer(request, reply, hybrid);
    const tooLarge = reply.statusCode === 413;
    if (tooLarge) lingerAfterAnswer(request.raw);
    if (tooLarge || probes.stopping) reply.header('connection', 'close');
  });
  server.addHook('onResponse', async (request, reply) => {
    const { method } = request;
    log.info('http-request', { method, route: routeOf(request), status: reply.statusCode, ms: Math.round(reply.elapsedTime) });
  });
}

const ONCE = new Set([
  'host',
  'authorization',
  'content-type',
  'content-length',
  'content-encoding',
  'idempotency-key',
  'satualur-hlc',
]);

/** Node keeps the first or joins them; which of two a proxy in front believed nobody knows. */
function refuseRepeatedHeaders({ raw }: FastifyRequest): void {
  const names = raw.rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  const seen = new Set<string>();
  for (const name of names) {
    if (ONCE.has(name) && seen.has(name)) throw badRequest('REPEATED_HEADER');
    seen.add(name);
  }
}

/** A compressed body could be a bomb; another charset than UTF-8 would be another text. */
function refuseOtherEncodings({ headers }: FastifyRequest): void {
  if (headers['content-encoding'] !== undefined) throw problemOfStatus(415);
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(headers['content-type'] ?? '')?.[1];
  if (charset !== undefined && charset.toLowerCase() !== 'utf-8') throw problemOfStatus(415);
}

function refuseLooseQuery({ query, url }: FastifyRequest): void {
  const isLoose = Object.entries(query as object).some(
    ([name, value]) => !/^[A-Za-z][A-Za-z0-9]{0,39}$/.test(name) || Array.isArray(value),
  );
  if (isLoose || !isDecodable(url)) throw badRequest('MALFORMED_QUERY');
}

function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url);
    return true;
  } catch {
    return false;
  }
}

/**
 * A command's answer without a reading of its own, such as a refusal, carries the clock's highest: the refusal is an event too, and
 * whatever this caller does next is drawn above it.
 */
function stampAnswer(request: EdgeRequest, reply: FastifyReply, hybrid: HybridClock): void {
  reply.header('cache-control', 'no-store');
  const isCommand = request.method === 'POST' && request.caller !== undefined;
  const hlc = request.shown ?? (isCommand ? hybrid.highest : HLC_ZERO);
  if (hlc !== HLC_ZERO) reply.header('satualur-hlc', hlc);
}

/** An answer written straight to the socket, for what never became a request: broken HTTP, too many headers, too slow a sender. */
export function rawProblem(error: { readonly code?: string }): string {
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const problem: Problem = problemOfStatus(status);
  const body = JSON.stringify(problem.body());
  const head = [
    `HTTP/1.1 ${status} ${problem.code}`,
    'Content-Type: application/problem+json',
    'Cache-Control: no-store',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
