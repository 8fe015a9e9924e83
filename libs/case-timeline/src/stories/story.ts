import type { AnyEvent } from '@satualur/contracts/event';
import { type Hlc, hlcAfter, hlcMax, hlcOf } from '@satualur/contracts/hlc';
import { type CaseId, type Instant, instantOf, streamOf, type Uuid } from '@satualur/contracts/ids';
import type { WrittenEvent } from '@satualur/contracts/testing';
import { idOf, TestLog } from '@satualur/contracts/testing';

/** WITA wall time of 2026 in milliseconds: `wita('02-03 10:00')`. */
export const wita = (local: string): number => Date.parse(`2026-${local.replace(' ', 'T')}:00+08:00`);
export const at = (local: string): Instant => instantOf(wita(local));

/** Logs as real stores would write them: each reading above its log's last and above its cause's. For specs. */
export class Story {
  readonly logs = new Map<string, TestLog>();
  private readonly last = new Map<string, Hlc>();

  constructor(readonly caseid: CaseId) {}

  /** Appends one event of the case to an agency's log. */
  tell(log: string, stream: string, name: string, event: AnyEvent, local: string, cause?: WrittenEvent): WrittenEvent {
    return this.tellLoose(log, stream, name, { ...event, caseid: this.caseid }, local, cause);
  }

  /** Appends one event outside the case. */
  tellLoose(log: string, stream: string, name: string, event: AnyEvent, local: string, cause?: WrittenEvent): WrittenEvent {
    const floor = hlcMax(this.last.get(log) ?? hlcOf(0), cause?.hlc ?? hlcOf(0));
    const now = hlcOf(wita(local));
    const reading = floor >= now ? hlcAfter(floor) : now;
    this.last.set(log, reading);
    return this.log(log).write({
      stream: streamOf(stream, idOf(name)),
      event,
      at: reading,
      ...(cause && { causation: cause.envelope.id as Uuid }),
    });
  }

  log(name: string): TestLog {
    const log = this.logs.get(name) ?? new TestLog(name);
    this.logs.set(name, log);
    return log;
  }

  /** The case's events. */
  get events(): WrittenEvent[] {
    return [...this.logs.values()].flatMap((log) => log.events).filter(({ event }) => event.caseid === this.caseid);
  }
}
