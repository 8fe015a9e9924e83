import { setTimeout as wait } from 'node:timers/promises';
import { inTurns } from './turns';

it('counts what every worker did, though they wait for their work side by side', async () => {
  const once = async (): Promise<number> => {
    await wait(1);
    return 3;
  };
  const turns = await inTurns([{ name: 'one', once }], { rounds: 1, turnMs: 50, workers: 8, servers: () => [] });
  const [turn] = turns.get('one')!;
  expect(turn!.latencies.length).toBeGreaterThanOrEqual(8);
  expect(turn!.events).toBe(turn!.latencies.length * 3);
});
