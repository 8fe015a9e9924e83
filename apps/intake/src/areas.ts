import type { Instant } from '@satualur/contracts/ids';
import { isInProvince } from '@satualur/contracts/identity/nik';
import { type Must, mustHold } from '@satualur/decider/decider';
import type { OpenAgency } from '@satualur/service-host/agency-side';

export type AreaRule = 'area-unknown';
const must: Must<AreaRule> = mustHold;

/** The list of the registry (ADR 25). */
const LIST = 'kabkota';
const isProvince = (code: string): boolean => code.length === 2 && isInProvince(code);

/** An area is a kab/kota that there is, or a province. */
export function mustBeArea({ directory }: OpenAgency, code: string | undefined, at: Instant): void {
  if (code !== undefined) must(isProvince(code) || directory.knowsDistrict(code, at), 'area-unknown', { list: LIST, code });
}
