import { caseContent, looseContent, type ProvenPlace } from '@satualur/case-timeline/content';
import type { CaseId, Instant } from '@satualur/contracts/ids';
import { digestOf } from '@satualur/projections/digest';
import type { LogUnderAudit } from '../log-under-audit';
import { Addressed } from './addressed';
import { type CaseEvent, caseEventsOf, provenEvent } from './case-events';
import { type CaseRange, caseRanges, isIn } from './case-ranges';

/** Events whose bytes are held at once, about. */
const AT_ONCE = 100_000;

export interface FoldedLogs {
  /** SHA-256, hex: what the live projection must show. */
  readonly digest: string;
  readonly events: number;
  readonly cases: number;
  /** Keys that an event is addressed to and whose log is not among these. */
  readonly absent: readonly string[];
}

export interface FoldOptions {
  readonly asOf?: Instant | undefined;
  readonly progress: (read: number) => void;
  /** Smaller in tests. */
  readonly atOnce?: number;
}

/**
 * Folds logs into the content of the whole projection and hashes it. The logs are read once for each range of cases, so that what is
 * held does not grow with them; of events outside any case the places are held.
 */
export async function foldLogs(
  logs: readonly LogUnderAudit[],
  { asOf, progress, atOnce = AT_ONCE }: FoldOptions,
): Promise<FoldedLogs> {
  const fold = new Fold(logs, await caseRanges(logs, atOnce), progress);
  const digest = await digestOf(fold.content(asOf));
  const { events, cases } = fold;
  return { digest, events, cases, absent: fold.addressed.absentFrom(logs) };
}

class Fold {
  events = 0;
  cases = 0;
  readonly addressed = new Addressed();
  private readonly loose: ProvenPlace[] = [];
  private read = 0;

  constructor(
    private readonly logs: readonly LogUnderAudit[],
    private readonly ranges: readonly CaseRange[],
    private readonly progress: (read: number) => void,
  ) {}

  async *content(asOf: Instant | undefined): AsyncIterable<string> {
    for (const [pass, range] of this.ranges.entries()) {
      const cases = await this.casesIn(range, pass === 0);
      for (const caseid of [...cases.keys()].sort()) {
        yield* caseContent(caseid, cases.get(caseid)!.map(provenEvent), asOf);
      }
      this.cases += cases.size;
    }
    yield* looseContent(this.loose, asOf);
  }

  /** The cases of a range; in the first pass the events outside any case are kept aside. */
  private async casesIn(range: CaseRange, first: boolean): Promise<ReadonlyMap<CaseId, readonly CaseEvent[]>> {
    const cases = new Map<CaseId, CaseEvent[]>();
    const wanted = (caseid: CaseId | undefined) => (caseid === undefined ? first : isIn(range, caseid));
    for (const log of this.logs) {
      for await (const { caseid, event } of caseEventsOf(log, wanted, (count) => this.advance(count))) {
        this.events++;
        this.addressed.note(provenEvent(event));
        if (caseid === undefined) this.setAside(event);
        else if (cases.has(caseid)) cases.get(caseid)!.push(event);
        else cases.set(caseid, [event]);
      }
    }
    return cases;
  }

  private setAside({ log, seq, hlc, leaf }: ProvenPlace): void {
    this.loose.push({ log, seq, hlc, leaf });
  }

  private advance(count: number): void {
    this.progress(Math.round((this.read += count / this.ranges.length)));
  }
}
