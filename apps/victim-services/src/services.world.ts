import type { AgencyService } from '@satualur/contracts/catalogue';
import { at, POLICE, STAFF } from '@satualur/contracts/cast';
import type { AnyEvent } from '@satualur/contracts/event';
import { type Instant, msOfInstant, type StreamId } from '@satualur/contracts/ids';
import type { RegistryEvent } from '@satualur/contracts/registry/events';
import { slaPolicyChanged } from '@satualur/contracts/registry/examples';
import { storedEvent } from '@satualur/event-store/envelope';
import { randomIds } from '@satualur/event-store/random-ids';
import type { Unit } from '@satualur/event-store/store';
import { Directory } from '@satualur/service-host/directory';
import { memoryAgency } from '@satualur/service-host/memory-agency';
import { fireDue } from '@satualur/service-host/timers';
import { memoryVault } from '@satualur/vault/memory-vault';
import { fireServices } from './services.timers';

/** One agency in memory, with the real write path, vault and timers of this service; nothing reacts to what is written. */
export class ServicesWorld {
  now = at('02-03 10:00');
  readonly directory = new Directory();
  readonly clock = { now: () => msOfInstant(this.now) };
  readonly agency = memoryAgency({
    ...{ key: POLICE, service: 'victim-services', directory: this.directory, clock: this.clock, vault: memoryVault(POLICE) },
  });
  private readonly ids = randomIds();

  constructor() {
    this.publish(slaPolicyChanged());
  }

  publish(event: AnyEvent): void {
    this.directory.apply(event as RegistryEvent);
  }

  work(work: (unit: Unit, now: Instant) => Promise<unknown>, service: AgencyService = 'victim-services') {
    const cause = { actor: STAFF, at: this.now, command: { id: this.ids.next() } };
    return this.agency.stores[service].transact(cause, async (unit) => void (await work(unit, this.now)));
  }

  /** What another service of the agency writes. */
  write(service: AgencyService, stream: StreamId, ...events: AnyEvent[]) {
    return this.work((unit) => unit.record(stream, events), service);
  }

  events() {
    return this.agency.log.events.map(({ bytes }) => storedEvent(bytes));
  }

  /** Steps from timer to timer up to `until`. */
  async passTo(until: Instant): Promise<void> {
    const { store } = this.agency.open;
    for (let due = await store.nextDue(); due && due.at <= until; due = await store.nextDue()) {
      this.now = due.at;
      await fireDue(store, fireServices, this.clock);
    }
    this.now = until;
  }
}
