import { Unauthenticated } from '@satualur/access/token';
import { Uuid } from '@satualur/contracts/ids';
import type { Hlc } from '@satualur/contracts/hlc';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { z } from 'zod';
import { documentBody, documentId, documentQuery } from './docs';
import { type EdgeRequest, showHlc } from './edge';
import { notFound } from './problem';
import { takes } from './declared.guard';
import { codedFields, statedCodes } from './stated-codes';
import { parseRequest, requestSchema } from './request-schema';

export { Public } from './caller.guard';

const requestOf = (context: ExecutionContext): EdgeRequest => context.switchToHttp().getRequest<EdgeRequest>();

/** The Caller of a route that is not public. */
export const CallerOf = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const { caller } = requestOf(context);
  if (!caller) throw new Unauthenticated('token-missing');
  return caller;
});

/**
 * The body by a schema, strict at every level: unknown members and wrong values are 422 with a pointer each. Objects need not be
 * declared strict. A missing body counts as `{}`, for commands that say nothing more. Its codes go with the command's cause.
 */
export function ZodBody(schema: z.ZodType): ParameterDecorator {
  const strict = requestSchema(schema);
  const coded = codedFields(schema);
  const decorate = createParamDecorator((_: unknown, context: ExecutionContext) => {
    const request = requestOf(context);
    const parsed: unknown = parseRequest(strict, request.body === undefined ? {} : request.body);
    if (coded.length > 0) request.codes = statedCodes(coded, parsed);
    return parsed;
  })();
  const document = documentBody(strict);
  return documented(decorate, (target, method, descriptor) => {
    takes('body', descriptor.value as object);
    document(target, method, descriptor);
  });
}

/** The query string by a schema of strings; a repeated or unknown parameter is refused. Values are text. */
export function ZodQuery(schema: z.ZodObject): ParameterDecorator {
  const strict = requestSchema(schema);
  const decorate = createParamDecorator((_: unknown, context: ExecutionContext) =>
    parseRequest(strict, requestOf(context).query, ['query']),
  )();
  const document = documentQuery(strict);
  return documented(decorate, (target, method, descriptor) => {
    takes('query', descriptor.value as object);
    document(target, method, descriptor);
  });
}

/** An id in the path; whatever is not a lower-case UUID answers 404 as an unknown one does (reliability B23). */
export function PathUuid(name: string): ParameterDecorator {
  const decorate = createParamDecorator((_: unknown, context: ExecutionContext) => {
    const parsed = Uuid.safeParse((requestOf(context).params as Record<string, unknown>)[name]);
    if (!parsed.success) throw notFound();
    return parsed.data;
  })();
  return documented(decorate, documentId(name));
}

/** `(hlc) => void`, by which a query notes the readings it shows; the highest becomes the header `Satualur-Hlc`. */
export const Shown = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const request = requestOf(context);
  return (hlc: Hlc): void => showHlc(request, hlc);
});

function documented(decorate: ParameterDecorator, document: MethodDecorator): ParameterDecorator {
  return (target, method, index) => {
    decorate(target, method, index);
    const descriptor = method === undefined ? undefined : Object.getOwnPropertyDescriptor(target, method);
    if (method !== undefined && descriptor) document(target, method, descriptor);
  };
}
