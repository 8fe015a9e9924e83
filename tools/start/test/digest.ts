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

interface Audited {
  readonly status: number | null;
  readonly out: Readonly<Record<string, unknown>>;
}

/** The auditor as a process that sees Kafka as the timeline does, and no database. */
export async function auditor({ cell, api, staff }: WholeStack, ...args: readonly string[]): Promise<Audited> {
  const { KAFKA_BROKERS: brokers, KAFKA_USERNAME, KAFKA_PASSWORD } = cell.envFor('timeline');
  const credentials = KAFKA_USERNAME === undefined ? {} : { KAFKA_USERNAME, KAFKA_PASSWORD };
  const env = { ...credentials, SATUALUR_TOKEN: await api.tokenFor(staff.secretariat) };
  const command = [join(ROOT, 'apps/auditor/dist/main.js'), ...args, '--kafka', brokers!, '--json'];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { env, encoding: 'utf8' });
  if (stdout === '') throw new Error(`auditor failed: ${stderr}`);
  return { status, out: JSON.parse(stdout) as Audited['out'] };
}

export async function expectOneDigest(whole: WholeStack): Promise<void> {
  await whole.rounds.quiet();
  const { live, rebuilt } = await digestsOf(whole);
  expect(live).toMatch(/^[0-9a-f]{64}$/);
  const { status, out } = await auditor(whole, 'timeline', '--live', whole.services.addresses.timeline);
  expect({ status, rebuilt, fromLogs: out['digest'] }).toEqual({ status: 0, rebuilt: live, fromLogs: live });
}
