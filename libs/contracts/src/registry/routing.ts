import type { AgencyKey, Instant } from '../ids';

/** The part of the directory that routing asks. */
export interface RoutingDirectory {
  byCode(code: string): { readonly key: AgencyKey } | undefined;
  taskForces(): readonly string[];
  /** Whether there is such a kab/kota, as far as the registry says. */
  knowsDistrict(kabkota: string, at: Instant): boolean;
  policyAt(at: Instant): { readonly provincialSecretariat?: AgencyKey } | undefined;
}

export interface Route {
  readonly to: AgencyKey;
  /** What was asked for, where it was sent elsewhere. */
  readonly routed?: { readonly requested: string; readonly reason: 'NoTaskForce' };
}

/** Why nobody is found under a name. */
export type Unrouted = 'recipient-unknown' | 'task-force-without-secretariat' | 'provincial-secretariat-unknown';

const TASK_FORCE = /^GT-(\d{4})$/;

/**
 * Who is meant by a code of an agency, or by the task force of a kab/kota as `GT-<kabkota>`. A task force is written to through the
 * agency that bears its code; where none was formed, the provincial secretariat stands for it. A kab/kota that there is not is nobody's.
 */
export function routeOf(requested: string, directory: RoutingDirectory, at: Instant): Route | Unrouted {
  const kabkota = TASK_FORCE.exec(requested)?.[1];
  if (kabkota === undefined || directory.taskForces().includes(kabkota)) {
    const agency = directory.byCode(requested);
    if (agency) return { to: agency.key };
    return kabkota === undefined ? 'recipient-unknown' : 'task-force-without-secretariat';
  }
  if (!directory.knowsDistrict(kabkota, at)) return 'recipient-unknown';
  const to = directory.policyAt(at)?.provincialSecretariat;
  return to === undefined ? 'provincial-secretariat-unknown' : { to, routed: { requested, reason: 'NoTaskForce' } };
}
