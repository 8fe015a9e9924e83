import { setTimeout as wait } from 'node:timers/promises';
import type { CatalogueEntry } from '@satualur/contracts/catalogue';
import type { AnyEvent, Cause } from '@satualur/contracts/event';
import { type Hlc, HLC_ZERO, hlcMax } from '@satualur/contracts/hlc';
import { type Instant, streamOf, type Uuid } from '@satualur/contracts/ids';
import { RuleViolation } from '@satualur/decider/decider';
import type { Appender, Batch, Outcome, Row } from './appender';
import type { HybridClock } from './clock';
import { entryFor, mustBeSealed, stampedBytes, storedEvent } from './envelope';
import { type Ids, randomIds } from './random-ids';
import { BodyMismatch, ClaimTaken, type Committed, Conflict, type Sealer, type Unit } from './store';
import { type Queued, UnitOfWork } from './unit-of-work';

const MAX_ATTEMPTS = 8;

export interface WriterOptions {
  /** `/agencies/<key>/<service>` or `/services/<name>`. */
  readonly source: string;
  readonly clock: HybridClock;
  readonly ids?: Ids;
  readonly sealer?: Sealer;
  /** Called after each append that set a timer, also when its answer was lost. */
  readonly onDue?: (at: Instant) => void;
}

interface Ready extends Queued {
  readonly entry: CatalogueEntry;
  readonly id: Uuid;
}

/** The one write path: load, fold, decide, seal, stamp, append with expected versions, retry. Storage is the Appender's. */
export class WritePath {
  private readonly ids: Ids;
  private opened: Promise<void> | undefined;

  constructor(
    private readonly appender: Appender,
    private readonly options: WriterOptions,
  ) {
    this.ids = options.ids ?? randomIds();
  }

  /** See EventStore.transact. */
  async transact(cause: Cause, work: (unit: Unit) => Promise<void>): Promise<Committed> {
    await this.open();
    for (let attempt = 1; ; attempt++) {
      const unit = new UnitOfWork(this.appender);
      const refusal = await work(unit).catch(refusalOf);
      const outcome = refusal ? await this.refuse(cause, unit, refusal) : await this.write(cause, unit, unit.queued);
      if (outcome.kind === 'done') return outcome.committed;
      if (attempt === MAX_ATTEMPTS) throw new Conflict(outcome.stream);
      await wait(Math.random() * 2 ** attempt);
    }
  }

  private open(): Promise<void> {
    this.opened ??= this.appender.highest().then(
      (highest) => this.options.clock.adopt(highest),
      (error: unknown) => {
        this.opened = undefined;
        throw error;
      },
    );
    return this.opened;
  }

  private async write(cause: Cause, unit: UnitOfWork, queued: readonly Queued[]): Promise<Written> {
    if (queued.length === 0) return this.writeNothing(cause, unit);
    const ready = await Promise.all(queued.map((row) => this.prepare(row)));
    const conditions = unit.conditions();
    for (let floor = HLC_ZERO; ;) {
      const rows = this.stamp(ready, cause, hlcMax(floor, unit.shown));
      const outcome = await this.append({ command: cause.command, rows, ...conditions });
      if (outcome.kind === 'too-low') this.options.clock.adopt((floor = outcome.floor));
      else return this.settle(outcome, rows, cause, conditions.alongside);
    }
  }

  private async append(batch: Batch): Promise<Outcome> {
    try {
      return await this.appender.append(batch);
    } finally {
      for (const { at } of batch.dues) if (at !== null) this.options.onDue?.(at);
    }
  }

  private async settle(
    outcome: Exclude<Outcome, { kind: 'too-low' }>,
    rows: readonly Row[],
    cause: Cause,
    alongside: Batch['alongside'],
  ): Promise<Written> {
    switch (outcome.kind) {
      case 'committed':
        return done({
          events: rows.filter((row) => row.stream === rows[0]?.stream).map((row) => storedEvent(row.bytes)),
          repeated: false,
          hlc: rows.at(-1)?.hlc ?? HLC_ZERO,
        });
      case 'repeat':
        return this.repeat(cause, alongside);
      case 'claim-taken':
        throw new ClaimTaken(outcome.claim, outcome.holder);
      case 'conflict':
        return outcome;
    }
  }

