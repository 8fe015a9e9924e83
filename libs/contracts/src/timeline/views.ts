import type { Hlc } from '../hlc';
import type { Actor, CaseId, Instant, Ref, StreamId, Uuid } from '../ids';
import type {
  ApplicationSummary,
  ConsentSummary,
  ProcessSummary,
  RecordSummary,
  ReferralSummary,
  RestitutionSummary,
} from './summaries';

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
  /** `recorded` lies after `known`: that agency's clock is ahead. */
  readonly clockAhead?: true;
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
  /** Hidden from its reader, whose agency may not receive more: only that something stands here. */
  readonly masked: boolean;
  /** No event can come to stand before it any more. */
  readonly final: boolean;
  /** Agencies whose marks have not passed it yet; empty when final. */
  readonly waitsFor: readonly string[];
  readonly cause: CauseView | null;
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
  readonly consents: readonly ConsentSummary[];
  readonly restitution: readonly RestitutionSummary[];
  readonly processes: readonly ProcessSummary[];
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
