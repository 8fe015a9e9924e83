import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { EventFact } from './facts';
import type { Findings } from './findings';
import { linesOf } from './lines';

interface Act {
  readonly session: string;
  readonly events: number;
  outcome?: 'ok' | 'fail';
}

type Line =
  | { readonly t: 'start' }
  | { readonly t: 'invoke'; readonly id: string; readonly session: string; readonly events: number }
  | { readonly t: 'ok'; readonly id: string; readonly events: readonly string[] }
  | { readonly t: 'fail' | 'unknown'; readonly id: string };

/** The events in the stores, by their own id and by the command they came from. */
export interface Written {
  readonly byId: ReadonlyMap<string, EventFact>;
  /** How many events each command left. */
  readonly byCommand: ReadonlyMap<string, number>;
}

export interface Acts {
  readonly ok: number;
  readonly failed: number;
  readonly events: number;
}

/** C1, C2, C3 and C4: what the writers were told, held against what the stores hold. */
export class HistoryCheck {
  private readonly acts = new Map<string, Act>();
  private readonly last = new Map<string, number>();
  private ok = 0;
  private failed = 0;
  private events = 0;

  constructor(
    private readonly written: Written,
    private readonly findings: Findings,
  ) {}

  async read(folder: string): Promise<Acts> {
    for (const name of readdirSync(folder).sort()) for await (const line of linesOf(join(folder, name))) this.take(lineOf(line));
    for (const [id, { outcome, session }] of this.acts)
      this.findings.expect(outcome !== undefined, 'unsettled', () => `${id} of ${session}`);
    for (const id of this.written.byCommand.keys())
      this.findings.expect(this.acts.has(id), 'invented', () => `events of a command nobody gave: ${id}`);
    return { ok: this.ok, failed: this.failed, events: this.events };
  }

  private take(line: Line | undefined): void {
    if (line?.t === 'invoke') this.acts.set(line.id, { session: line.session, events: line.events });
    else if (line?.t === 'fail') this.takeFailed(line.id);
    else if (line?.t === 'ok') this.takeOk(line.id, line.events);
  }

  private asked(id: string): Act | undefined {
    this.findings.expect(this.acts.has(id), 'answer-unasked', () => id);
    return this.acts.get(id);
  }

  private takeFailed(id: string): void {
    this.failed++;
    const act = this.asked(id);
    if (!act) return;
    act.outcome = 'fail';
    this.findings.expect(!this.written.byCommand.has(id), 'failed-left-events', () => id);
  }

  private takeOk(id: string, events: readonly string[]): void {
    const act = this.asked(id);
    if (!act) return;
    act.outcome = 'ok';
    this.ok++;
    this.events += events.length;
    const left = this.written.byCommand.get(id) ?? 0;
    this.findings.expect(events.length === act.events, 'answer-incomplete', () => `${id}: ${events.length} of ${act.events}`);
    this.findings.expect(left >= act.events, 'lost', () => `${id}: ${left} of ${act.events} events`);
    this.findings.expect(left <= act.events, 'effect-twice', () => `${id}: ${left} events for ${act.events}`);
    for (const event of events) this.inOrder(act.session, event);
  }

  /** A session sees its own acts in one order; so does every log. */
  private inOrder(session: string, event: string): void {
    const fact = this.written.byId.get(event);
    if (!fact) return this.findings.add('lost', `event ${event} of ${session}`);
    const key = `${session} ${fact.log}`;
    const before = this.last.get(key) ?? 0;
    this.findings.expect(fact.seq > before, 'session-order', () => `${key}: ${fact.seq} after ${before}`);
    this.last.set(key, fact.seq);
  }
}

/** A line cut off by the kill of its writer says nothing. */
function lineOf(line: Buffer): Line | undefined {
  try {
    return JSON.parse(line.toString('utf8')) as Line;
  } catch {
    return undefined;
  }
}
