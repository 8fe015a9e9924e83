import type { TerminateReason, WithdrawReason } from '@satualur/contracts/codes/services';
import { caseOf, type LegalBasis, type Routing } from '@satualur/contracts/event';
import type { Hlc } from '@satualur/contracts/hlc';
import { type AgencyKey, type Instant, msOfInstant, type SubjectId, type Uuid } from '@satualur/contracts/ids';
import type { Answer, ReferralOutEvent, SafeContact } from '@satualur/contracts/referral/events';
import { actInOut } from '@satualur/contracts/referral/joint';
import {
  type Act,
  actOf,
  hadEffect,
  isFinal,
  isLegal,
  type ReferralState,
  settle,
} from '@satualur/contracts/referral/life-cycle';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';
import { decideDraft, type Draft, type DraftCommand, type DraftRule } from './draft';
import { type Purpose, send, type SendReferral } from './sending';

type AnswerNoted = Extract<ReferralOutEvent, { type: 'ReferralAnswerNoted' }>['data'];

/** An act of the recipient as it came in; `origin` is the log it came from, `hlc` and `at` are those of the act. */
export interface NoteAnswer {
  readonly type: 'NoteAnswer';
  readonly origin: AgencyKey;
  readonly answer: Answer;
  readonly at: Instant;
  readonly hlc: Hlc;
  readonly rejected?: AnswerNoted['rejected'];
  readonly outcome?: NonNullable<AnswerNoted['outcome']>;
}

export type ReferralOutCommand =
  | DraftCommand
  | SendReferral
  | { readonly type: 'RerouteReferral'; readonly by: Uuid; readonly to: AgencyKey }
  /** `time` only where a rule fixes it: that of the consent's withdrawal. */
  | { readonly type: 'WithdrawReferral'; readonly reason: WithdrawReason; readonly time?: Instant }
  | { readonly type: 'TerminateReferral'; readonly reason: WithdrawReason }
  /** Ends a reroute that was made while a lawful acceptance of the first referral was on its way. */
  | { readonly type: 'EndDuplicate' }
  | NoteAnswer
  /** How the sender's record says now that the person may be reached. */
  | { readonly type: 'ChangeContact'; readonly contact: SafeContact }
  /** Fires the earliest instant that is due by `at`, and what is due at that same instant. */
  | { readonly type: 'FireTimers'; readonly at: Instant };

export type ReferralOutRule = DraftRule | 'already-sent' | 'not-reroutable' | 'not-the-recipient';
const must: Must<ReferralOutRule> = mustHold;

interface Sent extends Purpose {
  readonly from: AgencyKey;
  readonly to: AgencyKey;
  readonly acknowledgeBy: Instant;
  readonly deadline: Instant;
  readonly expireAt: Instant;
  readonly serviceBy?: Instant | undefined;
  readonly secretariat?: AgencyKey | undefined;
  readonly legalBasis: LegalBasis;
  readonly subject: SubjectId;
  /** The recipient is off the platform: the other half stands in this same store. */
  readonly proxied?: true | undefined;
  readonly emergency?: true | undefined;
  readonly of: Pick<Routing, 'caseid'>;
}

/** The sender's half. */
export interface ReferralOut extends Draft {
  readonly sent?: Sent;
  /** Own acts and the answers noted. */
  readonly acts: readonly Act[];
  readonly withdrawnFor?: WithdrawReason;
  /** As the recipient was told last. */
  readonly contact?: SafeContact | undefined;
  /** Has given up its place; it takes it back when an acceptance that wins late revokes its expiry. */
  readonly ended: boolean;
  /** The referrals that superseded this one, oldest first. */
  readonly reroutes: readonly Uuid[];
}

/** State as this half knows it; undefined before the sending. */
export const stateOfOut = ({ sent, acts }: ReferralOut): ReferralState | undefined => sent && settle(acts).state;

/** The same with what comes before the sending. */
export const standingOf = (half: ReferralOut): ReferralState | 'Draft' | 'Discarded' | undefined =>
  stateOfOut(half) ?? (half.discarded ? 'Discarded' : half.draft && 'Draft');

const REROUTABLE: ReadonlySet<ReferralState> = new Set(['Rejected', 'Expired', 'Withdrawn']);
const before = (a: Instant, b: Instant): boolean => msOfInstant(a) < msOfInstant(b);

interface Timer {
  /** When it wants to be fired. */
  readonly due: Instant;
  /** The `time` its events state: the limit itself, also where a grace was added or the process was down. */
  readonly time: Instant;
  readonly kind: 'Overdue' | 'ServiceOverdue' | 'Expired';
}

