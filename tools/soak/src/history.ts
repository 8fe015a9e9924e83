import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Act } from './act';

/** What one writing process says of its commands, line by line, as Jepsen's histories do. */
export type Entry =
  | { readonly t: 'start'; readonly done: number; readonly open: readonly Act[] }
  | ({ readonly t: 'invoke' } & Act)
  | { readonly t: 'ok'; readonly id: string; readonly events: readonly string[]; readonly hlc: string }
  | { readonly t: 'fail'; readonly id: string; readonly why: string }
  | { readonly t: 'unknown'; readonly id: string; readonly why: string };

/** What an earlier life of a process left: events written, and commands whose outcome nobody knows. */
export interface Left {
  readonly done: number;
  readonly open: readonly Act[];
}

const entriesOf = (file: string): Entry[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Entry);

function leftOf(entries: readonly Entry[]): Left {
  let done = 0;
  const open = new Map<string, Act>();
  for (const entry of entries) {
    if (entry.t === 'start') {
      done = entry.done;
      for (const act of entry.open) open.set(act.id, act);
    } else if (entry.t === 'invoke') open.set(entry.id, entry);
    else if (entry.t !== 'unknown') {
      open.delete(entry.id);
      if (entry.t === 'ok') done += entry.events.length;
    }
  }
  return { done, open: [...open.values()] };
}

/** One file for each life of a process: a life begins with what the one before left. Written through at once. */
export class History {
  readonly left: Left;
  private readonly file: number;

  constructor(nameOf: (life: number) => string, life: number) {
    this.left = leftBefore(nameOf, life);
    this.file = openSync(nameOf(life), 'a', 0o600);
    this.write({ t: 'start', ...this.left });
  }

  write(entry: Entry): void {
    writeSync(this.file, `${JSON.stringify(entry)}\n`);
  }

  close(): void {
    closeSync(this.file);
  }
}

/** Of the latest earlier life that came to say how it began. */
function leftBefore(nameOf: (life: number) => string, life: number): Left {
  for (let before = life - 1; before >= 0; before--) {
    if (!existsSync(nameOf(before))) continue;
    const entries = entriesOf(nameOf(before));
    if (entries.length > 0) return leftOf(entries);
  }
  return { done: 0, open: [] };
}
