import { RuleViolation } from '@satualur/decider/decider';
import type { AnyEvent, Cause, Envelope } from '@satualur/contracts/event';
import { type Actor, instantOf } from '@satualur/contracts/ids';
import { eventOf, nameOfType } from '@satualur/contracts/read-event';
import type { Clock } from '@satualur/event-store/clock';
import type { Alongside, EventStore, StoredEvent, Unit } from '@satualur/event-store/store';
import type { Effects, Position, VerifiedRecord } from '@satualur/messaging/consumer';
import type { PostgresMarks } from '@satualur/messaging/marks';
import { PassedRun } from './passed-run';
import { uuidFrom } from './secrets';
import { currentTraceparent, withRemoteParent, withRemoteParents } from './telemetry';

export interface Heard<E extends AnyEvent = AnyEvent> {
  readonly log: string;
  readonly seq: number;
  readonly envelope: Envelope;
  readonly event: E;
}

interface ReactionBase {
  /** Kebab case; stands in the actor and the command id, so it never changes. */
  readonly name: string;
  readonly from: 'own-log' | 'inbox';
  /** Bare event names. */
  readonly on: readonly string[];
}

/** An event from elsewhere becomes a command here, once: its command id is made of (reaction, log, seq). */
export interface CommandReaction<A> extends ReactionBase {
  react(heard: Heard, unit: Unit, agency: A): Promise<void>;
}
/** An event has an effect outside the store, at least once; the effect itself tells repeats apart. */
export interface EffectReaction<A> extends ReactionBase {
  perform(heard: Heard, agency: A): Promise<void>;
}
/** Rows of the service's own schema, made of all of a stream's events: many share a transaction, and a repeat changes nothing. */
export interface RowReaction extends ReactionBase {
  rowsOf(events: readonly StoredEvent[]): readonly Alongside[];
}
type Act<A> = CommandReaction<A> | EffectReaction<A>;
export type Reaction<A> = Act<A> | RowReaction;

/** Applies one topic's events to one service of one agency, each effect with the mark of its log in one transaction. */
export class ReactionRunner<A> implements Effects {
  private readonly positions = new Map<string, number>();

  constructor(
    private readonly reactions: readonly Reaction<A>[],
    private readonly marks: PostgresMarks,
    private readonly store: EventStore,
    private readonly agency: A,
    private readonly clock: Clock,
  ) {}

  /** Where earlier runs of this reader stand, for quiet rounds. */
  async resume(topic: string): Promise<void> {
    for (const { log, seq } of await this.marks.load(topic)) this.positions.set(log, seq);
  }

  /** Last seq applied, by log. */
  get applied(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.positions);
  }

  async apply(records: readonly VerifiedRecord[]): Promise<void> {
    const run = new PassedRun();
    for (const record of records) {
      const { rows, acts } = this.wanted(record);
      run.keep(record, rows);
      if (acts.length === 0) run.pass(record);
      else {
        if (run.rows.size > 0) await this.save(run);
        await this.react(record, acts, run.after(record));
        run.marks.delete(record.log);
      }
    }
    await this.save(run);
  }

  /** An event that was parked: its command id tells whether it was applied before. */
  async redrive(record: VerifiedRecord): Promise<void> {
    const { rows, acts } = this.wanted(record);
    const run = new PassedRun();
    run.keep(record, rows);
    await this.save(run);
    for (const act of acts) await this.perform(act, heardOf(record), undefined);
  }

  private wanted({ envelope }: VerifiedRecord): { readonly rows: readonly RowReaction[]; readonly acts: readonly Act<A>[] } {
    const name = nameOfType(envelope.type);
    const wanted = this.reactions.filter(({ on }) => on.includes(name));
    return {
      rows: wanted.filter((reaction) => 'rowsOf' in reaction),
      acts: wanted.filter((reaction): reaction is Act<A> => !('rowsOf' in reaction)),
    };
  }

  /** Rows and marks of a run in one transaction. A server's crash may take it back whole: the records are then read again. */
  private async save(run: PassedRun): Promise<void> {
    const { marks, rows, last } = run;
    if (rows.size === 0 || last === undefined)
      for (const { after, to } of marks.values()) await this.marks.move({ ...to, after });
    else {
      const parents = [...rows.values()].map(({ traceparent }) => traceparent);
      await withRemoteParents(parents, 'keep rows', () =>
        this.store.transact(this.causeOf({ name: 'rows' }, last), async (unit) => {
          const made = await Promise.all([...rows].map(async ([stream, { of }]) => [await unit.events(stream), of] as const));
          for (const { after, to } of marks.values()) unit.alongside(this.marks.statement(after, to, 'unhurried'));
          for (const row of made.flatMap(([events, of]) => of.flatMap(({ rowsOf }) => rowsOf(events)))) unit.alongside(row);
        }),
      );
    }
    for (const { to } of marks.values()) this.positions.set(to.log, to.seq);
    run.clear();
  }

  private async react(record: VerifiedRecord, wanted: readonly Act<A>[], after: number): Promise<void> {
    for (const reaction of wanted) {
      const last = reaction === wanted.at(-1);
      await this.perform(reaction, heardOf(record), last ? { after, to: record } : undefined);
    }
    this.positions.set(record.log, record.seq);
  }

  private async perform(reaction: Act<A>, heard: Heard, move: { after: number; to: Position } | undefined): Promise<void> {
    if ('perform' in reaction) {
      await reaction.perform(heard, this.agency);
      if (move) await this.pass(move.after, move.to);
      return;
    }
    await withRemoteParent(heard.envelope.traceparent, `react ${reaction.name}`, () =>
      this.store.transact(this.causeOf(reaction, heard), async (unit) => {
        if (move) unit.alongside(this.marks.statement(move.after, move.to));
        await reaction.react(heard, unit, this.agency);
      }),
    ).catch(refusedIsDone);
  }

  private async pass(after: number, to: Position): Promise<void> {
    await this.marks.move({ ...to, after });
    this.positions.set(to.log, to.seq);
  }

  private causeOf(reaction: Pick<ReactionBase, 'name'>, { log, seq, envelope }: Pick<Heard, 'log' | 'seq' | 'envelope'>): Cause {
    const traceparent = currentTraceparent() ?? envelope.traceparent;
    return {
      actor: `system/${reaction.name}` as Actor,
      at: instantOf(this.clock.now()),
      command: { id: uuidFrom('reaction', reaction.name, log, seq) },
      causation: { id: envelope.id, hlc: envelope.hlc },
      correlationId: envelope.correlationid,
      ...(traceparent !== undefined && { traceparent }),
    };
  }
}

const heardOf = ({ log, seq, envelope }: VerifiedRecord): Heard => ({ log, seq, envelope, event: eventOf(envelope) });

/** A refusal is an event too, stored with the mark (architecture 10). */
function refusedIsDone(error: unknown): void {
  if (!(error instanceof RuleViolation)) throw error;
}
