import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';

const OK = '{"t":"ok"';

/** Counts events acknowledged, from what the histories grew by since it last looked. */
export class Progress {
  private readonly read = new Map<string, number>();
  private readonly rest = new Map<string, string>();
  written = 0;

  constructor(private readonly folder: string) {}

  look(): number {
    for (const name of readdirSync(this.folder)) this.take(join(this.folder, name));
    return this.written;
  }

  private take(file: string): void {
    const from = this.read.get(file) ?? 0;
    const size = statSync(file).size;
    if (size === from) return;
    const grown = Buffer.alloc(size - from);
    const descriptor = openSync(file, 'r');
    readSync(descriptor, grown, 0, grown.length, from);
    closeSync(descriptor);
    this.read.set(file, size);
    const lines = ((this.rest.get(file) ?? '') + grown.toString('utf8')).split('\n');
    this.rest.set(file, lines.pop()!);
    for (const line of lines) if (line.startsWith(OK)) this.written += (JSON.parse(line) as { events: unknown[] }).events.length;
  }
}
