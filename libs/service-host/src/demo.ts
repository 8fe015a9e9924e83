import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Controller, Get, Inject, Injectable, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Caller } from '@satualur/access/access';
import { requireAccess } from '@satualur/access/table';
import { earliest, Instant, type Instant as InstantText, instantOf, msOfInstant } from '@satualur/contracts/ids';
import { RuleViolation } from '@satualur/decider/decider';
import type { Clock } from '@satualur/event-store/clock';
import { Answers } from './answers';
import { DemoClock } from './demo-clock';
import { type Elsewhere, isAtRest, isOutdated, type Standing } from './demo-rest';
import { CallerOf, ZodBody, ZodQuery } from './request';
import { Command, type CommandContext } from './idempotency';
import type { Config } from './config';
import { Problem } from './problem';
import { CLOCK, CONFIG } from './tokens';

export interface LogReport {
  readonly sealed: number;
  readonly relayed: number;
  readonly marked: number;
  readonly addressed: Readonly<Record<string, number>>;
}
export interface ReaderReport {
  readonly reader: 'own-log' | 'inbox' | 'log' | 'mark';
  readonly agency?: string;
  readonly log: string;
  readonly seq: number;
}
export interface QuietReport {
  /** Another one after each start: counts of two processes have nothing to do with each other. */
  readonly process: string;
  readonly logs: Readonly<Record<string, LogReport>>;
  /** Events that this process committed since it started, by the log that they belong to. */
  readonly written: Readonly<Record<string, number>>;
  readonly applied: readonly ReaderReport[];
  /** Agencies not open yet, of whom nothing is told above. */
  readonly opening: number;
  /** What comes from elsewhere and is not there yet, such as keys granted. */
  readonly awaited: number;
  readonly nextDue: InstantText | null;
}
export type Movement = Pick<QuietReport, 'logs' | 'applied'> &
  Partial<Pick<QuietReport, 'written' | 'opening' | 'awaited'>> & {
    /** In milliseconds. */
    readonly nextDue?: number;
  };

/** Whether this process is at rest, with what another one must know to tell the same of itself. */
export interface RestReport extends Pick<QuietReport, 'process' | 'written' | 'nextDue'> {
  readonly rest: boolean;
  readonly heads: Readonly<Record<string, Pick<LogReport, 'sealed' | 'addressed'>>>;
}

/** A part of this process that moves by itself: what the demo clock's protocol asks of it (details 3). */
export interface DemoPart {
  /** As it stands; `settled`: after everything committed by now was sealed, marked and carried to Kafka. */
  quiet(settled: boolean): Promise<Movement>;
  /** The same from memory alone, for a part that acts on what it reads. */
  stands?(): Standing;
  /** The earliest timer not fired, in milliseconds. */
  nextDue?(): Promise<number | undefined>;
  /** Fires the timers due by now. */
  fire?(): Promise<number>;
  /** Publishes a checkpoint of every log, also of those that stand at their head. */
  mark?(): Promise<void>;
}

/** So long an answer waits for rest; who asks may ask again. */
const REST_WITHIN_MS = 250;

@Injectable()
export class DemoParts {
  private readonly parts: DemoPart[] = [];
  private readonly process = randomUUID();

  add(part: DemoPart): void {
    this.parts.push(part);
  }

  /** From memory, but for what changed since it was last asked; `settled` makes every log stand at its head first. */
  async quiet(settled = false): Promise<QuietReport> {
    const reports = await Promise.all(this.parts.map((part) => part.quiet(settled)));
    const due = earliest(reports.map(({ nextDue }) => nextDue));
    return {
      process: this.process,
      logs: Object.assign({}, ...reports.map(({ logs }) => logs)) as QuietReport['logs'],
      written: Object.assign({}, ...reports.map(({ written }) => written ?? {})) as QuietReport['written'],
      applied: reports.flatMap(({ applied }) => applied),
      opening: reports.reduce((sum, { opening = 0 }) => sum + opening, 0),
      awaited: reports.reduce((sum, { awaited = 0 }) => sum + awaited, 0),
      nextDue: due === undefined ? null : instantOf(due),
    };
  }

