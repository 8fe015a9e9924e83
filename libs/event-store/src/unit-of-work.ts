import type { AnyEvent } from '@satualur/contracts/event';
import { type Hlc, HLC_ZERO, hlcMax } from '@satualur/contracts/hlc';
import { categoryOf, type Instant, type StreamId } from '@satualur/contracts/ids';
import { CHECKABLE_CATEGORIES } from '@satualur/contracts/catalogue';
import { type Decider, fold, type Fold } from '@satualur/decider/decider';
import type { Appender, Batch, Claim } from './appender';
import type { Alongside, StoredEvent, Unit } from './store';

export interface Queued {
  readonly stream: StreamId;
  readonly version: number;
  readonly ordinal: number;
  readonly event: AnyEvent;
}

/** Reads and queued writes of one run of a command's work; thrown away when the run must be repeated. */
export class UnitOfWork implements Unit {
  readonly queued: Queued[] = [];
  readonly claims: Claim[] = [];
  readonly alongsides: Alongside[] = [];
  /** Highest reading of anything read: the new events are drawn above it. */
  shown: Hlc = HLC_ZERO;
  /** The stream of the latest decision, for the refusal's event. */
  deciding: StreamId | undefined;
  private readonly checked = new Map<StreamId, number>();
  private readonly dues = new Map<StreamId, Instant | null>();
  private readonly loaded = new Map<StreamId, Promise<readonly StoredEvent[]>>();

  constructor(private readonly appender: Pick<Appender, 'load'>) {}

  async load<S, E extends AnyEvent>(stream: StreamId, decider: Fold<S, E>): Promise<S> {
    const stored = await this.events(stream);
    const own = this.queued.filter((row) => row.stream === stream);
    return fold(
      decider,
      [...stored, ...own].map(({ event }) => event as E),
    );
  }

  async check<S, E extends AnyEvent>(stream: StreamId, decider: Fold<S, E>): Promise<S> {
    if (!CHECKABLE_CATEGORIES.has(categoryOf(stream))) throw new TypeError('streams of this category cannot be checked');
    this.checked.set(stream, (await this.events(stream)).length);
    return this.load(stream, decider);
  }

  peek<S, E extends AnyEvent>(stream: StreamId, decider: Fold<S, E>): Promise<S> {
    return this.load(stream, decider);
  }

  async events(stream: StreamId): Promise<readonly StoredEvent[]> {
    const known = this.loaded.get(stream) ?? this.appender.load(stream);
    this.loaded.set(stream, known);
    const events = await known;
    this.shown = hlcMax(this.shown, events.at(-1)?.hlc ?? HLC_ZERO);
    return events;
  }

  async decide<C, S, E extends AnyEvent>(stream: StreamId, decider: Decider<C, S, E>, command: C): Promise<readonly E[]> {
    const state = await this.load(stream, decider);
    this.deciding = stream;
    const events = decider.decide(command, state);
    await this.record(stream, events);
    return events;
  }

  async record<E extends AnyEvent>(stream: StreamId, events: readonly E[]): Promise<void> {
    const base = (await this.events(stream)).length;
    for (const event of events) {
      const ordinal = this.queued.filter((row) => row.stream === stream).length;
      this.queued.push({ stream, version: base + ordinal + 1, ordinal, event });
    }
  }

  claim(kind: string, key: string, stream: StreamId): void {
    this.claims.push({ kind, key, stream });
  }

  release(kind: string, key: string): void {
    this.claims.push({ kind, key, stream: null });
  }

  due(stream: StreamId, at: Instant | null): void {
    this.dues.set(stream, at);
  }

  alongside(statement: Alongside): void {
    this.alongsides.push(statement);
  }

  /** Everything but the events. */
  conditions(): Pick<Batch, 'checks' | 'claims' | 'dues' | 'alongside'> {
    return {
      checks: [...this.checked].map(([stream, version]) => ({ stream, version })),
      claims: this.claims,
      dues: [...this.dues].map(([stream, at]) => ({ stream, at })),
      alongside: this.alongsides,
    };
  }
}
