import { GivenRef } from '@satualur/contracts/identity/nik';
import { CaseId, Instant } from '@satualur/contracts/ids';
import { z } from 'zod';

const OFFSET_AFTER_SPACE = / (?=\d\d:\d\d$)/;

/**
 * An instant (RFC 3339), or a bare date for 00:00 WITA of that day; known means strictly before it (FORMAT 1). A `+` that the query
 * string made a blank is read as `+`.
 */
export const AsOf = z.string().transform((text, context): Instant => {
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00+08:00` : text.replace(OFFSET_AFTER_SPACE, '+');
  const parsed = Instant.safeParse(instant);
  if (parsed.success) return parsed.data;
  context.addIssue({ code: 'custom', message: 'no instant' });
  return z.NEVER;
});

export const TimelineRequest = z.object({
  asOf: AsOf.optional(),
  lang: z.enum(['id', 'en']).default('id'),
  technical: z.enum(['true', 'false']).default('false'),
});
export type TimelineRequest = z.infer<typeof TimelineRequest>;

export const CasesRequest = z.object({ ref: GivenRef.optional(), after: CaseId.optional() });
export type CasesRequest = z.infer<typeof CasesRequest>;

export const DigestRequest = z.object({ asOf: AsOf.optional() });
export type DigestRequest = z.infer<typeof DigestRequest>;
