import type { AgencyService } from '@satualur/contracts/catalogue';
import { at, HOSPITAL, OTHER_HOSPITAL, POLICE } from '@satualur/contracts/cast';
import type { AnyEvent, Cause } from '@satualur/contracts/event';
import {
  type Actor,
  type AgencyKey,
  agencyKeyOf,
  instantOf,
  msOfInstant,
  type StreamId,
  uuidOfStream,
} from '@satualur/contracts/ids';
import type { KeyEvent, RecordEvent } from '@satualur/contracts/intake/events';
import type { GrantEvent } from '@satualur/contracts/referral/events';
import type { RegistryEvent } from '@satualur/contracts/registry/events';
import { agencyProvisioned, agencyRegistered, slaPolicyChanged } from '@satualur/contracts/registry/examples';
import { storedEvent } from '@satualur/event-store/envelope';
import { randomIds } from '@satualur/event-store/random-ids';
import type { StoredEvent } from '@satualur/event-store/store';
import type { AgencyHost } from '@satualur/service-host/agency-host';
import { Directory } from '@satualur/service-host/directory';
import { memoryAgency, type MemoryAgency } from '@satualur/service-host/memory-agency';
import { fireDue } from '@satualur/service-host/timers';
import { memoryVault } from '@satualur/vault/memory-vault';
import { intakeReactions } from './intake.reactions';
import { fireIntake } from './intake.timers';

/** An agency of another province that has no store here. */
export const ELSEWHERE = agencyKeyOf('DINSOS-73');
const ON_PLATFORM = [POLICE, HOSPITAL, OTHER_HOSPITAL];
export const codeOf = (key: AgencyKey): string => key.toUpperCase();

interface Office extends MemoryAgency {
  readonly vault: ReturnType<typeof memoryVault>;
  readonly read: Map<AgencyKey, number>;
}

/** Agencies in memory with the real write path, vault, acts, reactions and timers of this service, and a network that loses nothing. */
export class World {
  now = msOfInstant(at('02-03 10:00'));
  readonly ids = randomIds();
  readonly directory = new Directory();
  readonly offices: ReadonlyMap<AgencyKey, Office>;
  readonly host: AgencyHost;

  constructor() {
    for (const key of [...ON_PLATFORM, ELSEWHERE])
      this.publish(agencyRegistered({ key, code: codeOf(key), onPlatform: key !== ELSEWHERE }));
    for (const key of ON_PLATFORM) this.publish(agencyProvisioned({ key }));
    this.publish(slaPolicyChanged());
    this.offices = new Map(ON_PLATFORM.map((key) => [key, this.found(key)]));
    this.host = { agency: (key: AgencyKey) => this.office(key).open } as AgencyHost;
  }

  publish(event: AnyEvent): void {
    this.directory.apply(event as RegistryEvent);
  }

  office(key: AgencyKey): Office {
    return this.offices.get(key)!;
  }

  cause(over: Partial<Cause> = {}): Cause {
    return { actor: 'staff-7/caseworker' as Actor, at: instantOf(this.now), command: { id: this.ids.next() }, ...over };
  }

  /** What another service of the agency writes. */
  write(key: AgencyKey, service: AgencyService, stream: StreamId, ...events: AnyEvent[]) {
    return this.office(key).stores[service].transact(this.cause(), (unit) => unit.record(stream, events));
  }

  events(key: AgencyKey): readonly StoredEvent[] {
    return this.office(key).log.events.map(({ bytes }) => storedEvent(bytes));
  }

  async types(key: AgencyKey, stream: StreamId): Promise<string[]> {
    return (await this.office(key).open.store.read(stream)).map(({ event }) => event.type);
  }

  /** Delivers everything to everybody, each record twice, until nothing moves. */
  async settle(): Promise<void> {
    for (let moved = true; moved;) {
      moved = false;
      for (const from of ON_PLATFORM) for (const to of ON_PLATFORM) moved = (await this.deliver(from, to)) || moved;
    }
  }

