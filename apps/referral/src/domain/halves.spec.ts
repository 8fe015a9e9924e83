import { at, CASE, HOSPITAL, idOf, OTHER_HOSPITAL, POLICE } from '@satualur/contracts/cast';
import { type Hlc, HLC_ZERO, hlcMax } from '@satualur/contracts/hlc';
import { type AgencyKey, type Instant, instantOf, msOfInstant, streamOf, type Uuid } from '@satualur/contracts/ids';
import type { ReferralInEvent, ReferralOutEvent } from '@satualur/contracts/referral/events';
import { joint } from '@satualur/contracts/referral/joint';
import { isFinal } from '@satualur/contracts/referral/life-cycle';
import { slaPolicy } from '@satualur/contracts/registry/examples';
import { type Decider, fold, RuleViolation } from '@satualur/decider/decider';
import { HybridClock } from '@satualur/event-store/clock';
import fc from 'fast-check';
import { asAnswer, asNotice } from './exchange';
import { decisionOf, type Fact, referenceFlags, referenceState } from './halves.reference';
import { facts, send } from './referral.builders';
import { referralIn, type ReferralInCommand, stateOfIn } from './referral-in';
import { nextTimer, type ReferralOut, referralOut, type ReferralOutCommand, stateOfOut } from './referral-out';

type Half = ReferralOutEvent | ReferralInEvent;
type Stored<E> = E & { readonly hlc: Hlc; readonly time: Instant };

interface Letter {
  readonly to: AgencyKey;
  readonly origin: AgencyKey;
  readonly version: number;
  readonly event: Stored<Half>;
}

/** Of the recipient's own log: read in order, each at least once. */
interface ServiceAct {
  readonly type: 'NoteServiceStarted' | 'NoteServiceCompleted';
  readonly episode: Uuid;
  readonly at: Instant;
  readonly hlc: Hlc;
}

/** One referral: both stores' streams, what is on its way, and what each side was told. */
interface Referral {
  readonly id: Uuid;
  readonly to: AgencyKey;
  readonly out: Stored<ReferralOutEvent>[];
  readonly incoming: Stored<ReferralInEvent>[];
  readonly letters: Letter[];
  readonly own: ServiceAct[];
  readonly told: Record<'sender' | 'recipient', Set<Stored<Half>>>;
  episode: 'none' | 'running' | 'completed';
}

type Action =
  | { act: 'wait'; ms: number }
  | { act: 'wait-for-a-limit'; limit: number; ms: number }
  | { act: 'fire' | 'withdraw' | 'terminate' | 'reroute'; referral: number; pick: number }
  | { act: 'acknowledge' | 'accept' | 'reject' | 'confirm' | 'give-up' | 'start' | 'complete'; referral: number; pick: number }
  | { act: 'deliver'; referral: number; pick: number; again: boolean; crash: boolean }
  | { act: 'read-own-log'; referral: number; again: boolean };

interface Setting {
  readonly skews: readonly [number, number, number];
  readonly graceHours: number;
}

const seen = new Map<string, number>();
const saw = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);

const START = msOfInstant(at('02-03 10:00'));

class World {
  private now = START;
  private readonly clocks: Map<AgencyKey, HybridClock>;
  readonly referrals: Referral[] = [];

  constructor(private readonly setting: Setting) {
    this.clocks = new Map(
      [POLICE, HOSPITAL, OTHER_HOSPITAL].map((agency) => [agency, new HybridClock({ now: () => this.physical(agency) })]),
    );
    this.open(HOSPITAL);
  }

  private physical(agency: AgencyKey): number {
    return this.now + this.setting.skews[[POLICE, HOSPITAL, OTHER_HOSPITAL].indexOf(agency)]!;
  }

  private at(agency: AgencyKey): Instant {
    return instantOf(this.physical(agency));
  }