/** The clocks that run, each until it is met or was stated once: acknowledgement, start of the service, decision. */
function timersOf({ acknowledgeBy, serviceBy, deadline, expireAt }: Sent, acts: readonly Act[]): readonly Timer[] {
  const settled = settle(acts);
  const runs = (kind: 'Overdue' | 'ServiceOverdue'): boolean => isLegal(settled.state, kind) && !hadEffect(settled, kind);
  return [
    ...(runs('Overdue') && !before(expireAt, acknowledgeBy)
      ? [{ due: acknowledgeBy, time: acknowledgeBy, kind: 'Overdue' as const }]
      : []),
    ...(serviceBy !== undefined && runs('ServiceOverdue')
      ? [{ due: serviceBy, time: serviceBy, kind: 'ServiceOverdue' as const }]
      : []),
    ...(isLegal(settled.state, 'Expired') ? [{ due: expireAt, time: deadline, kind: 'Expired' as const }] : []),
  ];
}

/** The next clock of this referral, or null; of several at one instant the first above. */
const nextTimer = ({ sent, acts }: ReferralOut): Timer | null =>
  sent ? (timersOf(sent, acts).toSorted((a, b) => msOfInstant(a.due) - msOfInstant(b.due))[0] ?? null) : null;

export const nextDue = (state: ReferralOut): Instant | null => nextTimer(state)?.due ?? null;

const toRecipient = ({ of, to, proxied }: Sent): Routing => (proxied ? of : { ...of, audience: [to] });

function passedLimit({ kind, time }: Timer, sent: Sent): ReferralOutEvent {
  const { acknowledgeBy, deadline } = sent;
  switch (kind) {
    case 'Overdue':
      return { type: 'ReferralOverdue', data: { acknowledgeBy }, ...toRecipient(sent), time };
    case 'ServiceOverdue':
      return { type: 'ReferralServiceOverdue', data: { serviceBy: time }, ...toRecipient(sent), time };
    case 'Expired':
      return { type: 'ReferralExpired', data: { reason: 'NoResponse', deadline }, ...toRecipient(sent), time };
  }
}

function breach(timer: Timer, sent: Sent): readonly ReferralOutEvent[] {
  const { secretariat, of } = sent;
  const { kind, time } = timer;
  const passed = passedLimit(timer, sent);
  if (!secretariat) return [passed];
  return [passed, { type: 'ReferralEscalated', data: { because: kind, secretariat }, ...of, audience: [secretariat], time }];
}

function fire(state: ReferralOut, at: Instant): readonly ReferralOutEvent[] {
  const timer = nextTimer(state);
  if (!timer || before(at, timer.due)) return [];
  const events = breach(timer, state.sent!);
  return [...events, ...fire(events.reduce(evolve, state), timer.due)];
}

const terminate = (sent: Sent, reason: TerminateReason): ReferralOutEvent => ({
  type: 'ReferralTerminatedBySender',
  data: { reason },
  ...toRecipient(sent),
});

/**
 * What the sender owes once an acceptance has overtaken its own expiry or withdrawal. Asked of everything known, not of what this
 * answer changed: answers may come in any order.
 */
function concede(state: ReferralOut, sent: Sent, { at, hlc }: NoteAnswer, acts: readonly Act[]): readonly ReferralOutEvent[] {
  const now = settle(acts);
  const did = (kind: Act['kind']): boolean => state.acts.some((act) => act.by === sent.from && act.kind === kind);
  if (!hadEffect(now, 'Accepted')) return [];
  if (did('Expired') && !did('ExpiryRevoked')) {
    return [{ type: 'ReferralExpiryRevoked', data: { acceptance: { at, hlc } }, ...toRecipient(sent) }];
  }
  return did('Withdrawn') && !isFinal(now.state) ? [terminate(sent, state.withdrawnFor!)] : [];
}

function note(command: NoteAnswer, state: ReferralOut, sent: Sent): readonly ReferralOutEvent[] {
  const { origin, answer, at, hlc, rejected, outcome } = command;
  must(origin === sent.to, 'not-the-recipient');
  const repeated = state.acts.some((act) => act.by === origin && act.kind === answer && act.hlc === hlc);
  if (repeated) return [];
  const acts = [...state.acts, actOf(answer, origin, { hlc })];
  const here = rejected?.explanation !== undefined && !rejected.sealedAs && { subject: sent.subject };
  const noted = { answer, at, hlc, ...here, ...(rejected && { rejected }), ...(outcome && { outcome }) };
  return [{ type: 'ReferralAnswerNoted', data: noted, ...sent.of }, ...concede(state, sent, command, acts)];
}

