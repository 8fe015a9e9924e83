import { categoriesOfService, type ServiceName } from '@satualur/contracts/catalogue';
import type { Cause } from '@satualur/contracts/event';
import { categoryOf, type Instant, instantOf, msOfInstant, type StreamId } from '@satualur/contracts/ids';
import { claimId, MemoryAppender } from './memory-appender';
import type { MemoryLog } from './memory-log';
import type { Committed, DueTimer, EventStore, StoredEvent, Unit } from './store';
import { WritePath, type WriterOptions } from './write-path';

export { MemoryLog } from './memory-log';
export { MemoryLogStore } from './memory-log-store';

export interface MemoryStoreOptions extends WriterOptions {
  readonly log: MemoryLog;
  /** Called after each commit, besides the log's own wake. */
  readonly onCommitted?: () => void;
}

/** In-memory twin of PostgresEventStore: the same write path and suite, another appender. */
export class MemoryEventStore implements EventStore {
  private readonly log: MemoryLog;
  private readonly categories: readonly string[];
  private readonly appender: MemoryAppender;
  private readonly writer: WritePath;

  constructor(options: MemoryStoreOptions) {
    this.log = options.log;
    this.categories = categoriesOfService(options.source.split('/').at(-1) as ServiceName);
    this.appender = new MemoryAppender(options.log, this.categories, () => {
      options.onCommitted?.();
      options.log.wake();
    });
    this.writer = new WritePath(this.appender, options);
  }

  transact(cause: Cause, work: (unit: Unit) => Promise<void>): Promise<Committed> {
    return this.writer.transact(cause, work);
  }

  read(stream: StreamId): Promise<readonly StoredEvent[]> {
    return this.appender.load(stream);
  }

  dueTimers(by: Instant, limit: number): Promise<readonly DueTimer[]> {
    return Promise.resolve(
      this.timers()
        .filter(({ at }) => at <= instantOf(msOfInstant(by)))
        .slice(0, limit),
    );
  }

  nextDue(): Promise<DueTimer | undefined> {
    return Promise.resolve(this.timers()[0]);
  }

  holder(kind: string, key: string): Promise<StreamId | undefined> {
    return Promise.resolve(this.log.claims.get(claimId(kind, key)));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private timers(): DueTimer[] {
    return [...this.log.dues]
      .filter(([stream]) => this.categories.includes(categoryOf(stream)))
      .map(([stream, at]) => ({ stream, at: instantOf(msOfInstant(at)) }))
      .sort((a, b) => (a.at + a.stream < b.at + b.stream ? -1 : 1));
  }
}
