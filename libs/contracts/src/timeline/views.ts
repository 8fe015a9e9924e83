import type { ServiceCategory } from '../codes/services';
import type { LegalBasis } from '../event';
import type { Hlc } from '../hlc';
import type { Actor, AgencyKey, CaseId, Instant, Ref, StreamId, Uuid } from '../ids';
import type { ReferralState } from '../referral/life-cycle';

/** Whether the event that this one answers is there; `lost`: every agency's mark has passed it, and it never came. */
export interface CauseView {
  readonly id: Uuid;
  readonly state: 'present' | 'missing' | 'lost';
}

export interface TimelineEntry {
  readonly id: Uuid;
  /** When the platform learnt of it: the entries stand in this order. */
  readonly known: Instant;
  readonly hlc: Hlc;
  /** The agency's own statement of when it recorded this. */
  readonly recorded: Instant;
  /** When it happened, where the event says so. */
  readonly happened: Instant | null;
  /** Whose log it stands in: an agency's key or a task-force service's name. */
  readonly by: string;
  readonly seq: number;
  readonly stream: StreamId;
  /** Bare event name. */
  readonly type: string;
  readonly actor: Actor;
  /** False for an event that this build does not know or whose data is not of its form: shown in its place, counted nowhere. */
  readonly readable: boolean;
  /** The event's data; a sealed field says its class only. Empty when not readable. */
  readonly facts: object;
  /** Of no interest to a case manager: shown on request only. */
  readonly technical: boolean;
  /** No event can come to stand before it any more. */
  readonly final: boolean;
  /** Agencies whose marks have not passed it yet; empty when final. */
  readonly waitsFor: readonly string[];
  readonly cause: CauseView | null;
}

export interface RecordSummary {
  readonly record: Uuid;
  readonly ref: Ref;
  readonly agency: string;
  readonly viaReferral: Uuid | null;
  readonly caseRef: Ref | null;
  readonly registered: Instant;
}

/** One referral: both halves together (architecture 7). */
export interface ReferralSummary {
  readonly referral: Uuid;
  readonly ref: Ref;
  readonly from: AgencyKey;
  readonly to: AgencyKey;
  readonly record: Uuid;
  readonly service: ServiceCategory;
  readonly legalBasis: LegalBasis;
  readonly application: Uuid | null;
  readonly supersedes: Uuid | null;
  readonly supersededBy: Uuid | null;
  /** FORMAT 7. */
  readonly state: ReferralState;
  readonly overdue: boolean;
  readonly escalated: boolean;
  readonly sent: Instant;
  readonly acknowledgeBy: Instant;
  readonly deadline: Instant;
  readonly acknowledged: Instant | null;
  readonly decided: Instant | null;
  readonly serviceStarted: Instant | null;
  readonly closed: Instant | null;
  readonly reason: string | null;
}

/** One 7-day clock (UU 21/2007 art. 52). */
export interface ApplicationSummary {
  readonly application: Uuid;
  readonly ref: Ref;
  readonly agency: string;
  readonly service: ServiceCategory;
  readonly requested: Instant;
  readonly due: Instant;
  readonly outcome: 'running' | 'met' | 'breached';
  readonly serviceStarted: Instant | null;
  readonly provider: AgencyKey | null;
  /** From the request to the start of the service, 24 h each, one decimal, half up; null before it starts. */
  readonly days: number | null;
}

/** One case as all events known before `asOf` tell it. */
export interface TimelineView {
  readonly caseid: CaseId;
  readonly asOf: Instant | null;
  /** Every agency that wrote an event of the case or stands in its audience. */
  readonly participants: readonly string[];
  readonly final: boolean;
  readonly waitsFor: readonly string[];
  /** Every event known is readable, and every cause is there. */
  readonly complete: boolean;
  readonly entries: readonly TimelineEntry[];
  readonly records: readonly RecordSummary[];
  readonly referrals: readonly ReferralSummary[];
  readonly applications: readonly ApplicationSummary[];
}

export interface AgencyName {
  readonly key: string;
  readonly code: string;
  readonly name: string;
}

export type Language = 'id' | 'en';

/** What `GET /cases/{caseid}/timeline` answers. */
export interface ToldTimeline extends Omit<TimelineView, 'participants' | 'entries'> {
  readonly language: Language;
  readonly participants: readonly AgencyName[];
  readonly entries: readonly (TimelineEntry & { readonly sentence: string })[];
}

/** One line of `GET /cases`. */
export interface CaseLine {
  readonly caseid: CaseId;
  readonly participants: readonly string[];
  readonly refs: readonly { readonly kind: 'record' | 'referral' | 'application'; readonly ref: Ref; readonly agency: string }[];
}
