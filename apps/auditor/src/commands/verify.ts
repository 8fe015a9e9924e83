import { auditLog } from '../audit/audit-log';
import { Causes } from '../audit/causes';
import { Findings, type Verdict } from '../audit/findings';
import { type StatedCheckpoint, statedBy } from '../audit/stated-checkpoint';
import { CannotSay } from '../cannot-say';
import { keyOf, type Registered } from '../keys';
import type { LogUnderAudit } from '../log-under-audit';
import { progressOn, type Terminal } from '../terminal';
import { notesIn } from '../tiles/notes';
import { type LogReport, reportOf } from './log-report';

export interface VerifyOptions {
  readonly key?: string | undefined;
  readonly registered?: Registered;
  /** Files of checkpoints that the auditor kept. */
  readonly known?: readonly string[];
  readonly json: boolean;
}

/** Audits logs one after the other; causes are looked for in all of them. */
export async function verifyLogs(
  logs: readonly LogUnderAudit[],
  options: VerifyOptions,
  terminal: Terminal,
): Promise<readonly LogReport[]> {
  const causes = new Causes();
  const reports: LogReport[] = [];
  for (const [number, log] of logs.entries()) {
    const key = keyOf(log, options.key, options.registered);
    const findings = new Findings();
    const known = await knownOf(log.name, options.known ?? [], key?.publicKey);
    const about = { number, key, findings, causes, known };
    const progress = progressOn(terminal, log.name, log.size, options.json);
    const audit = await auditLog(log, about, { progress: progress.at }).finally(progress.stop);
    reports.push(reportOf(log.name, audit, findings, key));
  }
  return reports;
}

/** Kept checkpoints of one log; those of other logs are passed over. Throws CannotSay for one that this log did not sign. */
async function knownOf(log: string, files: readonly string[], publicKey: string | undefined): Promise<StatedCheckpoint[]> {
  const known: StatedCheckpoint[] = [];
  for (const file of files) {
    for await (const note of notesIn(file)) {
      const stated = statedBy(note, log, publicKey);
      if (stated === 'CHECKPOINT_FOREIGN') continue;
      if (typeof stated === 'string') throw new CannotSay(`${file} holds a checkpoint that is not this log’s word`);
      known.push(stated);
    }
  }
  return known;
}

export function overall(verdicts: readonly Verdict[]): Verdict {
  return verdicts.find((verdict) => verdict === 'violated') ?? verdicts.find((verdict) => verdict !== 'holds') ?? 'holds';
}
