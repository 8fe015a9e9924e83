import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testStack } from '@satualur/local-stack/testing';
import type { Rig } from '../src/rig';
import { soak } from '../src/soak';

jest.setTimeout(300_000);

/** The stack of the test run, lent: other specs use it, so its parts are not killed. */
function lentRig(): Rig {
  const { postgres, kafka } = testStack();
  const { admin } = kafka.credentials;
  return {
    postgres,
    kafka: { brokers: kafka.brokers, ...(admin && { credentials: admin }) },
    killable: [],
    stop: () => Promise.resolve(),
  };
}

const DIVISION_BY_ZERO = '22012';

/** What ended the acts that left nothing, but for those that another one was faster than. */
function whyFailed(histories: string): Set<string> {
  const lines = readdirSync(histories).flatMap((name) => readFileSync(join(histories, name), 'utf8').split('\n').slice(0, -1));
  const said = lines.map((line) => JSON.parse(line) as { readonly t: string; readonly why: string });
  return new Set(said.filter(({ t, why }) => t === 'fail' && why !== 'conflict').map(({ why }) => why));
}

it('carries 20,000 events of 8 concurrent writers through kills of sequencer, relay and consumer: none lost, twice or out of order', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'soak-'));
  const result = await soak(
    {
      events: 20_000,
      seed: 'ci',
      writers: 8,
      agencies: 2,
      folder,
      partKills: 0,
      leastPartKills: 0,
      killWriters: false,
      downMs: {},
      heldShare: 0.001,
      patienceMs: 60_000,
      limitMs: 120_000,
      stallMs: 60_000,
      onProgress: () => undefined,
      ending: new AbortController().signal,
    },
    lentRig(),
  );
  const { verdict, kills } = result;
  expect({ ...result, verdict: verdict.findings }).toMatchObject({ verdict: [], lagging: [], unexplained: [], short: [] });
  expect(verdict.acts.events).toBeGreaterThanOrEqual(20_000);
  expect(verdict.events).toBe(verdict.acts.events + verdict.effects);
  expect(verdict.effects).toBeGreaterThan(500);
  expect(verdict.acts.failed / (verdict.acts.ok + verdict.acts.failed)).toBeGreaterThan(0.03);
  for (const carrier of ['log-0', 'log-1', 'projector-0', 'reactor-0']) expect(kills[carrier]).toBeGreaterThanOrEqual(2);
  expect(kills['projector-1']).toBeGreaterThanOrEqual(1);
  expect(whyFailed(join(folder, 'histories'))).toEqual(new Set(['rolled-back', 'cut-off', DIVISION_BY_ZERO]));
  rmSync(folder, { recursive: true });
});