  private async writeNothing(cause: Cause, unit: UnitOfWork): Promise<Written> {
    const conditions = unit.conditions();
    if (await this.appender.byCommand(cause.command.id)) return this.repeat(cause, conditions.alongside);
    if (conditions.claims.length + conditions.dues.length + conditions.alongside.length > 0) {
      const outcome = await this.append({ command: cause.command, rows: [], ...conditions });
      if (outcome.kind === 'claim-taken') throw new ClaimTaken(outcome.claim, outcome.holder);
      if (outcome.kind === 'conflict') return outcome;
    }
    return done({ events: [], repeated: false, hlc: unit.shown });
  }

  /** The first answer to a command id, with the caller's alongside statements run on their own. */
  private async repeat(cause: Cause, alongside: Batch['alongside']): Promise<Written> {
    const known = await this.appender.byCommand(cause.command.id);
    if (!known) throw new Error('a repeated command vanished');
    const { bodyHash } = cause.command;
    if (bodyHash !== undefined && known.bodyHash !== undefined && bodyHash !== known.bodyHash) throw new BodyMismatch();
    if (alongside.length > 0) {
      await this.appender.append({ command: cause.command, rows: [], checks: [], claims: [], dues: [], alongside });
    }
    const first = known.events[0]?.event;
    if (first?.type === 'CommandRefused') throw new RuleViolation((first.data as { rule: string }).rule);
    return done({ events: known.events, repeated: true, hlc: known.events.at(-1)?.hlc ?? HLC_ZERO });
  }

  /** Stores the refusal, unless the id stands already: a repeat usually fails in `decide` because the state has moved on. */
  private async refuse(cause: Cause, unit: UnitOfWork, refusal: RuleViolation): Promise<Written> {
    const stream = streamOf('refused', this.ids.next());
    const event = { type: 'CommandRefused', data: { rule: refusal.rule, ...(unit.deciding ? { stream: unit.deciding } : {}) } };
    const bare = new UnitOfWork(this.appender);
    bare.shown = unit.shown;
    bare.alongsides.push(...unit.alongsides);
    const outcome = await this.write(cause, bare, [{ stream, version: 1, ordinal: 0, event }]);
    if (outcome.kind === 'done' && !outcome.committed.repeated) throw refusal;
    return outcome;
  }

  private async prepare(row: Queued): Promise<Ready> {
    const entry = entryFor(row.event, row.stream);
    const needsSealing = this.options.sealer !== undefined && entry.sealedPaths.length > 0;
    const event: AnyEvent = needsSealing ? await this.options.sealer!.seal(row.event, row.stream, row.version) : row.event;
    mustBeSealed(event, entry);
    return { ...row, event, entry, id: this.ids.next() };
  }

  private stamp(ready: readonly Ready[], cause: Cause, floor: Hlc): Row[] {
    const { clock, source } = this.options;
    let hlc = clock.draw(floor, cause.causation?.hlc, cause.seen);
    return ready.map(({ stream, version, ordinal, event, entry, id }, index) => {
      if (index > 0) hlc = clock.draw(hlc);
      const bytes = stampedBytes(event, entry, { source, stream, version, id, hlc, cause });
      return { stream, version, ordinal, hlc, bytes };
    });
  }
}

type Written = { readonly kind: 'done'; readonly committed: Committed } | Extract<Outcome, { kind: 'conflict' }>;
const done = (committed: Committed): Written => ({ kind: 'done', committed });

function refusalOf(error: unknown): RuleViolation {
  if (error instanceof RuleViolation) return error;
  throw error;
}
