import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Immutable lower-case name made of an agency's first code (`agencyKeyOf`); names topics, databases, roles, sources and marks for ever. */
export const AgencyKey = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,30}$/)
  .brand('AgencyKey');
export type AgencyKey = z.infer<typeof AgencyKey>;

/** Names of services and of their databases and topics: no agency's key may be one (details 6). */
const RESERVED: ReadonlySet<string> = new Set([
  ...['registry', 'intake', 'referral', 'victim-services', 'reconciliation', 'timeline', 'reporting', 'audit'],
  ...['gateway', 'case-desk', 'auditor', 'provisioner', 'store', 'vault'],
]);

const slugOf = (code: string): string =>
  code
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');

/** `POL-6371` has its slug to itself; any other code shares it, as `Pol 6371` does, and gets a digest of its own. */
const hasItsSlug = (code: string, slug: string): boolean =>
  code === slug.toUpperCase() && AgencyKey.safeParse(slug).success && !RESERVED.has(slug) && !/-[0-9a-f]{12}$/.test(slug);

/**
 * The key of the agency that is registered under a code: `POL-6371` becomes `pol-6371`, a code of other characters a slug and a digest,
 * `Kec. Ulin / Sosial` becomes `kec-ulin-sosial-<12 hex>`. `earlier` counts the agencies that were registered under this code before.
 */
export function agencyKeyOf(code: string, earlier = 0): AgencyKey {
  const slug = slugOf(code);
  if (earlier === 0 && hasItsSlug(code, slug)) return slug as AgencyKey;
  const head = /^[a-z][a-z0-9-]{0,16}[a-z0-9]?/.exec(slug.replace(/^[^a-z]+/, ''))?.[0] ?? 'agency';
  const digest = createHash('sha256').update(`${earlier} ${code}`).digest('hex').slice(0, 12);
  return AgencyKey.parse(`${head.replace(/-$/, '')}-${digest}`);
}

/** Lower-case UUID, any version. */
export const Uuid = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
  .brand('Uuid');
export type Uuid = z.infer<typeof Uuid>;

/** The data subject (a person) inside one agency's vault; never shared between agencies. */
export const SubjectId = Uuid.brand('SubjectId');
export type SubjectId = z.infer<typeof SubjectId>;

/** Minted with an agency's first record of a person, inherited over a referral; never changes (architecture 6). */
export const CaseId = Uuid.brand('CaseId');
export type CaseId = z.infer<typeof CaseId>;

const isCalendarInstant = (text: string): boolean => {
  const day = Number(text.slice(8, 10));
  const daysInMonth = new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate();
  return day <= daysInMonth && !Number.isNaN(Date.parse(text));
};

/** RFC 3339 with an offset, years 1900 to 2999, calendar-checked (`2026-02-30` is refused); seconds and milliseconds optional digits. */
export const Instant = z
  .string()
  .regex(
    /^(19|2\d)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/,
  )
  .refine(isCalendarInstant, { error: 'no such calendar date' })
  .brand('Instant');
export type Instant = z.infer<typeof Instant>;

/** `2009-03-14`; years 1800 to 2999. */
export const CalendarDate = z.iso.date().regex(/^(1[89]|2\d)\d\d-/);

/** Milliseconds since 1970 as RFC 3339 UTC with milliseconds, the one spelling used inside events. */
export const instantOf = (ms: number): Instant => new Date(ms).toISOString() as Instant;
export const msOfInstant = (instant: Instant): number => Date.parse(instant);

/** Of times in milliseconds, some of which may not be set; undefined where none is. */
export function earliest(times: readonly (number | undefined)[]): number | undefined {
  const set = times.filter((time) => time !== undefined);
  return set.length === 0 ? undefined : Math.min(...set);
}

/** `<category>-<uuid>`; the category is what a database role may write (details 6). */
export const StreamId = z
  .string()
  .regex(/^[a-z]+-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
  .brand('StreamId');
export type StreamId = z.infer<typeof StreamId>;

export const streamOf = (category: string, id: string): StreamId => `${category}-${id}` as StreamId;
export const categoryOf = (stream: StreamId): string => stream.slice(0, stream.indexOf('-'));
export const uuidOfStream = (stream: StreamId): Uuid => stream.slice(stream.indexOf('-') + 1) as Uuid;

/** The agency's own number for a thing: 1 to 64 printable characters, unique per agency and kind. */
export const Ref = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/)
  .brand('Ref');
export type Ref = z.infer<typeof Ref>;

/** Pseudonymous staff id and role of whoever acted, `<staff>/<role>`; `system/<reaction>` for a reaction or timer. */
export const Actor = z
  .string()
  .regex(/^[A-Za-z0-9._:-]{1,64}\/[a-z-]{1,40}$/)
  .brand('Actor');
export type Actor = z.infer<typeof Actor>;

/** Kab/kota (4 digits) or province (2 digits) by BPS code. */
export const AreaCode = z.string().regex(/^\d{2}(\d{2})?$/);

/**
 * UUIDv7 (RFC 9562): 48-bit milliseconds, then 74 random bits.
 * @param ms milliseconds since 1970 @param random at least 10 bytes
 */
export function uuidv7(ms: number, random: Uint8Array): Uuid {
  const bytes = new Uint8Array(16);
  let rest = ms;
  for (let index = 5; index >= 0; index--) {
    bytes[index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Buffer.from(bytes.buffer).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Uuid;
}
