import { agencyNames } from '@satualur/case-timeline/agency-names';
import type { ProvenEvent } from '@satualur/case-timeline/content';
import { tellTimeline, type Telling } from '@satualur/case-timeline/tell';
import { foldTimeline, type PlainTimeline, plainTimeline } from '@satualur/case-timeline/timeline';
import { canonicalJson } from '@satualur/contracts/bytes';
import type { Hlc } from '@satualur/contracts/hlc';
import type { CaseId } from '@satualur/contracts/ids';
import type { ToldTimeline } from '@satualur/contracts/timeline/views';
import { digestOf } from '@satualur/projections/digest';
import { CannotSay } from '../cannot-say';
import type { LogUnderAudit } from '../log-under-audit';
import { Addressed, REGISTRY } from './addressed';
import { caseEventsOf, provenEvent } from './case-events';
import type { FoldedLogs, FoldOptions } from './fold-logs';

export interface FoldedCase extends FoldedLogs {
  readonly told: ToldTimeline;
}

export interface CaseFoldOptions extends FoldOptions, Telling {
  readonly caseid: CaseId;
  /** Watermark of each log. */
  readonly promises: ReadonlyMap<string, Hlc>;
}

/** SHA-256, hex, of what the events of a case alone say. */
export const caseDigest = (plain: PlainTimeline): Promise<string> => digestOf([canonicalJson(plain)]);

/** Folds one case out of the logs; only its events are held. Throws CannotSay when no log knows it yet. */
export async function foldCase(logs: readonly LogUnderAudit[], options: CaseFoldOptions): Promise<FoldedCase> {
  const { caseid, asOf, promises } = options;
  const { events, directory } = await gathered(logs, options);
  const plain = plainTimeline(caseid, events, asOf);
  if (plain.entries.length === 0) throw new CannotSay('no event of this case is in these logs by then');
  const view = foldTimeline(caseid, events, promises, asOf);
  const addressed = new Addressed();
  for (const event of [...events, ...directory]) addressed.note(event);
  return {
    digest: await caseDigest(plain),
    events: plain.entries.length,
    cases: 1,
    absent: addressed.absentFrom(logs),
    told: tellTimeline(view, agencyNames(directory, asOf), options),
  };
}

/** The case's events, and the registry's about who is who. */
async function gathered(logs: readonly LogUnderAudit[], { caseid, progress }: CaseFoldOptions) {
  const events: ProvenEvent[] = [];
  const directory: ProvenEvent[] = [];
  let read = 0;
  for (const log of logs) {
    const wanted = (of: CaseId | undefined) => of === caseid || (of === undefined && log.name === REGISTRY);
    for await (const found of caseEventsOf(log, wanted, (count) => progress((read += count)))) {
      (found.caseid === caseid ? events : directory).push(provenEvent(found.event));
    }
  }
  return { events, directory };
}
