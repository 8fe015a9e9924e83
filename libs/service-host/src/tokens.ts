/** What a service's constructor asks for: `@Inject(CLOCK) clock: Clock`. */
export const CONFIG = Symbol('CONFIG');
/** event-store's Clock: the application's time. */
export const CLOCK = Symbol('CLOCK');
/** event-store's HybridClock of this process. */
export const HYBRID_CLOCK = Symbol('HYBRID_CLOCK');
export const IDS = Symbol('IDS');
/** TokenVerifier. */
export const CALLERS = Symbol('CALLERS');
export const LOG = Symbol('LOG');
/** RuleStatuses of the service. */
export const STATUSES = Symbol('STATUSES');
/** messaging's Broker of this process. */
export const BROKER = Symbol('BROKER');
