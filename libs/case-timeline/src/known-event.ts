import type { AnyEvent, Envelope } from '@satualur/contracts/event';
import { type Hlc, hlcOf } from '@satualur/contracts/hlc';
import { type CaseId, type Instant, msOfInstant } from '@satualur/contracts/ids';
import { eventOf } from '@satualur/contracts/read-event';
import type { IntakeEvent } from '@satualur/contracts/intake/events';
import type { PlatformEvent } from '@satualur/contracts/platform/events';
import type { BatchEvent, GrantEvent, ReferralInEvent, ReferralOutEvent } from '@satualur/contracts/referral/events';
import type { RegistryEvent } from '@satualur/contracts/registry/events';
import type {
  ApplicationEvent,
  EpisodeEvent,
  PlanEvent,
  ProcessEvent,
  RestitutionEvent,
  ReturnEvent,
  ShelterEvent,
} from '@satualur/contracts/victim-services/events';

/** Where an event stands. */
export interface Place {
  readonly log: string;
  readonly seq: number;
  readonly hlc: Hlc;
}

/** An event of somebody's log; the timeline is a function of the set of these. */
export interface KnownEvent extends Place {
  readonly envelope: Envelope;
}

/** Every event that a service publishes. */
export type Published =
  | RegistryEvent
  | IntakeEvent
  | ReferralOutEvent
  | ReferralInEvent
  | GrantEvent
  | BatchEvent
  | ApplicationEvent
  | EpisodeEvent
  | PlanEvent
  | ShelterEvent
  | ReturnEvent
  | ProcessEvent
  | RestitutionEvent
  | PlatformEvent;

export type PublishedOf<T extends Published['type']> = Extract<Published, { type: T }>;

/** The event of an entry; what this build does not know has a type outside the union and falls through every table. */
export const publishedOf = (known: KnownEvent): Published => eventOf(known.envelope) as AnyEvent as Published;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The case of an event, unless it names none or none that could be one. */
export const caseOf = ({ envelope: { caseid } }: KnownEvent): CaseId | undefined =>
  caseid !== undefined && UUID.test(caseid) ? caseid : undefined;

const AGENCY = /^[a-z][a-z0-9-]{1,30}$/;

/** Keys of the agencies an event is addressed to; what is no key is nobody. */
export const audienceOf = ({ audience }: Envelope): readonly string[] =>
  audience?.split(' ').filter((key) => AGENCY.test(key)) ?? [];

const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The one order of a timeline: (hlc, log, seq). An effect stands after its cause, a stream's events in their order (architecture 6). */
export const byPlace = (a: Place, b: Place): number => text(a.hlc, b.hlc) || text(a.log, b.log) || a.seq - b.seq;

/** The first reading that is not known at `asOf`: known means strictly before (FORMAT 1.3). */
export const cutAt = (asOf: Instant): Hlc => hlcOf(msOfInstant(asOf));

/** The set in its order: each place of a log once, cut at `asOf` when given. */
export function inOrder<E extends Place>(events: Iterable<E>, asOf?: Instant): readonly E[] {
  const places = new Map<string, E>();
  const cut = asOf && cutAt(asOf);
  for (const event of events) if (!cut || event.hlc < cut) places.set(`${event.log}/${event.seq}`, event);
  return [...places.values()].sort(byPlace);
}
