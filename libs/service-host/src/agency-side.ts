import type { AgencyService } from '@satualur/contracts/catalogue';
import type { AgencyKey, Instant, StreamId } from '@satualur/contracts/ids';
import type { Clock, HybridClock } from '@satualur/event-store/clock';
import type { EventStore, Unit } from '@satualur/event-store/store';
import type { Broker, StartOffset, TopicReader } from '@satualur/messaging/broker';
import type { Parking } from '@satualur/messaging/parking';
import type { Vault } from '@satualur/vault/vault';
import type { Config } from './config';
import type { Directory } from './directory';
import type { Log } from './logging';
import type { Reaction } from './reactions';
import type { Migration } from './service-schema';

/** A reader of this process; `attach` is for those that read again. */
export type ProcessReader = TopicReader & { attach?(seeker: { seek(topic: string, offset: StartOffset): void }): void };

/** The service's own schema in the agency's database: read here, written alongside appends. */
export interface ServiceRows {
  query<R extends object>(text: string, values?: readonly unknown[]): Promise<readonly R[]>;
}

/** One agency as one service works with it: code below knows one store only (architecture 4). */
export interface OpenAgency {
  readonly key: AgencyKey;
  readonly store: EventStore;
  readonly vault: Vault;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly broker: Broker;
  readonly rows: ServiceRows;
  /** Where a reader of this agency puts what it cannot take. */
  readonly parkingOf: (reader: string) => Parking;
}

/** What an agency-side service brings to every agency it hosts. */
export interface AgencySide {
  readonly service: AgencyService;
  readonly reactions: readonly Reaction<OpenAgency>[];
  /** Steps of the service's own schema beyond the readers' tables; each names its class `<What><13 digits>`. */
  readonly migrations?: readonly Migration[];
  /** Absent for a service without timers. */
  readonly fire?: (unit: Unit, stream: StreamId, at: Instant, agency: OpenAgency) => Promise<void>;
  /** How much of what this agency waits for from elsewhere is not there yet; the demo clock stands still for it. */
  readonly awaited?: (agency: OpenAgency) => Promise<number>;
  /** Further topics of an agency that this service reads. */
  readonly topics?: (agency: OpenAgency) => readonly ProcessReader[];
}

export interface HostContext {
  readonly config: Config;
  readonly clock: Clock;
  readonly hybrid: HybridClock;
  readonly directory: Directory;
  readonly broker: Broker;
  readonly log: Log;
}
