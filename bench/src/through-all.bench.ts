import type { CaseId } from '@satualur/contracts/ids';
import type { Client } from 'pg';
import type { Bench } from './bench';
import type { Cell } from './cell';
import { percentile } from './figures';
import { Poll, paced } from './paced';
import { rowOf } from './row';
import { superuser } from './seen';
import { ids } from './streams';

const AGENCY = 'pol-6310';
const RATE = 50;
const POLL_MS = 2;

const assertions = {
  role: { value: 'victim', method: 'SelfDeclared' },
  name: { value: 'Kenanga Contoh', method: 'SelfDeclared' },
  birthDate: { value: '2004-08-17', method: 'Document' },
  nik: { value: '6399014101000001', method: 'Document' },
};

/** Cases not yet in the timeline's rows, and who waits for each. */
class Awaited {
  private readonly waiting = new Map<CaseId, () => void>();

  constructor(private readonly client: Client) {}

  arrival(caseid: CaseId): Promise<void> {
    return new Promise((resolve) => this.waiting.set(caseid, resolve));
  }

  async ask(): Promise<void> {
    if (this.waiting.size === 0) return;
    const text = 'SELECT DISTINCT caseid FROM "case-timeline_v1".participant WHERE caseid = ANY ($1::uuid[])';
    const { rows } = await this.client.query<{ caseid: CaseId }>({ name: 'arrived', text, values: [[...this.waiting.keys()]] });
    for (const { caseid } of rows) {
      this.waiting.get(caseid)?.();
      this.waiting.delete(caseid);
    }
  }
}

/** One record by HTTP, until the timeline service tells of it by HTTP; milliseconds. */
async function through(cell: Cell, awaited: Awaited): Promise<number> {
  const began = performance.now();
  const id = ids.next();
  const { status, body } = await cell.post('intake', '/records', AGENCY, id, { ref: `R-${id}`, assertions });
  if (status !== 201) throw new Error(`intake answered ${status} ${JSON.stringify(body)}`);
  await awaited.arrival(body['caseid'] as CaseId);
  const told = await cell.get('timeline', `/cases/${String(body['caseid'])}/timeline`, AGENCY);
  const entries = told.body['entries'] as readonly unknown[] | undefined;
  if (told.status !== 200 || entries?.length !== 1)
    throw new Error(`the timeline answered ${told.status} with ${entries?.length} entries`);
  return performance.now() - began;
}

async function round(cell: Cell, awaited: Awaited, ms: number): Promise<readonly number[]> {
  const latencies: number[] = [];
  await paced(RATE, ms, async () => void latencies.push(await through(cell, awaited)));
  return latencies;
}

export const throughAll: Bench = {
  name: 'through-all',
  async run(rig) {
    const cell = await rig.cell();
    await cell.register(AGENCY);
    const client = superuser(rig, 'timeline');
    await client.connect();
    const awaited = new Awaited(client);
    const poll = new Poll(() => awaited.ask(), POLL_MS);
    const rounds: (readonly number[])[] = [];
    try {
      await round(cell, awaited, 2_000);
      for (let count = 0; count < rig.scale.rounds; count++) rounds.push(await round(cell, awaited, rig.scale.turnMs * 2));
    } finally {
      await poll.stop();
      await client.end();
    }
    const median = percentile(rounds.flat(), 0.5);
    return [
      rowOf(
        rounds.map((latencies) => percentile(latencies, 0.99)),
        {
          name: `one command through all at ${RATE}/s (HTTP, seal, append, Kafka, timeline read by HTTP): p99`,
          unit: 'ms',
          bar: ['≤', 300],
          beside: `${rounds.flat().length} commands, median ${median.toFixed(0)} ms, each told of once`,
        },
      ),
    ];
  },
};
