import type { AnyEvent, Cause } from '@satualur/contracts/event';
import { AgencyKey, type StreamId, type SubjectId, type Uuid } from '@satualur/contracts/ids';
import { person, referralSent } from '@satualur/contracts/referral/examples';
import type { Decider } from '@satualur/decider/decider';
import { HybridClock, wallClock } from '@satualur/event-store/clock';
import { PostgresEventStore } from '@satualur/event-store/postgres-store';
import type { Committed } from '@satualur/event-store/store';
import type { StoreDatabase } from '@satualur/event-store/testing';
import type { Vault } from '@satualur/vault/vault';
import { Ledger } from './ledger';
import { readLog } from './ours';
import { CASEID, newCause, sampleEvent, SOURCE } from './sample';
import { ids, Streams } from './streams';

interface Noted {
  readonly events: number;
}
interface Note {
  readonly make: () => AnyEvent;
}

/** As many events as a referral's half has in its life. */
const LIFE = 4;
const SUBJECTS = 200;

/** Loads, folds and decides as the services' deciders do. */
const noting: Decider<Note, Noted, AnyEvent> = {
  initialState: { events: 0 },
  decide: ({ make }, { events }) => (events < LIFE ? [make()] : []),
  evolve: ({ events }) => ({ events: events + 1 }),
};

/** Whole commands of the referral service: idempotency, load, decide, seal, append, wake. */
export class OurCommands {
  readonly ledger = new Ledger();
  private readonly store: PostgresEventStore;
  private readonly streams: Streams;
  private readonly subjects: readonly SubjectId[] = Array.from({ length: SUBJECTS }, () => ids.next() as SubjectId);
  private given = 0;

  /** @param vault with one, each command sends a referral whose person has three sealed fields; without, it notes an answer */
  constructor(
    private readonly database: StoreDatabase,
    connections: number,
    private readonly vault?: Vault,
  ) {
    this.store = new PostgresEventStore({
      pool: { connectionString: database.url('referral'), max: connections },
      source: SOURCE,
      clock: new HybridClock(wallClock),
      ...(vault && { sealer: vault }),
    });
    this.streams = vault ? new Streams('referralout', 1) : new Streams('referralin', LIFE);
  }

  async give(worker: number): Promise<number> {
    const { stream, version } = this.streams.next(worker);
    await this.execute(newCause(), stream, this.vault ? () => this.sending() : sampleEvent);
    this.ledger.acknowledge(stream, version);
    return 1;
  }

  counts() {
    return this.ledger.check(readLog(this.database));
  }

  async close(): Promise<void> {
    await this.store.close();
  }

  private execute(cause: Cause, stream: StreamId, make: () => AnyEvent): Promise<Committed> {
    return this.store.transact(cause, async (unit) => void (await unit.decide(stream, noting, { make })));
  }

  private sending(): AnyEvent {
    const subject = this.subjects[this.given++ % SUBJECTS]!;
    const named = person({ nik: '6399014101000001' });
    return referralSent(
      { subject, person: named, record: ids.next() as Uuid },
      { caseid: CASEID, audience: [AgencyKey.parse('rs-6310')] },
    );
  }
}
