import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Bench } from './bench';
import { AGENCY_SIDE } from './cell';
import { ProcessCpu, residentMiB } from './cpu';
import type { Rig } from './rig';
import { type Row, rowOf } from './row';

const SETTLE_MS = 15_000;
/** So many agencies the bars are set for. */
const BARRED = 50;

interface Sample {
  readonly cores: number;
  readonly memory: number;
  readonly connections: number;
}

async function connections(rig: Rig): Promise<number> {
  const client = new Client({ connectionString: rig.adminUrl });
  await client.connect();
  const { rows } = await client.query<{ open: number }>(
    String.raw`SELECT count(*)::int AS open FROM pg_stat_activity WHERE datname LIKE 'agency\_a-%' OR datname LIKE 'vault\_a-%'`,
  );
  await client.end();
  return rows[0]!.open;
}

async function sampled(rig: Rig, pids: readonly number[], ms: number): Promise<Sample> {
  const cpu = new ProcessCpu(() => pids);
  const began = performance.now();
  await sleep(ms);
  const cores = cpu.microseconds() / (performance.now() - began) / 1_000;
  return { cores, memory: pids.reduce((sum, pid) => sum + residentMiB(pid), 0), connections: await connections(rig) };
}

export const idle: Bench = {
  name: 'idle',
  async run(rig) {
    const { agencies, rounds, turnMs } = rig.scale;
    const cell = await rig.cell();
    await cell.register(...Array.from({ length: agencies }, (_, index) => `a-${String(index).padStart(2, '0')}`));
    await cell.restartAgencySide();
    await sleep(rig.scale.quick ? SETTLE_MS / 5 : SETTLE_MS);
    const pids = AGENCY_SIDE.map((app) => cell.pid(app));
    const samples: Sample[] = [];
    for (let round = 0; round < rounds; round++) samples.push(await sampled(rig, pids, turnMs * 3));
    const line = (what: string, of: keyof Sample, unit: string, most: number): Row =>
      rowOf(
        samples.map((sample) => sample[of]),
        {
          ...{ name: `${agencies} agencies hosted, idle: ${what}`, unit, beside: AGENCY_SIDE.join(' + ') },
          ...(agencies === BARRED && { bar: ['≤', most] }),
        },
      );
    return [
      line('CPU', 'cores', 'cores', 0.1),
      line('resident memory', 'memory', 'MiB', 600),
      line('database connections', 'connections', 'connections', 100),
    ];
  },
};
