import { AGENCY_SERVICES, type AgencyService } from '@satualur/contracts/catalogue';
import type { AgencyKey } from '@satualur/contracts/ids';
import { type Clock, HybridClock } from '@satualur/event-store/clock';
import { MemoryEventStore, MemoryLog } from '@satualur/event-store/memory-store';
import type { EventStore } from '@satualur/event-store/store';
import type { Vault } from '@satualur/vault/vault';
import type { OpenAgency, ServiceRows } from './agency-side';
import type { Directory } from './directory';
import { ListedStore } from './listed-store';
import { type Reaction, ReactionRunner } from './reactions';

export interface MemoryAgencyParts {
  readonly key: AgencyKey;
  /** The service that is looked at; of the others only what they write is here. */
  readonly service: AgencyService;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly vault: Vault;
  readonly reactions?: readonly Reaction<OpenAgency>[];
  /** Answers what the service asks of its rows. */
  readonly asked?: (text: string, values: readonly unknown[]) => readonly object[];
}

export interface MemoryAgency {
  readonly log: MemoryLog;
  readonly stores: Readonly<Record<AgencyService, EventStore>>;
  readonly open: OpenAgency;
  readonly runners: Readonly<Record<Reaction<OpenAgency>['from'], ReactionRunner<OpenAgency>>>;
}

/** One agency in this process's memory, for specs: the real write path over a log of its own, and a service's reactions. */
export function memoryAgency({ key, service, directory, clock, vault, reactions = [], asked }: MemoryAgencyParts): MemoryAgency {
  const log = new MemoryLog();
  const hybrid = new HybridClock(clock, false);
  const stores = Object.fromEntries(
    AGENCY_SERVICES.map((of) => [
      of,
      new MemoryEventStore({ log, source: `/agencies/${key}/${of}`, clock: hybrid, sealer: vault }),
    ]),
  ) as unknown as Record<AgencyService, EventStore>;
  const rows = { query: async (text: string, values: readonly unknown[] = []) => asked?.(text, values) ?? [] } as ServiceRows;
  const broker = { send: async () => undefined };
  const store = new ListedStore(stores[service], directory.lists);
  const open = { key, store, vault, directory, clock, rows, broker } as unknown as OpenAgency;
  const runner = (from: 'own-log' | 'inbox') => {
    const own = reactions.filter((reaction) => reaction.from === from);
    return new ReactionRunner(own, undefined as never, stores[service], open, clock);
  };
  return { log, stores, open, runners: { 'own-log': runner('own-log'), inbox: runner('inbox') } };
}
