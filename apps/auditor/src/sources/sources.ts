import { CannotSay } from '../cannot-say';
import type { LogUnderAudit } from '../log-under-audit';
import { ExportLog } from './export-log';

export interface SourceOptions {
  readonly export?: readonly string[];
  readonly log?: readonly string[];
}

/** The logs that the options name. Throws CannotSay. */
export async function openSources({ export: dirs = [], log: names = [] }: SourceOptions): Promise<readonly LogUnderAudit[]> {
  if (dirs.length === 0) throw new CannotSay('say which log: --export, --store or --kafka');
  if (names.length > 0 && names.length !== dirs.length) throw new CannotSay('give one --log for each --export, or none');
  return Promise.all(dirs.map((dir, index) => ExportLog.open(dir, names[index])));
}
