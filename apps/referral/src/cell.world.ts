import type { AgencyService } from '@satualur/contracts/catalogue';
import { at, HOSPITAL, OTHER_HOSPITAL, POLICE, SECRETARIAT, STAFF } from '@satualur/contracts/cast';
import type { AnyEvent, Cause } from '@satualur/contracts/event';
import { type AgencyKey, agencyKeyOf, categoryOf, instantOf, msOfInstant, type StreamId } from '@satualur/contracts/ids';
import { nameOfType } from '@satualur/contracts/read-event';
import type { RegistryEvent } from '@satualur/contracts/registry/events';
import { agencyProvisioned, agencyRegistered, slaPolicyChanged, taskForceFormed } from '@satualur/contracts/registry/examples';
import { randomIds } from '@satualur/event-store/random-ids';
import type { Committed, EventStore, StoredEvent } from '@satualur/event-store/store';
import type { AgencyHost } from '@satualur/service-host/agency-host';
import { Directory } from '@satualur/service-host/directory';
import { memoryAgency, type MemoryAgency } from '@satualur/service-host/memory-agency';
import { fireDue } from '@satualur/service-host/timers';
import { memoryVault } from '@satualur/vault/memory-vault';
import { referralReactions } from './referral.reactions';
import { fireReferral } from './referral.timers';
import { type ReferralRow, rowOfIn, rowOfOut } from './rows/referral.row';
import { storedEvents } from './stored-events.world';

/** An agency of another province that has no store here. */
export const ELSEWHERE = agencyKeyOf('DINSOS-73');
const ON_PLATFORM = [POLICE, HOSPITAL, OTHER_HOSPITAL, SECRETARIAT];
const codeOf = (key: AgencyKey): string => key.toUpperCase();

const vaults = new Map(ON_PLATFORM.map((key) => [key, memoryVault(key)]));

interface Agency extends MemoryAgency {
  /** How far each log has been read here. */
  readonly read: Map<AgencyKey, number>;
}

/** Agencies in memory with the real write path, handlers, reactions and timers of this service, and a network that keeps things. */
export class Cell {
  now = msOfInstant(at('02-03 10:00'));
  readonly ids = randomIds();
  readonly directory = new Directory();
  readonly agencies: ReadonlyMap<AgencyKey, Agency>;
  /** What the handlers ask for. */
  readonly host: AgencyHost;

  constructor() {
    for (const key of [...ON_PLATFORM, ELSEWHERE])
      this.publish(agencyRegistered({ key, code: codeOf(key), onPlatform: key !== ELSEWHERE }));
    for (const key of ON_PLATFORM) this.publish(agencyProvisioned({ key }));
    this.publish(taskForceFormed({ kabkota: '6310' }));
    this.publish(slaPolicyChanged());
    this.agencies = new Map(ON_PLATFORM.map((key) => [key, this.open(key)]));
    this.host = { agency: (key: AgencyKey) => this.agencies.get(key)!.open } as AgencyHost;
  }

  publish(event: AnyEvent): void {
    this.directory.apply(event as RegistryEvent);
  }

  cause(): Cause {
    return { actor: STAFF, at: instantOf(this.now), command: { id: this.ids.next() } };
  }

  storeOf(key: AgencyKey, service: AgencyService = 'referral'): EventStore {
    return this.agencies.get(key)!.stores[service];
  }

  /** What another service of the agency writes. */
  write(key: AgencyKey, service: AgencyService, stream: StreamId, ...events: AnyEvent[]): Promise<Committed> {
    return this.storeOf(key, service).transact(this.cause(), (unit) => unit.record(stream, events));
  }

  async types(key: AgencyKey, stream: StreamId): Promise<string[]> {
    return (await this.storeOf(key).read(stream)).map(({ event }) => event.type);
  }

  /** The reader `to` takes the next record of the log `from`, its own or what is addressed to it; a repeat changes nothing. */
  async deliver(from: AgencyKey, to: AgencyKey, again = false): Promise<boolean> {
    const reader = this.agencies.get(to)!;
    const { events } = this.agencies.get(from)!.log;
    let seq = reader.read.get(from) ?? 0;
    while (seq < events.length && !this.isFor(to, from, storedEvents.of(events[seq]!.bytes))) seq++;
    const row = events[seq];
    reader.read.set(from, row ? seq + 1 : seq);
    if (!row) return false;
    const record = { log: from, seq: seq + 1, envelope: storedEvents.of(row.bytes).envelope };
    const runner = reader.runners[from === to ? 'own-log' : 'inbox'];
    for (let times = again ? 2 : 1; times > 0; times--) await runner.redrive(record as never);
    return true;
  }

  /** Delivers everything to everybody until nothing moves. */
  async settle(): Promise<void> {
    for (let moved = true; moved;) {
      moved = false;
      for (const from of ON_PLATFORM) for (const to of ON_PLATFORM) while (await this.deliver(from, to)) moved = true;
    }
  }

  /** Fires what is due at one agency. */
  fire(key: AgencyKey): Promise<number> {
    return fireDue(this.storeOf(key), fireReferral, { now: () => this.now });
  }

  /** Steps from timer to timer up to `until`, delivering between. */
  async passTo(until: number): Promise<void> {
    for (;;) {
      await this.settle();
      const due = await Promise.all(ON_PLATFORM.map((key) => this.storeOf(key).nextDue()));
      const next = Math.min(...due.flatMap((timer) => (timer ? [msOfInstant(timer.at)] : [])));
      if (next > until) break;
      this.now = Math.max(this.now, next);
      for (const key of ON_PLATFORM) await this.fire(key);
    }
    this.now = Math.max(this.now, until);
  }

  /** The rows that the service's own log comes to. */
  rowsOf(key: AgencyKey): readonly ReferralRow[] {
    const { log } = this.agencies.get(key)!;
    return [...log.streams].flatMap(([stream, rows]) => {
      const events = rows.map(({ bytes }) => storedEvents.of(bytes));
      const category = categoryOf(stream);
      const row =
        category === 'referralout' ? rowOfOut(events as never) : category === 'referralin' ? rowOfIn(events as never) : undefined;
      return row ? [row] : [];
    });
  }

  private isFor(to: AgencyKey, from: AgencyKey, { envelope }: StoredEvent): boolean {
    const wanted = referralReactions.some(
      ({ on, from: of }) => (of === 'own-log') === (to === from) && on.includes(nameOfType(envelope.type)),
    );
    return wanted && (to === from || (envelope.audience?.split(' ').includes(to) ?? false));
  }

  private open(key: AgencyKey): Agency {
    const { directory } = this;
    const agency = memoryAgency({
      ...{ key, service: 'referral', directory, clock: { now: () => this.now }, vault: vaults.get(key)! },
      reactions: referralReactions,
      asked: (text, values) => this.asked(key, text, values),
    });
    return { ...agency, read: new Map() };
  }

  /** The two questions that reactions ask of the rows. */
  private asked(key: AgencyKey, text: string, [first, second]: readonly unknown[]): readonly ReferralRow[] {
    const rows = this.rowsOf(key);
    if (text.includes(`half = 'sender' AND record`))
      return rows.filter(
        ({ half, record, counterpart }) => half === 'sender' && record === first && (second === null || counterpart === second),
      );
    return rows.filter(
      ({ half, counterpart, subject, legal_basis, state }) =>
        half === 'recipient' &&
        counterpart === first &&
        subject === second &&
        legal_basis === 'Consent' &&
        /^(Accepted|InService)$/.test(state),
    );
  }
}
