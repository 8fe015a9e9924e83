import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

type Line = Readonly<Record<string, unknown>>;

/** A sample service as a process, with what it logs. */
export class SampleProcess {
  readonly lines: Line[] = [];
  private readonly child: ChildProcessByStdio<null, Readable, Readable>;
  private readonly waiting: { readonly event: string; readonly found: (line: Line) => void }[] = [];
  private complaint = '';
  readonly exited: Promise<{ readonly code: number | null; readonly complaint: string }>;

  constructor(env: NodeJS.ProcessEnv = {}) {
    const root = resolve(__dirname, '../../..');
    const sources = ['--conditions=@satualur/source', '--require', resolve(root, 'libs/local-stack/test/register-sources.cjs')];
    const usual = {
      PATH: process.env.PATH,
      MODE: 'development',
      KAFKA_BROKERS: '127.0.0.1:1',
      OIDC_ISSUER: 'http://127.0.0.1:1',
    };
    this.child = spawn(process.execPath, [...sources, resolve(__dirname, 'sample-main.ts')], {
      env: { ...usual, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stderr.on('data', (chunk: Buffer) => (this.complaint += chunk.toString()));
    createInterface(this.child.stdout).on('line', (text) => this.said(JSON.parse(text) as Line));
    this.exited = once(this.child, 'close').then(([code]) => ({ code: code as number | null, complaint: this.complaint }));
  }

  /** The first line with this event, now or later; rejects when the process ends without. */
  async line(event: string): Promise<Line> {
    const known = this.lines.find((line) => line['event'] === event);
    const found =
      known ??
      (await Promise.race([new Promise<Line>((resolveLine) => this.waiting.push({ event, found: resolveLine })), this.exited]));
    if ('complaint' in found) throw new Error(`ended before ${event}: ${this.complaint}`);
    return found;
  }

  async url(): Promise<string> {
    const { host, port } = await this.line('listening');
    return `http://${String(host)}:${String(port)}`;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  private said(line: Line): void {
    this.lines.push(line);
    this.waiting.filter(({ event }) => event === line['event']).forEach(({ found }) => found(line));
  }
}