  /** Sends a referral, as a reroute of another if one is given; both streams in one append. */
  private open(to: AgencyKey, superseded?: Referral): void {
    const referral: Referral = {
      id: idOf(100 + this.referrals.length),
      to,
      ...{ out: [], incoming: [], letters: [], own: [], episode: 'none' },
      told: { sender: new Set(), recipient: new Set() },
    };
    if (superseded) this.asSender(superseded, { type: 'RerouteReferral', by: referral.id, to });
    const { record, service, application } = send();
    const policy = slaPolicy({ expiryGraceHours: this.setting.graceHours });
    const reroute = superseded && { supersedes: superseded.id };
    const of = facts({ policy, ...(superseded && { superseded: { record, service, application } }) });
    this.referrals.push(referral);
    this.asSender(referral, send({ at: this.at(POLICE), to, ...reroute, facts: of }));
  }

  private append<E extends Half>(
    agency: AgencyKey,
    stream: Stored<E>[],
    events: readonly E[],
    cause: Hlc,
    time?: Instant,
  ): Stored<E>[] {
    const clock = this.clocks.get(agency)!;
    return events.map((event) => {
      const last = stream.at(-1)?.hlc ?? HLC_ZERO;
      const stored = { ...event, hlc: clock.draw(hlcMax(last, cause)), time: time ?? this.at(agency) };
      stream.push(stored);
      return stored;
    });
  }

  private dispatch(referral: Referral, origin: AgencyKey, events: readonly Stored<Half>[], size: number): void {
    for (const [index, event] of events.entries()) {
      const version = size - events.length + index + 1;
      for (const to of event.audience ?? []) {
        if (to === referral.to || to === POLICE) referral.letters.push({ to, origin, version, event });
      }
    }
  }

  private half(referral: Referral): ReferralOut {
    return fold(referralOut, referral.out);
  }

  private asSender(referral: Referral, command: ReferralOutCommand, cause: Hlc = HLC_ZERO, time?: Instant): void {
    const decided = referralOut.decide(command, this.half(referral));
    const events = this.append(POLICE, referral.out, decided, cause, time);
    this.dispatch(referral, POLICE, events, referral.out.length);
    if (events.some(({ type }) => type === 'ReferralExpiryRevoked')) this.endReroutesOf(referral, cause);
  }

  private endReroutesOf(referral: Referral, cause: Hlc): void {
    for (const reroute of this.referrals.filter(({ id }) => this.half(referral).reroutes.includes(id))) {
      saw('duplicate ended');
      this.asSender(reroute, { type: 'EndDuplicate' }, cause);
      expect(isFinal(stateOfOut(this.half(reroute))!)).toBe(true);
      this.endReroutesOf(reroute, cause);
    }
  }

  private asRecipient(referral: Referral, command: ReferralInCommand, cause: Hlc = HLC_ZERO): void {
    const decided = referralIn.decide(command, fold(referralIn, referral.incoming));
    const events = this.append(referral.to, referral.incoming, decided, cause);
    this.dispatch(referral, referral.to, events, referral.incoming.length);
  }

  private deliver(referral: Referral, pick: number, again: boolean, crash: boolean): void {
    const index = pick % Math.max(referral.letters.length, 1);
    const letter = referral.letters[index];
    if (!letter || crash) return;
    try {
      this.take(referral, letter);
      if (!again) referral.letters.splice(index, 1);
    } catch (error) {
      if (!(error instanceof RuleViolation && error.rule === 'referral-unknown')) throw error;
    }
  }

  private take(referral: Referral, { to, origin, version, event }: Letter): void {
    this.clocks.get(to)!.observe(event.hlc);
    if (to === POLICE) {
      const command = asAnswer({ ...(event as Stored<ReferralInEvent>), origin });
      if (command) this.asSender(referral, command, event.hlc);
      referral.told.sender.add(event);
    } else {
      const arrival = { self: to, stream: streamOf('referralout', referral.id), version };
      const command = asNotice({ ...(event as Stored<ReferralOutEvent>), origin }, arrival);
      if (command) this.asRecipient(referral, command, event.hlc);
      if (event.type !== 'ReferralOverdue') referral.told.recipient.add(event);
    }
  }

