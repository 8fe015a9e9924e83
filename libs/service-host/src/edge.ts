import type { Caller } from '@satualur/access/access';
import type { StatedCode } from '@satualur/contracts/event';
import { type Hlc, hlcMax } from '@satualur/contracts/hlc';
import type { FastifyRequest } from 'fastify';

/** A request on its way through the edge, with what hooks, guards and handlers have learnt of it. */
export interface EdgeRequest extends FastifyRequest {
  /** The body's bytes as they came; absent without a body. */
  rawBody?: Buffer;
  caller?: Caller;
  /** What the parsed body states in codes of the registry's lists. */
  codes?: readonly StatedCode[];
  /** Highest reading this answer wrote or shows; becomes the header `Satualur-Hlc`. */
  shown?: Hlc;
}

/** Notes a reading that the answer shows. */
export function showHlc(request: EdgeRequest, hlc: Hlc): void {
  request.shown = request.shown === undefined ? hlc : hlcMax(request.shown, hlc);
}

/** The pattern of the matched route, never the address asked for. */
export const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? 'unmatched';
