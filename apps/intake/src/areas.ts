import type { Instant } from '@satualur/contracts/ids';
import { isInProvince } from '@satualur/contracts/identity/nik';
import { type Must, mustHold } from '@satualur/decider/decider';
import type { OpenAgency } from '@satualur/service-host/agency-side';

export type AreaRule = 'area-unknown';
const must: Must<AreaRule> = mustHold;

/** The list of the registry, and the province whose areas it holds (ADR 25). */
const LIST = 'kabkota';
const LISTED = /^63\d\d$/;

/** An area is a kab/kota of the list that held then, or one of another province, or a province. */
export function mustBeArea({ directory }: OpenAgency, code: string | undefined, at: Instant): void {
  if (code === undefined) return;
  const known = isInProvince(code) && (!LISTED.test(code) || directory.lists.allows(LIST, code, at));
  must(known, 'area-unknown', { list: LIST, code });
}