  private readOwnLog(referral: Referral, again: boolean): void {
    const [next] = referral.own;
    if (!next) return;
    this.asRecipient(referral, next, next.hlc);
    if (!again) referral.own.shift();
  }

  private serve(referral: Referral, type: ServiceAct['type']): void {
    const starts = type === 'NoteServiceStarted';
    const may = starts
      ? referral.episode === 'none' && this.stateAtRecipient(referral) === 'Accepted'
      : referral.episode === 'running';
    if (!may) return;
    referral.episode = starts ? 'running' : 'completed';
    const hlc = this.clocks.get(referral.to)!.draw(referral.incoming.at(-1)!.hlc);
    referral.own.push({ type, episode: idOf(500), at: this.at(referral.to), hlc });
  }

  private stateAtRecipient = (referral: Referral) => stateOfIn(fold(referralIn, referral.incoming));

  private fire(referral: Referral): void {
    const timer = nextTimer(this.half(referral));
    if (!timer || msOfInstant(timer.due) > this.physical(POLICE)) return;
    this.asSender(referral, { type: 'FireTimers', at: this.at(POLICE) }, HLC_ZERO, timer.time);
  }

  /** A person's command: refused exactly where the reference, over what this side was told, says so. */
  private attempt(lawful: boolean, command: () => void): void {
    let refused: unknown;
    try {
      command();
    } catch (error) {
      if (!(error instanceof RuleViolation)) throw error;
      refused = error.rule;
    }
    expect({ lawful, refused }).toEqual({ lawful, refused: lawful ? undefined : expect.any(String) });
  }

  perform(action: Action): void {
    if (action.act === 'wait') this.now += action.ms;
    else if (action.act === 'wait-for-a-limit') this.waitForALimit(action.limit, action.ms);
    else this.performOn(this.referrals[action.referral % this.referrals.length]!, action);
  }

  private waitForALimit(limit: number, ms: number): void {
    const limits = this.referrals.flatMap(({ out }) => {
      const { acknowledgeBy, deadline, expireAt } = this.half({ out } as Referral).sent!;
      return [acknowledgeBy, deadline, expireAt].map(msOfInstant);
    });
    this.now = Math.max(this.now, limits[limit % limits.length]! + ms);
  }

  private performOn(referral: Referral, action: Exclude<Action, { ms: number }>): void {
    const sender = referenceState(this.knownTo(referral, 'sender'));
    const recipient = referral.incoming.length > 0 ? referenceState(this.knownTo(referral, 'recipient')) : undefined;
    const inTime = msOfInstant(this.half(referral).sent!.deadline) >= this.physical(referral.to);
    const open = (recipient === 'Sent' || recipient === 'Acknowledged') && inTime;
    const now = { at: this.at(referral.to) };
    switch (action.act) {
      case 'fire':
        return this.fire(referral);
      case 'withdraw':
        return this.attempt(sender === 'Sent' || sender === 'Acknowledged', () =>
          this.asSender(referral, { type: 'WithdrawReferral', reason: 'VictimDeclined' }),
        );
      case 'terminate':
        return this.attempt(sender === 'Accepted' || sender === 'InService', () =>
          this.asSender(referral, { type: 'TerminateReferral', reason: 'NoShow' }),
        );
      case 'reroute':
        if (this.referrals.length === 4) return;
        return this.attempt(['Rejected', 'Expired', 'Withdrawn'].includes(sender), () =>
          this.open(action.pick % 3 === 0 ? HOSPITAL : OTHER_HOSPITAL, referral),
        );
      case 'acknowledge':
        return this.attempt(open && recipient === 'Sent', () =>
          this.asRecipient(referral, { type: 'AcknowledgeReferral', ...now }),
        );
      case 'accept':
        return this.attempt(open, () => this.asRecipient(referral, { type: 'AcceptReferral', ...now }));
      case 'reject':
        return this.attempt(open, () => this.asRecipient(referral, { type: 'RejectReferral', reason: 'CapacityFull', ...now }));
      case 'confirm': {
        const confirmed = referral.incoming.some(({ type }) => type === 'ReferralWithdrawalConfirmed');
        return this.attempt(recipient === 'Withdrawn' && !confirmed, () =>
          this.asRecipient(referral, { type: 'ConfirmWithdrawal' }),
        );
      }
      case 'give-up':
        return this.attempt(recipient === 'Accepted' || recipient === 'InService', () =>
          this.asRecipient(referral, { type: 'TerminateReferral', reason: 'MovedAway' }),
        );
      case 'start':
        return this.serve(referral, 'NoteServiceStarted');
      case 'complete':
        return this.serve(referral, 'NoteServiceCompleted');
      case 'read-own-log':
        return this.readOwnLog(referral, action.again);
      case 'deliver':
        return this.deliver(referral, action.pick, action.again, action.crash);
    }
  }

