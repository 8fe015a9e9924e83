import { auditLog } from '../audit/audit-log';
import { Causes } from '../audit/causes';
import { type Finding, Findings, type Verdict } from '../audit/findings';
import { type StatedCheckpoint, statedBy } from '../audit/stated-checkpoint';
import { CannotSay } from '../cannot-say';
import { type LogKey, keyOf } from '../keys';
import type { LogUnderAudit } from '../log-under-audit';
import { progressOn, type Terminal } from '../terminal';
import { notesIn } from '../tiles/notes';

export interface LogReport {
  readonly log: string;
  readonly verdict: Verdict;
  readonly events: number;
  /** Events that a checkpoint covers which holds. */
  readonly covered: number;
  /** Checkpoints that hold. */
  readonly checkpoints: number;
  /** Of all events, base64; null when it cannot be computed. */
  readonly root: string | null;
  readonly key: LogKey | null;
  readonly counts: Readonly<Record<string, number>>;
  /** The first 25 of each kind. */
  readonly findings: readonly Finding[];
}

export interface VerifyOptions {
  readonly key?: string | undefined;
  readonly registered?: ReadonlyMap<string, string>;
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
    const progress = progressOn(terminal, log.name, log.size, options.json);
    const known = await knownOf(log.name, options.known ?? [], key?.publicKey);
    const about = { number, publicKey: key?.publicKey, findings, causes, known };
    const audit = await auditLog(log, about, { progress: progress.at }).finally(progress.stop);
    reports.push({
      log: log.name,
      verdict: findings.verdict,
      events: audit.seq,
      covered: audit.covered,
      checkpoints: audit.checkpoints,
      root: audit.root()?.toString('base64') ?? null,
      key: key ?? null,
      counts: Object.fromEntries(findings.counts),
      findings: findings.first,
    });
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