  /** Steps from timer to timer up to `until`, delivering between. */
  async passTo(until: number): Promise<void> {
    for (;;) {
      await this.settle();
      const due = await Promise.all(ON_PLATFORM.map((key) => this.office(key).open.store.nextDue()));
      const next = Math.min(...due.flatMap((timer) => (timer ? [msOfInstant(timer.at)] : [])));
      if (next > until) break;
      this.now = Math.max(this.now, next);
      for (const { open } of this.offices.values())
        await fireDue(open.store, (unit, stream, when) => fireIntake(unit, stream, when, open), { now: () => this.now });
    }
    this.now = Math.max(this.now, until);
  }

  private async deliver(from: AgencyKey, to: AgencyKey): Promise<boolean> {
    const { read, runners } = this.office(to);
    const events = this.events(from);
    const start = read.get(from) ?? 0;
    read.set(from, events.length);
    const runner = runners[from === to ? 'own-log' : 'inbox'];
    for (const [index, { envelope }] of events.entries()) {
      if (index < start || (from !== to && !envelope.audience?.split(' ').includes(to))) continue;
      const record = { log: from, seq: index + 1, envelope } as never;
      await runner.redrive(record);
      await runner.redrive(record);
    }
    return events.length > start;
  }

  private found(key: AgencyKey): Office {
    const { directory } = this;
    const vault = memoryVault(key);
    const agency = memoryAgency({
      ...{ key, service: 'intake', directory, clock: { now: () => this.now }, vault, reactions: intakeReactions },
      asked: (text, values) => this.asked(key, text, values),
    });
    return { ...agency, vault, read: new Map() };
  }

  /** The questions that acts and reactions ask of the rows, answered from the log that the rows come from. */
  private asked(key: AgencyKey, text: string, values: readonly unknown[]): readonly object[] {
    const events = this.events(key);
    if (text.startsWith('SELECT DISTINCT recipient')) return grantees(events, values);
    if (text.includes('FROM "intake".held')) return held(events, values);
    if (text.includes('FROM "intake".erasure')) return erasures(events, values);
    if (text.includes('WHERE case_ref')) return ofCase(events, values);
    return [];
  }
}

const grantees = (events: readonly StoredEvent[], [subject]: readonly unknown[]) => {
  const granted = events.map(({ event }) => event as GrantEvent).filter(({ type }) => type === 'KeysGranted');
  return [...new Set(granted.filter(({ data }) => data.subject === subject).map(({ data }) => data.to))]
    .sort()
    .map((recipient) => ({ recipient }));
};

function held(events: readonly StoredEvent[], [owner, subject, except]: readonly unknown[]) {
  const keys = events.map(({ event }) => event as KeyEvent);
  const gone = keys.filter(({ type }) => type === 'GrantedKeysDestroyed').map(({ data }) => data.grant);
  return keys
    .filter(({ type, data }) => type === 'KeysAwaited' && data.from === owner && data.subject === subject)
    .filter(({ data }) => data.grant !== except && !gone.includes(data.grant))
    .map(({ data }) => ({ id: data.grant, classes: data.classes }));
}

const ofCase = (events: readonly StoredEvent[], [caseRef]: readonly unknown[]) =>
  events
    .filter(({ event }) => (event as RecordEvent).type === 'AgencyRecordRegistered')
    .filter(({ event }) => (event.data as { caseRef?: string }).caseRef === caseRef)
    .map(({ stream }) => ({ id: uuidOfStream(stream) }));

const erasures = (events: readonly StoredEvent[], [subject]: readonly unknown[]) =>
  events
    .filter(({ event }) => (event as RecordEvent).type === 'SubjectErased')
    .filter(({ event }) => (event.data as { subject: string }).subject === subject)
    .map(({ stream }) => ({ record: uuidOfStream(stream) }));
