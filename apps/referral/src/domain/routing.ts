import type { AgencyKey, Instant } from '@satualur/contracts/ids';
import { type Must, mustHold } from '@satualur/decider/decider';

/** The part of the directory that routing asks. */
export interface RoutingDirectory {
  byCode(code: string): { readonly key: AgencyKey } | undefined;
  taskForces(): readonly string[];
  policyAt(at: Instant): { readonly provincialSecretariat?: AgencyKey } | undefined;
}

export interface Route {
  readonly to: AgencyKey;
  /** What was asked for, where it was sent elsewhere. */
  readonly routed?: { readonly requested: string; readonly reason: 'NoTaskForce' };
}

export type RoutingRule = 'recipient-unknown' | 'task-force-without-secretariat' | 'provincial-secretariat-unknown';
const must: Must<RoutingRule> = mustHold;

const TASK_FORCE = /^GT-(\d{4})$/;

/**
 * Where a referral goes that names an agency by a code, or the task force of a kab/kota as `GT-<kabkota>`. A task force is written to
 * through the agency that bears its code; where none was formed, the provincial secretariat takes the referral.
 */
export function route(requested: string, directory: RoutingDirectory, at: Instant): Route {
  const kabkota = TASK_FORCE.exec(requested)?.[1];
  if (kabkota === undefined || directory.taskForces().includes(kabkota)) {
    const agency = directory.byCode(requested);
    must(agency !== undefined, kabkota === undefined ? 'recipient-unknown' : 'task-force-without-secretariat');
    return { to: agency.key };
  }
  const to = directory.policyAt(at)?.provincialSecretariat;
  must(to !== undefined, 'provincial-secretariat-unknown');
  return { to, routed: { requested, reason: 'NoTaskForce' } };
}
