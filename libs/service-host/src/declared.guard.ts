import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { isPublic } from './caller.guard';
import type { EdgeRequest } from './edge';
import { idempotencyKeyOf, seenOf } from './idempotency';
import { badRequest } from './problem';
import { parseRequest } from './request-schema';

const taken = { query: new WeakSet<object>(), body: new WeakSet<object>() };

/** Notes that a handler checks this part of a request by a schema of its own. */
export const takes = (part: keyof typeof taken, handler: object): void => void taken[part].add(handler);

const nothing = z.strictObject({});

/** What no schema of the handler would look at is refused, not ignored: a query string, a body. Every POST needs its key. */
@Injectable()
export class DeclaredGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (isPublic(context)) return true;
    const request = context.switchToHttp().getRequest<EdgeRequest>();
    const handler = context.getHandler();
    seenOf(request);
    if (request.method === 'POST') idempotencyKeyOf(request);
    if (Object.keys(request.query as object).length > 0 && !taken.query.has(handler)) throw badRequest('MALFORMED_QUERY');
    if (request.body !== undefined && !taken.body.has(handler)) parseRequest(nothing, request.body);
    return true;
  }
}
