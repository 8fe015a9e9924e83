import type { LogUnderAudit } from '../log-under-audit';
import { caseIn } from './case-events';

/** Case ids from `from` on, up to and without `to`. */
export interface CaseRange {
  readonly from: string;
  readonly to: string | undefined;
}

export const isIn = ({ from, to }: CaseRange, caseid: string): boolean => caseid >= from && (to === undefined || caseid < to);

const ALL: CaseRange = { from: '', to: undefined };
const SAMPLE_EVERY = 16;

/** Ranges with about `atOnce` events each: one for small logs, else by a sample of what the logs hold. */
export async function caseRanges(logs: readonly LogUnderAudit[], atOnce: number): Promise<readonly CaseRange[]> {
  const count = Math.ceil(logs.reduce((sum, { size }) => sum + size, 0) / atOnce);
  if (count <= 1) return [ALL];
  const sample = (await sampled(logs)).sort();
  const bounds = Array.from({ length: count - 1 }, (_, index) => sample[Math.floor(((index + 1) * sample.length) / count)]);
  const froms = ['', ...new Set(bounds.filter((bound) => bound !== undefined))];
  return froms.map((from, index) => ({ from, to: froms[index + 1] }));
}

async function sampled(logs: readonly LogUnderAudit[]): Promise<string[]> {
  const sample: string[] = [];
  let number = 0;
  for (const log of logs) {
    for await (const run of log.entries()) {
      for (const { bytes } of run) {
        if (number++ % SAMPLE_EVERY !== 0 || !bytes) continue;
        const caseid = caseIn(bytes);
        if (caseid !== undefined) sample.push(caseid);
      }
    }
  }
  return sample;
}
