import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { originOf } from '@satualur/event-store/checkpoint';
import { auditLog } from '../audit/audit-log';
import { Causes } from '../audit/causes';
import { Findings } from '../audit/findings';
import { CannotSay } from '../cannot-say';
import { keyOf } from '../keys';
import type { Entry, LogUnderAudit } from '../log-under-audit';
import { progressOn, type Terminal } from '../terminal';
import { ExportWriter, NotEmpty } from '../tiles/export-writer';
import { verifierKey } from '../tiles/verifier-key';
import { type LogReport, reportOf } from './log-report';
import type { VerifyOptions } from './verify';

export interface ExportOptions extends VerifyOptions {
  readonly out: string;
}

/**
 * Writes a log, as far as its last checkpoint covers it, and audits what it writes: flaws are exported, not hidden. Throws CannotSay
 * where an export cannot be made, and leaves the folder as it was.
 */
export async function exportLog(log: LogUnderAudit, options: ExportOptions, terminal: Terminal): Promise<LogReport> {
  const key = keyOf(log, options.key, options.registered);
  const findings = new Findings();
  const made = await mkdir(options.out, { recursive: true });
  const writer = await emptyFolder(options.out);
  const progress = progressOn(terminal, log.name, log.size, options.json);
  try {
    const audit = await auditLog(
      log,
      { number: 0, key, findings, causes: new Causes(), known: [] },
      { progress: progress.at, note: (note) => writer.checkpoint(note), covered: (entry) => written(writer, entry) },
    );
    if (writer.size === 0 && audit.checkpoints === 0) throw new CannotSay(`${log.name} has no checkpoint that counts`);
    await writer.finish();
    if (key) await writeFile(join(options.out, 'vkey'), `${verifierKey(originOf(log.name), key.publicKey)}\n`);
    return reportOf(log.name, audit, findings, key);
  } catch (error) {
    await writer.close();
    const left = made === undefined ? (await readdir(options.out)).map((name) => join(options.out, name)) : [options.out];
    for (const path of left) await rm(path, { recursive: true, force: true });
    throw error;
  } finally {
    progress.stop();
  }
}

async function emptyFolder(dir: string): Promise<ExportWriter> {
  try {
    return await ExportWriter.open(dir);
  } catch (error) {
    throw error instanceof NotEmpty ? new CannotSay(`${dir} is not empty`) : error;
  }
}

function written(writer: ExportWriter, { seq, bytes, leaf, stray }: Entry): Promise<void> | undefined {
  if (stray) return undefined;
  if (!bytes || !leaf || seq !== writer.size + 1)
    throw new CannotSay(`event ${seq} is lost or stands behind a gap: the log cannot be exported`);
  return writer.entry(bytes, leaf);
}
