import { at, HOSPITAL, idOf, OTHER_HOSPITAL, POLICE } from '@satualur/contracts/cast';
import { type Hlc, HLC_ZERO, hlcMax } from '@satualur/contracts/hlc';
import { type AgencyKey, type Instant, instantOf, msOfInstant, streamOf, type Uuid } from '@satualur/contracts/ids';
import type { ReferralInEvent, ReferralOutEvent } from '@satualur/contracts/referral/events';
import { isFinal } from '@satualur/contracts/referral/life-cycle';
import { dueAt, withGrace } from '@satualur/contracts/registry/deadlines';
import { defaultLimits, type LimitName } from '@satualur/contracts/registry/limits';
import { fold, RuleViolation } from '@satualur/decider/decider';
import { asAnswer, asNotice } from './exchange';
import type { Fact } from './halves.reference';
import { facts, send } from './referral.builders';
import { type ReferralIn, referralIn, type ReferralInCommand } from './referral-in';
import { type ReferralOut, referralOut, type ReferralOutCommand, stateOfOut } from './referral-out';

export type Half = ReferralOutEvent | ReferralInEvent;
export type Stored<E> = E & { readonly hlc: Hlc; readonly time: Instant };

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
export interface Exchange {
  readonly id: Uuid;
  readonly to: AgencyKey;
  readonly out: Stored<ReferralOutEvent>[];
  readonly incoming: Stored<ReferralInEvent>[];
  readonly letters: Letter[];
  readonly ownLog: ServiceAct[];
  readonly told: Record<'sender' | 'recipient', Set<Stored<Half>>>;
  episode: 'none' | 'running' | 'completed';
}

/** A hybrid logical clock over a physical one. */
export interface LogicalClock {
  draw(...floors: Hlc[]): Hlc;
  observe(remote: Hlc): boolean;
}

const AGENCIES = [POLICE, HOSPITAL, OTHER_HOSPITAL];
/** When a service is to have begun: with the limit of acknowledgement, so that it passes in every state before the service. */
const SERVICE_HOURS = 24;

/** Three agencies with stores in memory, clocks that differ, and a network that delays, repeats and reorders. For the model test. */
export class World {
  now = msOfInstant(at('02-03 10:00'));
  readonly exchanges: Exchange[] = [];
  duplicatesEnded = 0;
  private readonly clocks: ReadonlyMap<AgencyKey, LogicalClock>;

  constructor(
    private readonly setting: { readonly skews: readonly number[]; readonly graceHours: number },
    clockOver: (physical: () => number) => LogicalClock,
  ) {
    this.clocks = new Map(AGENCIES.map((agency) => [agency, clockOver(() => this.physical(agency))]));
    this.open(HOSPITAL);
  }

  physical = (agency: AgencyKey): number => this.now + this.setting.skews[AGENCIES.indexOf(agency)]!;
  at = (agency: AgencyKey): Instant => instantOf(this.physical(agency));
  sender = ({ out }: Exchange): ReferralOut => fold(referralOut, out);
  recipient = ({ incoming }: Exchange): ReferralIn => fold(referralIn, incoming);

  /** Sends a referral, as a reroute of another if one is given. */
  open(to: AgencyKey, superseded?: Exchange): void {
    const id = idOf(100 + this.exchanges.length);
    const told = { sender: new Set<Stored<Half>>(), recipient: new Set<Stored<Half>>() };
    const exchange: Exchange = { id, to, out: [], incoming: [], letters: [], ownLog: [], told, episode: 'none' };
    if (superseded) this.asSender(superseded, { type: 'RerouteReferral', by: id, to });
    const { record, service, application } = send();
    const limit = (name: LimitName) => dueAt(this.at(POLICE), defaultLimits[name], () => false);
    const deadline = limit('Decide');
    const limits = { acknowledgeBy: limit('Acknowledge'), deadline, expireAt: withGrace(deadline, this.setting.graceHours) };
    const asked = { record, service, dueAt: withGrace(this.at(POLICE), SERVICE_HOURS) };
    const known = facts({ limits, application: asked, ...(superseded && { superseded: { record, service, application } }) });
    this.exchanges.push(exchange);
    this.asSender(exchange, send({ at: this.at(POLICE), to, ...(superseded && { supersedes: superseded.id }), facts: known }));
  }

  asSender(exchange: Exchange, command: ReferralOutCommand, cause: Hlc = HLC_ZERO): void {
    const decided = referralOut.decide(command, this.sender(exchange));
    const stored = this.append(POLICE, exchange.out, decided, cause);
    this.post(exchange, POLICE, stored, exchange.out.length);
    if (stored.some(({ type }) => type === 'ReferralExpiryRevoked')) this.endReroutesOf(exchange, cause);
  }