  /** Own events, and those of the other side that were delivered; or everything there is. */
  private knownTo({ out, incoming, told, to }: Referral, side: 'sender' | 'recipient' | 'all'): Fact[] {
    const sent = side === 'recipient' ? out.filter((event) => told.recipient.has(event)) : out;
    const received = side === 'sender' ? incoming.filter((event) => told.sender.has(event)) : incoming;
    return [
      ...sent.map((event) => ({ event, by: POLICE, hlc: event.hlc })),
      ...received.map((event) => ({ event, by: to, hlc: event.hlc })),
    ];
  }

  /** At every instant each half says what the reference makes of what it was told, and the joint view what it makes of everything. */
  checkEveryInstant(): void {
    for (const referral of this.referrals) {
      const { out, incoming } = referral;
      expect(stateOfOut(this.half(referral))).toBe(referenceState(this.knownTo(referral, 'sender')));
      if (incoming.length > 0) expect(this.stateAtRecipient(referral)).toBe(referenceState(this.knownTo(referral, 'recipient')));
      const all = this.knownTo(referral, 'all');
      const { state, overdue, escalated } = joint(out, incoming)!;
      expect({ state, overdue, escalated }).toEqual({ state: referenceState(all), ...referenceFlags(all) });
    }
  }

  /** Delivers everything, and fires every timer when it is due. */
  settleDown(): void {
    for (let round = 0; round < 4; round++) {
      for (const referral of this.referrals) {
        while (referral.letters.length > 0 || referral.own.length > 0) {
          this.deliver(referral, 0, false, false);
          this.deliver(referral, referral.letters.length - 1, false, false);
          this.readOwnLog(referral, false);
        }
        this.fire(referral);
      }
      this.now += 80 * 3_600_000;
    }
  }

  checkAtRest(): void {
    for (const referral of this.referrals) {
      const { out, incoming } = referral;
      const all = this.knownTo(referral, 'all');
      const state = referenceState(all);
      expect([stateOfOut(this.half(referral)), this.stateAtRecipient(referral), joint(out, incoming)!.state]).toEqual([
        state,
        state,
        state,
      ]);
      expect(state).not.toMatch(/^(Sent|Acknowledged)$/);
      expect(nextTimer(this.half(referral))).toBeNull();
      this.checkRaces(referral, all);
      this.checkOnce(referral);
    }
  }

  private checkRaces({ out, incoming }: Referral, all: readonly Fact[]): void {
    const count = (type: Half['type']) => [...out, ...incoming].filter((event) => event.type === type).length;
    const won = decisionOf(all)?.event.type === 'ReferralAccepted';
    const accepted = count('ReferralAccepted') > 0;
    const [expired, withdrawn] = [count('ReferralExpired'), count('ReferralWithdrawn')];
    expect(count('ReferralExpiryRevoked')).toBe(won ? expired : 0);
    if (won && withdrawn)
      expect(
        count('ReferralTerminatedBySender') + count('ReferralCompleted') + count('ReferralTerminatedByRecipient'),
      ).toBeGreaterThan(0);
    if (expired && accepted) saw(won ? 'acceptance beats expiry' : 'expiry beats acceptance');
    if (withdrawn && accepted) saw(won ? 'acceptance beats withdrawal' : 'withdrawal beats acceptance');
    if (expired && count('ReferralRejected')) saw('rejection and expiry');
    if (count('ReferralTerminatedBySender') && count('ReferralCompleted')) saw('termination and completion');
  }

