import { RuleViolation } from '@satualur/decider/decider';
import type { AnyEvent, Cause, Envelope } from '@satualur/contracts/event';
import { type Actor, instantOf } from '@satualur/contracts/ids';
import { eventOf, nameOfType } from '@satualur/contracts/read-event';
import type { Clock } from '@satualur/event-store/clock';
import type { EventStore, Unit } from '@satualur/event-store/store';
import type { Effects, Position, VerifiedRecord } from '@satualur/messaging/consumer';
import type { PostgresMarks } from '@satualur/messaging/marks';
import { uuidFrom } from './secrets';
import { currentTraceparent, withRemoteParent } from './telemetry';

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
export type Reaction<A> = CommandReaction<A> | EffectReaction<A>;

/** Marks to move past events that nothing here reacts to, by log. */
type Passed = Map<string, { readonly after: number; readonly to: Position }>;

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
    const passed: Passed = new Map();
    for (const record of records) {
      const after = passed.get(record.log)?.after ?? record.after;
      const wanted = this.wanted(record);
      if (wanted.length === 0) passed.set(record.log, { after, to: record });
      else {
        await this.react(record, wanted, after);
        passed.delete(record.log);
      }
    }
    for (const { after, to } of passed.values()) await this.pass(after, to);
  }

  /** An event that was parked: its command id tells whether it was applied before. */
  async redrive(record: VerifiedRecord): Promise<void> {
    for (const reaction of this.wanted(record)) await this.perform(reaction, heardOf(record), undefined);
  }

  private wanted({ envelope }: VerifiedRecord): readonly Reaction<A>[] {
    const name = nameOfType(envelope.type);
    return this.reactions.filter(({ on }) => on.includes(name));
  }

  private async react(record: VerifiedRecord, wanted: readonly Reaction<A>[], after: number): Promise<void> {
    for (const reaction of wanted) {
      const last = reaction === wanted.at(-1);
      await this.perform(reaction, heardOf(record), last ? { after, to: record } : undefined);
    }
    this.positions.set(record.log, record.seq);
  }

  private async perform(reaction: Reaction<A>, heard: Heard, move: { after: number; to: Position } | undefined): Promise<void> {
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

  private causeOf(reaction: ReactionBase, { log, seq, envelope }: Heard): Cause {
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
