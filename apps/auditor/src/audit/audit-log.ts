import type { Entry, LogUnderAudit } from '../log-under-audit';
import { LogAudit, type LogAuditOptions } from './log-audit';

export interface Watcher {
  /** Told of each note of the log's list, counting or not. */
  note?(note: string): Promise<void>;
  /** Told of each event that a checkpoint covers, after it was checked. */
  covered?(entry: Entry): Promise<void> | undefined;
  /** Entries read so far. */
  progress?(read: number): void;
}

/** Reads a log once, from its first event to its last, each checkpoint being met where it stands. */
export async function auditLog(
  source: LogUnderAudit,
  options: Omit<LogAuditOptions, 'log'>,
  watcher: Watcher = {},
): Promise<LogAudit> {
  const audit = new LogAudit({ ...options, log: source.name });
  const entries = new OneByOne(source.entries(), watcher);
  for await (const note of source.checkpoints()) {
    await watcher.note?.(note);
    const checkpoint = audit.note(note);
    if (!checkpoint) continue;
    while (audit.seq < checkpoint.size) {
      const entry = entries.ready() ?? (await entries.next());
      if (!entry) break;
      audit.entry(entry);
      const wait = watcher.covered?.(entry);
      if (wait) await wait;
    }
    audit.meet(checkpoint);
  }
  for (let entry = await entries.next(); entry; entry = entries.ready() ?? (await entries.next())) audit.entry(entry);
  audit.end();
  return audit;
}

/** Takes runs of entries apart; what is at hand is given without waiting. */
class OneByOne {
  private readonly runs: AsyncIterator<readonly Entry[]>;
  private run: readonly Entry[] = [];
  private at = 0;
  private read = 0;

  constructor(
    source: AsyncIterable<readonly Entry[]>,
    private readonly watcher: Watcher,
  ) {
    this.runs = source[Symbol.asyncIterator]();
  }

  ready(): Entry | undefined {
    return this.run[this.at++];
  }

  async next(): Promise<Entry | undefined> {
    for (let entry = this.ready(); ; entry = this.ready()) {
      if (entry) return entry;
      const { done, value } = await this.runs.next();
      if (done) return undefined;
      this.watcher.progress?.((this.read += value.length));
      [this.run, this.at] = [value, 0];
    }
  }
}
