import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT, type WholeStack } from './whole-stack';

interface Digests {
  readonly live: string;
  readonly rebuilt: string;
}

/** The timeline's digest of what it serves, and after it has built everything anew from Kafka. */
export async function digestsOf({ api, staff }: WholeStack): Promise<Digests> {
  const key = `verify ${performance.now()}`;
  const { status, body } = await api.post('timeline', '/digest/verify', staff.secretariat, key, {});
  expect(status).toBe(200);
  return body as unknown as Digests;
}

/** The same by a process that reads the logs in Kafka and knows no database. */
export function digestOfLogs({ cell, issuer }: WholeStack): string {
  const { DATABASE_HOST: _, DATABASE_PORT: __, CELL_SECRET_TIMELINE: ___, ...env } = cell.envFor('timeline');
  const entry = join(ROOT, 'apps/timeline/dist/digest-of-logs.js');
  const ran = spawnSync(process.execPath, [entry], { env: { ...env, MODE: 'demo', OIDC_ISSUER: issuer }, encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`digest-of-logs failed: ${ran.stderr}${ran.stdout}`);
  return ran.stdout.trim();
}

export async function expectOneDigest(whole: WholeStack): Promise<void> {
  await whole.rounds.quiet();
  const { live, rebuilt } = await digestsOf(whole);
  expect(live).toMatch(/^[0-9a-f]{64}$/);
  expect({ rebuilt, fromLogs: digestOfLogs(whole) }).toEqual({ rebuilt: live, fromLogs: live });
}