/** What was sent is not sent again, and a draft thrown away not at all. */
export function mustBeUnsent(standing: ReturnType<typeof standingOf>): void {
  must(standing !== 'Discarded', 'illegal-transition', { state: 'Discarded' });
  must(standing === undefined || standing === 'Draft', 'already-sent', { state: standing ?? '' });
}

const isDraftCommand = (command: ReferralOutCommand): command is DraftCommand =>
  command.type === 'DraftReferral' || command.type === 'EditReferral' || command.type === 'DiscardDraft';

function decide(command: ReferralOutCommand, state: ReferralOut): readonly ReferralOutEvent[] {
  const standing = standingOf(state);
  if (isDraftCommand(command)) return decideDraft(command, state, standing);
  if (command.type === 'SendReferral') {
    mustBeUnsent(standing);
    return send(command);
  }
  const { sent } = state;
  must(standing !== undefined, 'referral-unknown');
  must(sent !== undefined, 'illegal-transition', { state: standing });
  return decideSent(command, state, sent);
}

/** Whoever works for the person, or has and visits again, must know how to reach her; to others nothing more is delivered. */
const concerns = (now: ReferralState): boolean => !isFinal(now) || now === 'Completed';
const sameContact = (a: SafeContact, b: SafeContact | undefined): boolean => a.danger === b?.danger && a.rule === b.rule;

type SentCommand = Exclude<ReferralOutCommand, DraftCommand | SendReferral>;

function decideSent(command: SentCommand, state: ReferralOut, sent: Sent): readonly ReferralOutEvent[] {
  const now = settle(state.acts).state;
  switch (command.type) {
    case 'RerouteReferral':
      must(REROUTABLE.has(now), 'not-reroutable', { state: now });
      return [{ type: 'ReferralRerouted', data: { by: command.by, to: command.to }, ...sent.of }];
    case 'WithdrawReferral':
      must(isLegal(now, 'Withdrawn'), 'illegal-transition', { state: now });
      return [
        {
          type: 'ReferralWithdrawn',
          data: { reason: command.reason },
          ...toRecipient(sent),
          ...(command.time && { time: command.time }),
        },
      ];
    case 'TerminateReferral':
      must(now === 'Accepted' || now === 'InService', 'illegal-transition', { state: now });
      return [terminate(sent, command.reason)];
    case 'EndDuplicate':
      return isFinal(now) ? [] : [terminate(sent, 'DuplicateReferral')];
    case 'ChangeContact':
      return concerns(now) && !sameContact(command.contact, state.contact)
        ? [{ type: 'ReferralContactChanged', data: command.contact, ...toRecipient(sent) }]
        : [];
    case 'NoteAnswer':
      return note(command, state, sent);
    case 'FireTimers':
      return fire(state, command.at);
  }
}

const withAct = (state: ReferralOut, event: ReferralOutEvent): ReferralOut => {
  const act = state.sent && actInOut(event, state.sent);
  return act ? { ...state, acts: [...state.acts, act] } : state;
};

function evolve(before: ReferralOut, event: ReferralOutEvent): ReferralOut {
  const state = after(before, event);
  const now = stateOfOut(state);
  if (now === undefined) return state;
  return { ...state, ended: isFinal(now) || (state.ended && event.type !== 'ReferralExpiryRevoked') };
}

function after(state: ReferralOut, event: ReferralOutEvent): ReferralOut {
  switch (event.type) {
    case 'ReferralDrafted':
    case 'ReferralEdited':
      return { ...state, draft: { ...event.data, ...caseOf(event) } };
    case 'ReferralDraftDiscarded':
      return { ...state, discarded: true };
    case 'ReferralRouted':
      return state;
    case 'ReferralSent':
      return { ...state, sent: { ...event.data, of: caseOf(event) }, contact: event.data.contact };
    case 'ReferralContactChanged':
      return { ...state, contact: event.data };
    case 'ReferralWithdrawn':
      return { ...withAct(state, event), withdrawnFor: event.data.reason };
    case 'ReferralRerouted':
      return { ...state, reroutes: [...state.reroutes, event.data.by] };
    case 'ReferralExpired':
    case 'ReferralExpiryRevoked':
    case 'ReferralOverdue':
    case 'ReferralServiceOverdue':
    case 'ReferralEscalated':
    case 'ReferralTerminatedBySender':
    case 'ReferralAnswerNoted':
      return withAct(state, event);
  }
}

export const referralOut: Decider<ReferralOutCommand, ReferralOut, ReferralOutEvent> = {
  initialState: { acts: [], reroutes: [], ended: false },
  decide,
  evolve,
};
