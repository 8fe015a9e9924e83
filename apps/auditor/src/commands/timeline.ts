import { timelineText } from '@satualur/case-timeline/timeline.text';
import type { CaseId, Instant } from '@satualur/contracts/ids';
import type { Language } from '@satualur/contracts/timeline/views';
import type { Verdict } from '../audit/findings';
import { keyOf } from '../keys';
import type { LogUnderAudit } from '../log-under-audit';
import { tableOf } from '../report';
import { progressOn, type Terminal } from '../terminal';
import { checkedLog } from '../timeline/checked-log';
import { caseDigest, foldCase, type FoldedCase } from '../timeline/fold-case';
import { foldLogs, type FoldedLogs } from '../timeline/fold-logs';
import { type Live, liveCase, liveDigest } from '../timeline/live-timeline';
import { promisesOf, stillOpen, type StillOpen } from '../timeline/promises';
import type { VerifyOptions } from './verify';

export interface TimelineOptions extends VerifyOptions {
  readonly asOf?: Instant | undefined;
  readonly case?: CaseId | undefined;
  readonly live?: Live | undefined;
  readonly lang: Language;
  readonly technical: boolean;
}

export interface FoldReport extends FoldedLogs {
  /** `folded` where there was nothing to compare with. */
  readonly verdict: Verdict | 'folded';
  readonly asOf: Instant | null;
  readonly logs: readonly string[];
  /** Digest of what the live projection shows. */
  readonly live: string | null;
  /** Logs in which an event known before the instant may still come. */
  readonly open: readonly StillOpen[];
  /** Logs whose promises are held against no key but the one that their exports state. */
  readonly unproven: readonly string[];
  /** The case, when the fold is of one. */
  readonly told?: FoldedCase['told'];
}

/** Equal is equal; a difference breaks a promise only where nothing can come any more, no log is missing, and each key is proven. */
function verdictOf({ digest, live, open, absent, unproven }: Omit<FoldReport, 'verdict'>): FoldReport['verdict'] {
  if (live === digest) return 'holds';
  if (open.length > 0 || absent.length > 0) return 'could not say';
  if (live === null) return 'folded';
  return unproven.length > 0 ? 'could not say' : 'violated';
}

/**
 * Folds logs alone, their bytes held against leaves and checkpoints, as known strictly before an instant, and holds a live projection
 * against it. Throws CannotSay and Violated.
 */
export async function timelineOf(
  logs: readonly LogUnderAudit[],
  options: TimelineOptions,
  terminal: Terminal,
): Promise<FoldReport> {
  const { asOf, case: caseid, lang: language, technical } = options;
  const promises = await promisesOf(logs, options);
  const checked = logs.map((log) => checkedLog(log, promises.checkpoints.get(log.name)));
  const progress = progressOn(
    terminal,
    'events',
    logs.reduce((sum, log) => sum + log.size, 0),
    options.json,
  );
  const fold: Promise<FoldedLogs & Partial<FoldedCase>> =
    caseid === undefined
      ? foldLogs(checked, { asOf, progress: progress.at })
      : foldCase(checked, { caseid, asOf, language, technical, promises: promises.watermarks, progress: progress.at });
  const folded = await fold.finally(progress.stop);
  const live = options.live ? await shownBy(options.live, caseid, asOf) : null;
  const open = stillOpen(logs, promises, asOf);
  const names = logs.map(({ name }) => name);
  const unproven = logs.filter((log) => keyOf(log, options.key, options.registered)?.from === 'export').map(({ name }) => name);
  const report = { asOf: asOf ?? null, logs: names, ...folded, live, open, unproven };
  return { verdict: verdictOf(report), ...report };
}

const shownBy = async (live: Live, caseid: CaseId | undefined, asOf: Instant | undefined): Promise<string> =>
  caseid === undefined ? liveDigest(live, asOf) : caseDigest(await liveCase(live, caseid, asOf));

/** A fold to be read: the case as told, if it is of one, then what was compared. Ends with a line feed. */
export function foldText({ verdict, asOf, logs, events, cases, digest, live, open, absent, unproven, told }: FoldReport): string {
  const table = tableOf([
    verdict === 'folded'
      ? ['folded', 'every event’s bytes are those of its leaf; nothing was compared, for want of --live']
      : ['verdict', verdict],
    ['as known before', asOf ?? 'now, as far as the logs go'],
    ['logs', logs.join(', ')],
    ['events and cases', `${events}, ${cases}`],
    ['digest', digest],
    ['live digest', live ?? 'not asked for'],
    [
      'may still change',
      open.map(({ log, promised }) => `${log} (promised up to ${promised ?? 'nowhere'})`).join(', ') || 'nothing',
    ],
    ['logs that are missing', absent.join(', ') || 'none'],
    ['keys that nobody proves', unproven.join(', ') || 'none'],
  ]);
  return `${told ? `${timelineText(told)}\n` : ''}${table}\n`;
}
