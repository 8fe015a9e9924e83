import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';
import type { AgencyKey } from '@satualur/contracts/ids';
import { HybridClock, wallClock } from '@satualur/event-store/clock';
import { type Act, nextAct, servicesOf } from './act';
import { History } from './history';
import { Stores } from './perform';
import { Random } from './random';
import { readRunFile, type RunFile } from './run-file';
import { sayUp } from './say-up';

/** One process of several sessions that write one after the other; ends when its share is written and nothing is unknown. */
class Writer {
  private done: number;
  private readonly stores: Stores;
  private cause: Act['cause'];

  constructor(
    private readonly run: RunFile,
    private readonly index: number,
    private readonly life: number,
    private readonly history: History,
  ) {
    this.done = history.left.done;
    this.stores = new Stores(run, new HybridClock(wallClock));
  }

  async write(): Promise<void> {
    const { sessions } = this.run.writers;
    await Promise.all(Array.from({ length: sessions }, (_, session) => this.session(`w${this.index}.${session}`)));
  }

  private async session(session: string): Promise<void> {
    const random = new Random(`${this.run.seed}/${session}/${this.life}`);
    for (const act of this.history.left.open.filter((open) => open.session === session)) await this.settle(act);
    const { seed, heldShare, writers } = this.run;
    const agencies = this.run.agencies.map(({ key }) => key as AgencyKey);
    const around = { seed, heldShare, agencies, services: servicesOf(this.index, writers.processes), session };
    while (this.done < writers.events) {
      const act = nextAct(random, around, this.done, this.cause);
      this.history.write({ t: 'invoke', ...act });
      await this.settle(act);
    }
  }

  /** The same command under the same id until its outcome is known. */
  private async settle(act: Act): Promise<void> {
    for (let pause = 20; ; pause = Math.min(pause * 2, 1_000)) {
      const outcome = await this.stores.perform(act);
      if (outcome.t === 'ok') return this.succeeded(act, outcome.committed);
      this.history.write({ t: outcome.t, id: act.id, why: outcome.why });
      if (outcome.t === 'fail') return;
      await wait(pause);
    }
  }

  private succeeded(act: Act, { events, hlc }: { events: readonly { envelope: { id: string } }[]; hlc: string }): void {
    const ids = events.map(({ envelope }) => envelope.id);
    this.done += ids.length;
    this.cause = { id: ids.at(-1), hlc } as NonNullable<Act['cause']>;
    this.history.write({ t: 'ok', id: act.id, events: ids, hlc });
  }
}

/** `writer.main <run file> <index> <life>` */
async function main([file, index, life]: readonly string[]): Promise<void> {
  const run = readRunFile(file!);
  const nameOf = (of: number) => join(run.folder, 'histories', `writer-${index}.${String(of).padStart(5, '0')}.jsonl`);
  const history = new History(nameOf, Number(life));
  sayUp();
  await new Writer(run, Number(index), Number(life), history).write();
  history.close();
  process.exit(0);
}

void main(process.argv.slice(2));
