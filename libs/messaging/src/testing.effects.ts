import type { Alarms, Effects, Gap, Incident, VerifiedRecord } from './applier';
import { Unprocessable } from './applier';
import { MemoryMarks } from './marks';
import { MemoryParking } from './parking';

/** Effects as a store would keep them: events and marks change together or not at all. */
export class TestEffects implements Effects, Alarms {
  readonly applied: string[] = [];
  readonly marks = new MemoryMarks();
  readonly parking = new MemoryParking();
  readonly gaps: Gap[] = [];
  readonly incidents: Incident[] = [];
  /** Events, as `log/number`, that cannot be applied. */
  readonly unprocessable = new Set<string>();
  /** Called before and after the transaction; may throw, as a crash there would. */
  crash: (when: 'before' | 'after') => void = () => undefined;

  apply(events: readonly VerifiedRecord[]): Promise<void> {
    return Promise.resolve().then(() => {
      this.crash('before');
      for (const event of events) this.#check(event);
      for (const event of events) {
        this.marks.set(event.after, event);
        this.applied.push(nameOf(event));
      }
      this.crash('after');
    });
  }

  redrive(event: VerifiedRecord): Promise<void> {
    return Promise.resolve().then(() => {
      this.#check(event);
      this.applied.push(nameOf(event));
    });
  }

  onGap(gap: Gap): void {
    this.gaps.push(gap);
  }

  onIncident(incident: Incident): void {
    this.incidents.push(incident);
  }

  #check(event: VerifiedRecord): void {
    if (this.unprocessable.has(nameOf(event))) throw new Unprocessable('PLANTED');
  }
}

const nameOf = ({ log, envelope }: VerifiedRecord): string => `${log}/${(envelope.data as { number: number }).number}`;
