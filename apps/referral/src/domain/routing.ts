import type { Instant } from '@satualur/contracts/ids';
import { type Route, routeOf, type RoutingDirectory, type Unrouted } from '@satualur/contracts/registry/routing';
import { RuleViolation } from '@satualur/decider/decider';

/** What would be known under a name of this make; the name itself may hold anything, and is not repeated. */
const neededFor = (requested: string) => ({ field: '/to', needed: /^GT-\d{4}$/.test(requested) ? 'Kabkota' : 'AgencyCode' });

/** Where a referral goes that names an agency by a code, or a task force; refused where nobody is found. */
export function route(requested: string, directory: RoutingDirectory, at: Instant): Route {
  const found: Route | Unrouted = routeOf(requested, directory, at);
  if (typeof found === 'string') throw new RuleViolation(found, found === 'recipient-unknown' ? neededFor(requested) : {});
  return found;
}
