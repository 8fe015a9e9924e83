import type { Cause, StatedCode } from '@satualur/contracts/event';
import type { Instant, StreamId } from '@satualur/contracts/ids';
import { RuleViolation } from '@satualur/decider/decider';
import type { Committed, DueTimer, EventStore, StoredEvent, Unit } from '@satualur/event-store/store';
import type { DatedLists } from './dated-lists';

/** Refuses the first code that its list does not have at that time. */
export function mustBeListed(lists: DatedLists, codes: readonly StatedCode[], time: Instant): void {
  const unlisted = codes.find((code) => !lists.allowsStated(code, time));
  if (unlisted === undefined) return;
  const { list, scheme, version, code, pointer } = unlisted;
  const named = { ...(list && { list }), ...(scheme && { scheme }), ...(version && { version }) };
  throw new RuleViolation('code-not-in-list', { ...named, code, at: time, field: pointer });
}

/**
 * An event store that holds the codes of a command against the lists in force at its recorded time (domain 5.5, 19), with the decision
 * itself: a refused command writes nothing but its refusal, and a repeat gets its first answer whatever the lists say since.
 */
export class ListedStore implements EventStore {
  constructor(
    private readonly store: EventStore,
    private readonly lists: DatedLists,
  ) {}

  transact(cause: Cause, work: (unit: Unit) => Promise<void>): Promise<Committed> {
    if (!cause.codes?.length) return this.store.transact(cause, work);
    return this.store.transact(cause, async (unit) => {
      mustBeListed(this.lists, cause.codes ?? [], cause.recordedAt ?? cause.at);
      await work(unit);
    });
  }

  read(stream: StreamId): Promise<readonly StoredEvent[]> {
    return this.store.read(stream);
  }

  dueTimers(by: Instant, limit: number): Promise<readonly DueTimer[]> {
    return this.store.dueTimers(by, limit);
  }

  nextDue(): Promise<DueTimer | undefined> {
    return this.store.nextDue();
  }

  holder(kind: string, key: string): Promise<StreamId | undefined> {
    return this.store.holder(kind, key);
  }

  close(): Promise<void> {
    return this.store.close();
  }
}
