import { createHash } from 'node:crypto';
import type { Caller, Role } from '@satualur/access/access';
import { AccessDenied } from '@satualur/access/access';
import { Unauthenticated } from '@satualur/access/token';
import type { Cause } from '@satualur/contracts/event';
import { Hlc, hlcMax, hlcOf } from '@satualur/contracts/hlc';
import { Actor, type Instant, type Uuid, uuidv7 } from '@satualur/contracts/ids';
import { type Clock, type HybridClock, instantNow, MAX_AHEAD_MS } from '@satualur/event-store/clock';
import { createParamDecorator, type ExecutionContext, Inject, Injectable, Optional, type PipeTransform } from '@nestjs/common';
import type { Config } from './config';
import { Directory } from './directory';
import { type EdgeRequest, routeOf, showHlc } from './edge';
import { badRequest, Problem } from './problem';
import { currentTraceparent } from './telemetry';
import { CLOCK, CONFIG, HYBRID_CLOCK } from './tokens';

/** What a route that gives a command knows of its request. */
export interface CommandContext {
  readonly caller: Caller;
  /**
   * Who asks, when and why, acting in `role`, for `EventStore.transact`. Throws AccessDenied when the caller has no such role.
   * `recordedAt` is the agency's own statement from the body.
   */
  cause(role: Role, recordedAt?: Instant): Cause;
  /** Notes the reading of what was committed or is shown, for the header `Satualur-Hlc`. */
  shown(hlc: Hlc): void;
}

/**
 * The CommandContext of a POST. Its header `Idempotency-Key` (1 to 200 printable characters) is required; its header `Satualur-Hlc`, the
 * highest reading that the caller has seen, is optional. Faults answer 400; staff of an agency that left the platform 403.
 */
export const Command = (): ParameterDecorator => requestWithClock(CommandPipe);

const requestWithClock = createParamDecorator((_: unknown, context: ExecutionContext) =>
  context.switchToHttp().getRequest<EdgeRequest>(),
);

@Injectable()
export class CommandPipe implements PipeTransform<EdgeRequest, CommandContext> {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(HYBRID_CLOCK) private readonly hybrid: HybridClock,
    @Optional() private readonly directory?: Directory,
  ) {}

  transform(request: EdgeRequest): CommandContext {
    const { caller } = request;
    if (!caller) throw new Unauthenticated('token-missing');
    const command = { id: commandId(caller, request), bodyHash: bodyHash(request) };
    const seen = this.seen(request);
    const traceparent = currentTraceparent();
    const at = instantNow(this.clock);
    if (this.directory?.hasLeft(caller.agency, at)) throw new Problem(403, 'AGENCY_LEFT');
    return {
      caller,
      shown: (hlc) => showHlc(request, hlc),
      cause: (role, recordedAt) => {
        if (!caller.roles.includes(role)) throw new AccessDenied(false);
        return {
          actor: Actor.parse(`${caller.staff}/${role}`),
          at,
          command,
          ...(recordedAt !== undefined && { recordedAt }),
          ...(request.codes?.length && { codes: request.codes }),
          ...(seen !== undefined && { seen }),
          ...(traceparent !== undefined && { traceparent }),
        };
      },
    };
  }

  /** A reading too far ahead is not believed, lest one caller push a stream's time into the far future (details 3). */
  private seen(request: EdgeRequest): Hlc | undefined {
    const seen = seenOf(request);
    if (seen === undefined) return undefined;
    const believed = hlcMax(this.hybrid.highest, hlcOf(this.clock.now() + MAX_AHEAD_MS));
    return this.config.mode === 'demo' || seen <= believed ? seen : undefined;
  }
}

/** The header `Satualur-Hlc`; throws Problem 400. */
export function seenOf({ headers }: EdgeRequest): Hlc | undefined {
  const header = headers['satualur-hlc'];
  if (header === undefined) return undefined;
  const parsed = Hlc.safeParse(header);
  if (!parsed.success) throw badRequest('MALFORMED_HLC');
  return parsed.data;
}

const bodyHash = ({ rawBody }: EdgeRequest): string =>
  createHash('sha256')
    .update(rawBody ?? '')
    .digest('hex');

/** 1 to 200 printable characters of ASCII without spaces; throws Problem 400. */
export function idempotencyKeyOf({ headers }: EdgeRequest): string {
  const key = headers['idempotency-key'];
  if (typeof key !== 'string') throw badRequest('IDEMPOTENCY_KEY_MISSING');
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) throw badRequest('IDEMPOTENCY_KEY_MALFORMED');
  return key;
}

const UUID7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/**
 * The same for the same agency, staff member, route, path and key, so that nobody's key collides with another's. A key that is a UUIDv7
 * lends its time, which keeps the index of commands growing at one end.
 */
function commandId(caller: Caller, request: EdgeRequest): Uuid {
  const key = idempotencyKeyOf(request);
  const params = Object.entries(request.params as Record<string, string>).sort();
  const named = JSON.stringify([caller.agency, caller.staff, request.method, routeOf(request), params, key]);
  const hash = createHash('sha256').update(named).digest();
  return UUID7.test(key) ? uuidv7(parseInt(key.replaceAll('-', '').slice(0, 12), 16), hash) : uuid8(hash);
}

/** RFC 9562 version 8: 122 bits of a hash. */
function uuid8(hash: Buffer): Uuid {
  const bytes = Buffer.from(hash.subarray(0, 16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Uuid;
}