  /** Answers when this process is at rest, as far as it and who asks can know, or after a short while. */
  async rest(elsewhere: Elsewhere): Promise<RestReport> {
    for (const until = performance.now() + REST_WITHIN_MS; ; await pause(1)) {
      const standing = this.parts.flatMap((part) => part.stands?.() ?? []);
      const inVain = performance.now() > until || standing.some((one) => isOutdated(one, elsewhere));
      if (!inVain && !standing.every((one) => isAtRest(one, elsewhere))) continue;
      const { process, logs, written, applied, opening, awaited, nextDue } = await this.quiet();
      const rest = awaited === 0 && isAtRest({ logs, written, applied, opening }, elsewhere);
      if (rest || inVain) return { process, rest, written, nextDue, heads: headsOf(logs) };
    }
  }

  async nextDue(): Promise<number | undefined> {
    return earliest(await Promise.all(this.parts.map((part) => part.nextDue?.())));
  }

  async fire(marks: boolean): Promise<number> {
    const fired = await Promise.all(this.parts.map((part) => part.fire?.() ?? 0));
    if (marks) await Promise.all(this.parts.map((part) => part.mark?.()));
    return fired.reduce((sum, count) => sum + count, 0);
  }
}

const headsOf = (logs: QuietReport['logs']): RestReport['heads'] =>
  Object.fromEntries(Object.entries(logs).map(([log, { sealed, addressed }]) => [log, { sealed, addressed }]));

const SetClock = z.object({ to: Instant });
const Fire = z.object({ marks: z.boolean().optional() });
const Seq = z.int().min(0);
const AskRest = z.object({
  others: z.record(z.string(), z.int()).default({}),
  heads: z.record(z.string(), z.object({ sealed: Seq, addressed: z.record(z.string(), Seq) })).default({}),
});
const Counted = z.record(z.string(), Seq);
const Head = z.object({ sealed: Seq, addressed: Counted });
const stands = { process: z.string(), written: Counted, nextDue: Instant.nullable() };
const Quiet = z.object({
  ...stands,
  logs: z.record(z.string(), Head.extend({ relayed: Seq, marked: Seq, watermark: z.string() })),
  applied: z.array(
    z.object({
      reader: z.enum(['own-log', 'inbox', 'log', 'mark']),
      agency: z.string().optional(),
      log: z.string(),
      seq: Seq,
    }),
  ),
  opening: Seq,
  awaited: Seq,
});
const Rest = z.object({ ...stands, rest: z.boolean(), heads: z.record(z.string(), Head) });
const AskQuiet = z.object({ settled: z.enum(['true', 'false']).optional() });

/** The demo clock: set, inputs, fire, and a quiet round. Refused in every other mode. */
@Controller('demo')
export class DemoController {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    private readonly parts: DemoParts,
  ) {}

  /** Refused while a timer before `to` has not fired; an instant already passed changes nothing. */
  @Post('clock')
  @Answers(200, z.object({ now: Instant }))
  async set(@Command() { caller }: CommandContext, @ZodBody(SetClock) { to }: z.infer<typeof SetClock>) {
    this.mustBeAllowed(caller);
    const due = await this.parts.nextDue();
    if (due !== undefined && due < msOfInstant(to)) throw new RuleViolation('timer-not-fired', { due: instantOf(due) });
    if (this.clock instanceof DemoClock) this.clock.advance(msOfInstant(to));
    return { now: new Date(this.clock.now()).toISOString() };
  }

  @Post('fire')
  @Answers(200, z.object({ fired: Seq }))
  async fire(@Command() { caller }: CommandContext, @ZodBody(Fire) { marks = false }: z.infer<typeof Fire>) {
    this.mustBeAllowed(caller);
    return { fired: await this.parts.fire(marks) };
  }

  /** `settled=true` makes every log stand at its head first, which costs a mark of each. */
  @Get('quiet')
  @Answers(200, Quiet)
  quiet(@CallerOf() caller: Caller, @ZodQuery(AskQuiet) { settled }: z.infer<typeof AskQuiet>): Promise<QuietReport> {
    this.mustBeAllowed(caller);
    return this.parts.quiet(settled === 'true');
  }

  /** Waits a little for this service to come to rest. `others` are counted by who asks, `heads` are another service's. */
  @Post('rest')
  @Answers(200, Rest)
  rest(@CallerOf() caller: Caller, @ZodBody(AskRest) elsewhere: z.infer<typeof AskRest>): Promise<RestReport> {
    this.mustBeAllowed(caller);
    return this.parts.rest(elsewhere);
  }

  private mustBeAllowed(caller: Caller): void {
    if (this.config.mode !== 'demo') throw new Problem(409, 'NOT_IN_DEMO_MODE');
    requireAccess(caller, 'demo.clock', 'own');
  }
}
