import { Client } from 'pg';
import type { Rig } from './rig';

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

  at(seq: number): number {
    return this.steps.find((step) => step.seq >= seq)?.at ?? NaN;
  }
}

export const superuser = ({ adminUrl }: Rig, database: string): Client =>
  new Client({ connectionString: Object.assign(new URL(adminUrl), { pathname: database }).href });

/** The column `seq` of a statement's one row. */
export const numberOf = (client: Client, text: string) => async (): Promise<number> => {
  const { rows } = await client.query<{ seq: string }>({ name: 'seen', text });
  return Number(rows[0]?.seq ?? 0);
};

export const HIGHEST_SEALED = 'SELECT seq FROM store.sealed ORDER BY seq DESC LIMIT 1';
