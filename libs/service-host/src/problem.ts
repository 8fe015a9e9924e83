import { BodyMismatch, ClaimTaken, Conflict, EventTooLarge } from '@satualur/event-store/store';
import { AccessDenied } from '@satualur/access/access';
import { Unauthenticated } from '@satualur/access/token';
import { uuidOfStream } from '@satualur/contracts/ids';
import { RuleViolation } from '@satualur/decider/decider';
import { JsonRefused } from './strict-json';
import { pointerTo, type FieldFault } from './field-fault';

/** The status of every rule of a service: a rule without one answers 409. */
export type RuleStatuses = Readonly<Record<string, 403 | 404 | 409 | 422>>;

export interface ProblemDetails {
  /** Codes and states that help the caller; never values that came in. */
  readonly facts?: Readonly<Record<string, string>>;
  readonly errors?: readonly FieldFault[];
  readonly incident?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer of RFC 9457; `code` is upper snake case and stable. Thrown by edges, never by rules. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly details: ProblemDetails = {},
  ) {
    super(code);
    this.name = 'Problem';
  }

  /** The members of the `application/problem+json` body. */
  body(): object {
    const { headers: _headers, ...members } = this.details;
    const slug = this.code.toLowerCase().replaceAll('_', '-');
    const title = slug.charAt(0).toUpperCase() + slug.slice(1).replaceAll('-', ' ');
    const pointer = members.errors?.[0]?.pointer;
    return {
      type: `https://satualur.example/problems/${slug}`,
      title,
      status: this.status,
      code: this.code,
      ...(pointer !== undefined && { pointer }),
      ...members,
    };
  }
}

/** The agency's store is not open in this process yet, or not at all; the caller tries again later (details 4). */
export class AgencyNotReady extends Error {
  constructor(readonly retryAfterSeconds = 2) {
    super('agency not ready');
    this.name = 'AgencyNotReady';
  }
}

export const notFound = (): Problem => new Problem(404, 'NOT_FOUND');
export const badRequest = (code: string): Problem => new Problem(400, code);

/** What an error means to the caller; undefined when it is nobody's business but the operator's. */
export function problemOf(error: unknown, statuses: RuleStatuses): Problem | undefined {
  if (error instanceof Problem) return error;
  if (error instanceof RuleViolation) return ruleProblem(error, statuses);
  if (error instanceof JsonRefused)
    return new Problem(400, codeOf(error.fault), { errors: [{ pointer: pointerTo(error.path), code: error.fault }] });
  if (error instanceof BodyMismatch) return new Problem(409, 'IDEMPOTENCY_KEY_REUSED');
  if (error instanceof ClaimTaken) return claimProblem(error);
  if (error instanceof Conflict) return new Problem(409, 'CONFLICT', { headers: { 'retry-after': '1' } });
  if (error instanceof EventTooLarge) return new Problem(413, 'EVENT_TOO_LARGE');
  if (error instanceof AccessDenied) return error.hidden ? notFound() : new Problem(403, 'ACCESS_DENIED');
  if (error instanceof Unauthenticated) return tokenProblem(error);
  if (error instanceof AgencyNotReady)
    return new Problem(503, 'AGENCY_NOT_READY', { headers: { 'retry-after': String(error.retryAfterSeconds) } });
  return httpProblem(error);
}

/** `referral-expired` as `REFERRAL_EXPIRED` (details 6). */
export const codeOf = (rule: string): string => rule.toUpperCase().replaceAll('-', '_');

/** Rules of the host itself, the same in every service. */
const HOST_RULES: RuleStatuses = { 'code-not-in-list': 422 };

function ruleProblem({ rule, detail }: RuleViolation, statuses: RuleStatuses): Problem {
  const known = [statuses, HOST_RULES].find((some) => Object.hasOwn(some, rule));
  const status = known?.[rule] ?? 409;
  return new Problem(status, codeOf(rule), Object.keys(detail).length > 0 ? { facts: detail } : {});
}

function tokenProblem({ code }: Unauthenticated): Problem {
  if (code === 'issuer-unreachable') return new Problem(503, 'ISSUER_UNREACHABLE', { headers: { 'retry-after': '2' } });
  const challenge = code === 'token-missing' ? 'Bearer realm="satualur"' : 'Bearer realm="satualur", error="invalid_token"';
  return new Problem(401, 'UNAUTHENTICATED', { facts: { reason: code }, headers: { 'www-authenticate': challenge } });
}

function claimProblem({ kind, holder }: ClaimTaken): Problem {
  return new Problem(409, 'ALREADY_TAKEN', { facts: { kind, ...(holder && { holder: uuidOfStream(holder) }) } });
}

const HTTP_CODES: Readonly<Record<number, string>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHENTICATED',
  403: 'ACCESS_DENIED',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  406: 'NOT_ACCEPTABLE',
  408: 'REQUEST_TIMEOUT',
  411: 'LENGTH_REQUIRED',
  413: 'BODY_TOO_LARGE',
  414: 'URI_TOO_LONG',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  417: 'EXPECTATION_FAILED',
  429: 'TOO_MANY_REQUESTS',
  431: 'HEADERS_TOO_LARGE',
  503: 'UNAVAILABLE',
};

/** The problem of a bare HTTP status, for errors of the web framework, whose texts are never passed on. */
export const problemOfStatus = (status: number): Problem =>
  Object.hasOwn(HTTP_CODES, status) ? new Problem(status, HTTP_CODES[status]!) : new Problem(400, 'BAD_REQUEST');

/** Nest calls its status `getStatus()`, Fastify `statusCode`. */
function httpProblem(error: unknown): Problem | undefined {
  if (!(error instanceof Error)) return undefined;
  const { getStatus, statusCode } = error as { getStatus?: unknown; statusCode?: unknown };
  const status: unknown = typeof getStatus === 'function' ? (getStatus.call(error) as unknown) : statusCode;
  return typeof status === 'number' && (status < 500 || status === 503) ? problemOfStatus(status) : undefined;
}
