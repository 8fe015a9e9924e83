import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiProduces } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Problem } from './problem';

type Types = readonly [string, ...string[]];
const JSON_ALONE: Types = ['application/json'];

/** What a route answers with, first what it prefers itself; a route that does not say answers with JSON. */
export const Produces = (...types: Types): MethodDecorator =>
  applyDecorators(RouteConfig(produces(...types)), ApiProduces(...types));

/** The same for a route that is given to Fastify itself. */
export const produces = (...types: Types): { readonly produces: Types } => ({ produces: types });

const typesOf = ({ routeOptions }: FastifyRequest): Types =>
  (routeOptions.config as { readonly produces?: Types }).produces ?? JSON_ALONE;

/** Throws Problem 406 that says what there is, before anything is done or shown. */
export function refuseOtherTypes(request: FastifyRequest): void {
  if (request.is404) return;
  const offered = typesOf(request);
  if (preferredType(request.headers.accept, offered) === undefined)
    throw new Problem(406, 'NOT_ACCEPTABLE', { facts: { offered: offered.join(', ') } });
}

interface Range {
  readonly range: string;
  readonly weight: number;
}

function rangeOf(part: string): Range {
  const [range = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice('q='.length) ?? '1';
  return { range, weight: /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(weight) ? Number(weight) : 0 };
}

/** By the most specific range that names the type; parameters other than the weight are passed over. */
function weightOf(type: string, ranges: readonly Range[]): number {
  const named = [type, type.replace(/\/.*/, '/*'), '*/*'].map((wanted) => ranges.filter(({ range }) => range === wanted));
  return Math.max(0, ...(named.find((found) => found.length > 0) ?? []).map(({ weight }) => weight));
}

/** Which of the types offered fits the header `Accept` best (RFC 9110, 12.5.1), the first of equals; undefined where none does. */
export function preferredType(accept: string | undefined, offered: Types): string | undefined {
  if (accept === undefined || accept.trim() === '') return offered[0];
  const ranges = accept.split(',').map(rangeOf);
  const weighed = offered.map((type) => ({ type, weight: weightOf(type, ranges) })).filter(({ weight }) => weight > 0);
  return weighed.reduce<(typeof weighed)[number] | undefined>(
    (best, one) => (best === undefined || one.weight > best.weight ? one : best),
    undefined,
  )?.type;
}
