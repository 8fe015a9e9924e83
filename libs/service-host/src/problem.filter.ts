import { type ArgumentsHost, Catch, type ExceptionFilter, Inject } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { routeOf } from './edge';
import type { Ids } from './host.module';
import type { Log } from './logging';
import { Problem, problemOf, type RuleStatuses } from './problem';
import { allowedMethods } from './route-methods';
import { IDS, LOG, STATUSES } from './tokens';

/** Every error as `application/problem+json`; what nobody foresaw is 500 with the number of an incident, and in the log. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    @Inject(STATUSES) private readonly statuses: RuleStatuses,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(LOG) private readonly log: Log,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent) return;
    sendProblem(reply, otherMethod(request) ?? problemOf(error, this.statuses) ?? this.incident(error, request));
  }

  private incident(error: unknown, request: FastifyRequest): Problem {
    const incident = this.ids.uuid();
    this.log.error('incident', { incident, route: routeOf(request), method: request.method }, error);
    return new Problem(500, 'INTERNAL_ERROR', { incident });
  }
}

/** An address that exists, asked with a method that it does not have. */
function otherMethod(request: FastifyRequest): Problem | undefined {
  if (!request.is404) return undefined;
  const allow = allowedMethods(request.server, request.url.split('?')[0]!);
  return allow.length > 0 ? new Problem(405, 'METHOD_NOT_ALLOWED', { headers: { allow: allow.join(', ') } }) : undefined;
}

export function sendProblem(reply: FastifyReply, problem: Problem): void {
  void reply
    .code(problem.status)
    .headers({ ...problem.details.headers, 'cache-control': 'no-store' })
    .type('application/problem+json')
    .send(JSON.stringify(problem.body()));
}