  private checkOnce({ out, incoming, id }: Referral): void {
    const keys = [...out, ...incoming].map((event) => {
      const noted = event.type === 'ReferralAnswerNoted' || event.type === 'ReferralNoticeNoted' ? event.data.hlc : '';
      const because = event.type === 'ReferralEscalated' ? event.data.because : '';
      const by = event.type === 'ReferralRerouted' ? event.data.by : '';
      return `${event.type} ${noted}${because}${by}`;
    });
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    const decisions = incoming.filter(({ type }) => type === 'ReferralAccepted' || type === 'ReferralRejected');
    expect(decisions.length).toBeLessThanOrEqual(1);
    const { deadline } = this.half({ out } as Referral).sent!;
    for (const { time } of decisions) expect(msOfInstant(time)).toBeLessThanOrEqual(msOfInstant(deadline));
    const expiry = out.find(({ type }) => type === 'ReferralExpired');
    if (expiry) expect({ id, time: expiry.time }).toEqual({ id, time: deadline });
    for (const event of [...out, ...incoming]) expect(event.caseid).toBe(CASE);
  }
}

const nat = fc.nat({ max: 11 });
const about = { referral: fc.nat({ max: 3 }), pick: nat };
const minute = 60_000;
const anAction = (...acts: string[]) => fc.record({ act: fc.constantFrom(...acts), ...about });
const action = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      act: fc.constant('deliver'),
      ...about,
      again: fc.boolean(),
      crash: fc.nat({ max: 5 }).map((n) => n === 0),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ act: fc.constant('wait'), ms: fc.oneof(fc.nat({ max: minute }), fc.nat({ max: 1_800 * minute })) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ act: fc.constant('wait-for-a-limit'), limit: nat, ms: fc.integer({ min: -minute, max: minute }) }),
  },
  { weight: 3, arbitrary: anAction('fire') },
  { weight: 4, arbitrary: anAction('acknowledge', 'accept', 'accept', 'reject') },
  { weight: 2, arbitrary: anAction('withdraw', 'reroute', 'reroute') },
  { weight: 2, arbitrary: anAction('start', 'complete', 'terminate', 'give-up', 'confirm') },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('read-own-log'), ...about, again: fc.boolean() }) },
) as fc.Arbitrary<Action>;

/** Physical clocks at most 60 s apart: the distance up to which a remote reading moves one's own. */
const skew = fc.integer({ min: -30_000, max: 30_000 });
const setting: fc.Arbitrary<Setting> = fc.record({ skews: fc.tuple(skew, skew, skew), graceHours: fc.constantFrom(0, 0, 2) });

describe('both halves of a referral', () => {
  it('agree with the joint state table, whatever the network, the clocks and crashes do', () => {
    fc.assert(
      fc.property(setting, fc.array(action, { minLength: 10, maxLength: 70, size: 'max' }), (given, actions) => {
        const world = new World(given);
        for (const next of actions) {
          world.perform(next);
          world.checkEveryInstant();
        }
        world.settleDown();
        world.checkAtRest();
      }),
      { numRuns: 2_000 },
    );
  }, 120_000);

  it.each([
    'acceptance beats expiry',
    'expiry beats acceptance',
    'acceptance beats withdrawal',
    'withdrawal beats acceptance',
    'rejection and expiry',
    'termination and completion',
    'duplicate ended',
  ])('have met in a race: %s', (race) => expect(seen.get(race) ?? 0).toBeGreaterThan(0));

  afterAll(() => console.log(Object.fromEntries(seen)));
});
