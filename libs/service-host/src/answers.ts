import { applyDecorators, HttpCode } from '@nestjs/common';
import { Ref, Uuid } from '@satualur/contracts/ids';
import { z } from 'zod';
import { documentAnswer } from './docs';

/** The status and the schema of what a route answers when it succeeds. */
export const Answers = (status: 200 | 201, schema: z.ZodType): MethodDecorator =>
  applyDecorators(HttpCode(status), documentAnswer(status, schema));

/** What most commands answer: the stream that was written, and the version it came to. */
export const Done = z.object({ id: Uuid, version: z.int().positive().optional() });
/** The same of what bears a number of the agency's own. */
export const DoneAs = Done.extend({ ref: Ref });

/** One page of a list (`pageOf`). */
export const paged = <S extends z.ZodType>(item: S) =>
  z.object({
    items: z.array(item),
    /** Of the whole list, not of the page. */
    total: z.int().min(0),
    /** Asks for the page after this one; absent on the last. */
    next: z.string().optional(),
  });

/** All that stands in one stream, opened for its agency (`openedHistory`). */
export const History = z.object({
  id: Uuid,
  history: z.array(z.object({ what: z.string(), at: z.string(), data: z.record(z.string(), z.unknown()) })),
  version: z.int().positive(),
});
