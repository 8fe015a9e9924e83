import type { StreamId } from '@satualur/contracts/ids';
import { TestLog } from '@satualur/contracts/testing';
import { type Bulk, inBulk, type Run } from './bulk';
import { Gap, LeafChanged, markAfter, START } from './marks';
import type { Loading, LogEvent } from './projection';

const log = new TestLog('registry', false);
for (let n = 0; n < 4_500; n++) {
  const event = { type: 'TaskForceFormed', data: { kabkota: `630${n}` } };
  log.write({ stream: 'taskforce-00000000-0000-7000-8000-000000000001' as StreamId, event, at: 1000 + n });
}
const { events } = log;
const passed = (seq: number): Run => ({ passed: seq, leaf: events[seq - 1]!.leaf });

class Seqs implements Loading {
  readonly taken: number[] = [];
  take(more: readonly LogEvent[]): void {
    this.taken.push(...more.map(({ seq }) => seq));
  }
  write = (): Promise<void> => Promise.resolve();
}

async function bulks(runs: readonly Run[], from = START): Promise<Bulk[]> {
  const all: Bulk[] = [];
  const source = (async function* () {
    yield* runs;
  })();
  for await (const bulk of inBulk('registry', source, from, () => new Seqs())) all.push(bulk);
  return all;
}
const taken = ({ rows }: Bulk): readonly number[] => (rows as Seqs).taken;

describe('runs in bulk', () => {
  it('become bulks of 2,000 events or more that follow each other', async () => {
    const runs = Array.from({ length: 15 }, (_, run) => events.slice(run * 300, run * 300 + 300));
    const made = await bulks(runs);
    expect(made.map(({ from, to }) => [from.seq, to.seq])).toEqual([
      [0, 2_100],
      [2_100, 4_200],
      [4_200, 4_500],
    ]);
    expect(made.flatMap(taken)).toEqual(events.map(({ seq }) => seq));
    expect(made.at(-1)!.to).toEqual(markAfter(events));
  });

  it('leave out repeats and go past places put aside, also when these are all', async () => {
    const [bulk] = await bulks([events.slice(0, 2), events.slice(1, 3), passed(4), passed(2), events.slice(4, 5), passed(6)]);
    expect(taken(bulk!)).toEqual([1, 2, 3, 5]);
    expect(bulk!.to).toEqual({ seq: 6, leaf: events[5]!.leaf });
    const [aside] = await bulks([passed(1)]);
    expect(aside).toMatchObject({ from: START, to: { seq: 1 } });
    expect(await bulks([events.slice(0, 2)], markAfter(events.slice(0, 2)))).toEqual([]);
  });

  it('are refused where an event is missing or another stands', async () => {
    await expect(bulks([events.slice(0, 2), events.slice(3, 4)])).rejects.toMatchObject(new Gap('registry', 3, 4));
    await expect(bulks([events.slice(0, 2), passed(4)])).rejects.toMatchObject(new Gap('registry', 3, 4));
    const changed = { ...events[1]!, leaf: events[2]!.leaf };
    await expect(bulks([events.slice(0, 2), [changed]])).rejects.toBeInstanceOf(LeafChanged);
  });
});
