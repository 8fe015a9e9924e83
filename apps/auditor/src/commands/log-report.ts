import type { Finding, Findings, Verdict } from '../audit/findings';
import type { LogAudit } from '../audit/log-audit';
import type { LogKey } from '../keys';

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

export const reportOf = (log: string, audit: LogAudit, findings: Findings, key: LogKey | undefined): LogReport => ({
  log,
  verdict: findings.verdict,
  events: audit.seq,
  covered: audit.covered,
  checkpoints: audit.checkpoints,
  root: audit.root()?.toString('base64') ?? null,
  key: key ?? null,
  counts: Object.fromEntries(findings.counts),
  findings: findings.first,
});