  asRecipient(exchange: Exchange, command: ReferralInCommand, cause: Hlc = HLC_ZERO): void {
    const decided = referralIn.decide(command, this.recipient(exchange));
    const stored = this.append(exchange.to, exchange.incoming, decided, cause);
    this.post(exchange, exchange.to, stored, exchange.incoming.length);
  }

  /** Hands over one letter; `again` leaves it to come a second time. What comes too early is held. */
  deliver(exchange: Exchange, pick: number, again: boolean): void {
    const index = pick % Math.max(exchange.letters.length, 1);
    const letter = exchange.letters[index];
    if (!letter) return;
    try {
      this.take(exchange, letter);
      if (!again) exchange.letters.splice(index, 1);
    } catch (error) {
      if (!(error instanceof RuleViolation && error.rule === 'referral-unknown')) throw error;
    }
  }

  /** The recipient's reaction to its own victim-services. */
  readOwnLog(exchange: Exchange, again: boolean): void {
    const [next] = exchange.ownLog;
    if (!next) return;
    this.asRecipient(exchange, next, next.hlc);
    if (!again) exchange.ownLog.shift();
  }

  serve(exchange: Exchange, type: ServiceAct['type']): void {
    exchange.episode = type === 'NoteServiceStarted' ? 'running' : 'completed';
    const hlc = this.clocks.get(exchange.to)!.draw(exchange.incoming.at(-1)!.hlc);
    exchange.ownLog.push({ type, episode: idOf(500), at: this.at(exchange.to), hlc });
  }

  /** The sender's next timer, if it is due by its clock. */
  fire(exchange: Exchange): void {
    this.asSender(exchange, { type: 'FireTimers', at: this.at(POLICE) });
  }

  /** Delivers everything, and fires every timer, until nothing is left to happen. */
  settleDown(): void {
    for (let round = 0; round < 4; round++) {
      for (const exchange of this.exchanges) {
        while (exchange.letters.length > 0 || exchange.ownLog.length > 0) {
          this.deliver(exchange, 0, false);
          this.deliver(exchange, exchange.letters.length - 1, false);
          this.readOwnLog(exchange, false);
        }
        this.fire(exchange);
      }
      this.now += 80 * 3_600_000;
    }
  }

  /** Own events, and those of the other side that were delivered; or everything there is. */
  knownTo({ out, incoming, told, to }: Exchange, side: 'sender' | 'recipient' | 'all'): Fact[] {
    const sent = side === 'recipient' ? out.filter((event) => told.recipient.has(event)) : out;
    const answered = side === 'sender' ? incoming.filter((event) => told.sender.has(event)) : incoming;
    const by = (agency: AgencyKey) => (event: Stored<Half>) => ({ event, by: agency, hlc: event.hlc });
    return [...sent.map(by(POLICE)), ...answered.map(by(to))];
  }

  private append<E extends Half>(agency: AgencyKey, stream: Stored<E>[], events: readonly E[], cause: Hlc): Stored<E>[] {
    const clock = this.clocks.get(agency)!;
    return events.map((event) => {
      const floor = hlcMax(stream.at(-1)?.hlc ?? HLC_ZERO, cause);
      const stored = { ...event, hlc: clock.draw(floor), time: event.time ?? this.at(agency) };
      stream.push(stored);
      return stored;
    });
  }

  private post({ to, letters }: Exchange, origin: AgencyKey, events: readonly Stored<Half>[], size: number): void {
    for (const [index, event] of events.entries()) {
      const version = size - events.length + index + 1;
      const readers = event.audience?.filter((agency) => agency === to || agency === POLICE) ?? [];
      letters.push(...readers.map((reader) => ({ to: reader, origin, version, event })));
    }
  }

  private endReroutesOf(exchange: Exchange, cause: Hlc): void {
    const { reroutes } = this.sender(exchange);
    for (const reroute of this.exchanges.filter(({ id }) => reroutes.includes(id))) {
      this.duplicatesEnded++;
      this.asSender(reroute, { type: 'EndDuplicate' }, cause);
      expect(isFinal(stateOfOut(this.sender(reroute))!)).toBe(true);
      this.endReroutesOf(reroute, cause);
    }
  }

  private take(exchange: Exchange, { to, origin, version, event }: Letter): void {
    this.clocks.get(to)!.observe(event.hlc);
    if (to === POLICE) {
      const command = asAnswer({ ...(event as Stored<ReferralInEvent>), origin });
      if (command) this.asSender(exchange, command, event.hlc);
      exchange.told.sender.add(event);
      return;
    }
    const arrival = { self: to, stream: streamOf('referralout', exchange.id), version };
    const command = asNotice({ ...(event as Stored<ReferralOutEvent>), origin }, arrival);
    if (command) this.asRecipient(exchange, command, event.hlc);
    exchange.told.recipient.add(event);
  }
}
