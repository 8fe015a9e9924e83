import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Rig } from './rig';

const PATIENCE_MS = 60_000;

/** When each place of a log was first seen: the highest seq by time. */
export class Seen {
  private readonly steps: { readonly seq: number; readonly at: number }[] = [];

  constructor(private readonly read: () => Promise<number>) {}

  get highest(): number {
    return this.steps.at(-1)?.seq ?? 0;
  }

  async ask(): Promise<void> {
    const seq = await this.read();
    if (seq > this.highest) this.steps.push({ seq, at: performance.now() });
  }

  /** Throws when it is not seen within a minute. */
  async until(seq: number): Promise<void> {
    for (const patience = Date.now() + PATIENCE_MS; this.highest < seq; await sleep(20))
      if (Date.now() > patience) throw new Error(`place ${seq} is not seen`);
  }

  at(seq: number): number {
    return this.steps.find((step) => step.seq >= seq)?.at ?? NaN;
  }
}

export function superuser({ adminUrl }: Rig, database: string): Client {
  return listening(new Client({ connectionString: Object.assign(new URL(adminUrl), { pathname: database }).href }));
}

/** Whose server ends before it, as after an error elsewhere, does not end the process: its next statement tells. */
export const listening = (client: Client): Client => client.on('error', () => undefined);

/** The column `seq` of a statement's one row. */
export const numberOf = (client: Client, text: string) => async (): Promise<number> => {
  const { rows } = await client.query<{ seq: string }>({ name: 'seen', text });
  return Number(rows[0]?.seq ?? 0);
};

export const HIGHEST_SEALED = 'SELECT seq FROM store.sealed ORDER BY seq DESC LIMIT 1';
