import { existsSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Child, startChild } from '@satualur/local-stack/child';

/** Workers run compiled, or from the sources where this file itself does: in a test, or with a bug planted. */
const FROM_SOURCES = __filename.endsWith('.ts');
export const fromSources = ['--conditions=@satualur/source', '--require', resolve(__dirname, '../src/planted/hook.cjs')];
const nodeArguments = FROM_SOURCES ? fromSources : [];

export interface WorkerSpec {
  readonly name: string;
  /** `writer`, `log` or `projector`. */
  readonly entry: string;
  readonly args: readonly string[];
  readonly folder: string;
}

/** A process of the run that is killed and started again, as often as asked; each life knows its number. */
export class Worker {
  /** Ends nobody asked for, by exit code or signal. */
  readonly unexplained: (number | string)[] = [];
  /** True once it has ended by itself, its work done. */
  done = false;
  kills = 0;
  private life = 0;
  private stopped = false;
  private child: Child | undefined;
  private upFile = '';

  constructor(readonly spec: WorkerSpec) {}

  /** True once this life has come so far as to work. */
  get isUp(): boolean {
    return existsSync(this.upFile);
  }

  async start(): Promise<void> {
    if (this.stopped) return;
    const { name, entry, args, folder } = this.spec;
    const file = join(__dirname, `${entry}.main${FROM_SOURCES ? '.ts' : '.js'}`);
    const life = String(this.life++);
    rmSync(this.upFile, { force: true });
    this.upFile = join(folder, 'log', `${name}.${life}.up`);
    const child = await startChild({
      name,
      command: process.execPath,
      args: [...nodeArguments, file, ...args, life, this.upFile],
      env: process.env,
      log: join(folder, 'log', `${name}.${life}.log`),
    });
    this.child = child;
    void child.exited.then((end) => {
      dropEmpty(child.log);
      this.ended(child, end);
    });
    if (this.stopped) await this.stop();
  }

  /** SIGKILL, and a new life. */
  async kill(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (!child || this.done) return;
    this.kills++;
    await child.stop('SIGKILL');
    await this.start();
  }

  /** For good. */
  async stop(): Promise<void> {
    this.stopped = true;
    const { child } = this;
    this.child = undefined;
    await child?.stop('SIGKILL');
  }

  private ended(child: Child, end: number | string): void {
    if (child !== this.child) return;
    this.child = undefined;
    if (end === 0) this.done = true;
    else {
      this.unexplained.push(end);
      void this.start();
    }
  }
}

/** Most lives have nothing to say. */
function dropEmpty(log: string): void {
  if (statSync(log).size === 0) rmSync(log);
}
