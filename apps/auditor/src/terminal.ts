import { Presets, SingleBar } from 'cli-progress';

/** Where a command writes, and what it reads beside its arguments; `process` fits. */
export interface Terminal {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface Progress {
  at(done: number): void;
  stop(): void;
}

const QUIET: Progress = { at: () => undefined, stop: () => undefined };

/** A bar on a terminal; nothing where nobody looks. */
export function progressOn({ stderr }: Terminal, name: string, total: number, json: boolean): Progress {
  if (!stderr.isTTY || json) return QUIET;
  const format = `${name} {bar} {percentage}% | {value}/{total} events | {eta_formatted}`;
  const bar = new SingleBar({ format, stream: stderr as NodeJS.WritableStream, hideCursor: true }, Presets.shades_classic);
  bar.start(total, 0);
  return { at: (done) => bar.update(done), stop: () => bar.stop() };
}
