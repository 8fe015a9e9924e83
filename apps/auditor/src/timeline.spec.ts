import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentOf } from '@satualur/case-timeline/content';
import { registryLog } from '@satualur/case-timeline/stories/registry.story';
import { storyS1, storyS3 } from '@satualur/case-timeline/stories/s1-s3.story';
import { at, wita } from '@satualur/case-timeline/stories/story';
import { hlcOf } from '@satualur/contracts/hlc';
import type { WrittenEvent } from '@satualur/contracts/testing';
import { originOf, signCheckpoint } from '@satualur/event-store/checkpoint';
import { MerkleTree } from '@satualur/event-store/merkle';
import { digestOf } from '@satualur/projections/digest';
import type { FoldReport } from './commands/timeline';
import { run } from './program';
import { ExportLog } from './sources/export-log';
import { exported, newSigner, registrySpecimen } from './stories/specimen.story';
import { decodeBundle, encodeBundle } from './tiles/bundle';
import { tilePath } from './tiles/tile-path';
import { foldLogs } from './timeline/fold-logs';

const [s1, s3] = [storyS1(), storyS3()];
/** One log an agency, that of the secretariat empty; those of the second story go on where those of the first end. */
const logs = new Map<string, readonly WrittenEvent[]>([
  ['registry', registryLog().events],
  ['dp3akb-63', []],
]);
for (const story of [s1, s3]) {
  for (const [name, { events }] of story.logs) {
    const before = logs.get(name) ?? [];
    logs.set(name, [...before, ...events.map((event, index) => ({ ...event, seq: before.length + index + 1 }))]);
  }
}
const all = [...logs.values()].flat();
const T = at('02-06 14:30');
const MARCH = hlcOf(wita('03-01 00:00'));

const signers = new Map([...logs.keys()].map((name) => [name, newSigner()]));
let root: string;
let keys: readonly string[];
const dirs = new Map<string, string>();

async function exportOf(name: string, watermark = MARCH, forged = (events: readonly Buffer[]) => events): Promise<string> {
  const events = logs.get(name)!.map(({ bytes }) => bytes);
  const tree = new MerkleTree();
  for (const { leaf } of logs.get(name)!) tree.append(leaf);
  const signer = signers.get(name)!;
  const { note } = signCheckpoint({ origin: originOf(name), size: tree.size, root: tree.root(), watermark }, signer);
  return exported(join(mkdtempSync(join(root, 'of-')), name), { log: name, events: forged(events), notes: [note], signer });
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'auditor-timeline-'));
  for (const name of [...logs.keys()].sort()) dirs.set(name, await exportOf(name));
  const published = Object.fromEntries([...signers].map(([name, { publicKey }]) => [name, publicKey]));
  const registrar = signers.get('registry')!;
  const registry = await exported(join(root, 'keys'), registrySpecimen(published, registrar));
  keys = ['--registry', registry, '--registry-key', registrar.publicKey];
});
afterAll(() => rmSync(root, { recursive: true }));

async function timeline(args: readonly string[], given: Iterable<string> = dirs.values(), env = {}) {
  const said = { out: '', err: '' };
  const stdout = { write: (text: string) => (said.out += text) };
  const stderr = { write: (text: string) => (said.err += text) };
  const exports = [...given].flatMap((dir) => ['--export', dir]);
  const status = await run(['timeline', ...args, ...exports], { stdout, stderr, env });
  return { status, ...said, report: args.includes('--json') && said.out ? (JSON.parse(said.out) as FoldReport) : undefined };
}

/** A service that answers as told, and only to the right token. */
async function answering<R>(answers: Readonly<Record<string, unknown>>, work: (url: string) => Promise<R>): Promise<R> {
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://localhost');
    response.statusCode = request.headers.authorization === 'Bearer benar' ? 200 : 401;
    response.end(JSON.stringify(answers[pathname]));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    await new Promise((closed) => server.close(closed));
  }
}
const TOKEN = { SATUALUR_TOKEN: 'benar' };

describe('auditor timeline', () => {
  it('folds logs to the digest of the whole projection', async () => {
    const { report } = await timeline(['--json']);
    expect(report).toMatchObject({
      digest: await digestOf(contentOf(all)),
      events: all.length,
      cases: 2,
      absent: [],
      live: null,
    });
  });

  it('folds them as known at an instant', async () => {
    const { status, report } = await timeline(['--json', '--as-of', T]);
    const cut = all.filter(({ hlc }) => hlc < hlcOf(wita('02-06 14:30')));
    expect(status).toBe(0);
    expect(report!.digest).toBe(await digestOf(contentOf(cut)));
  });

  it('says what was folded, and does not call that holding', async () => {
    const { status, out } = await timeline(['--as-of', T]);
    expect(status).toBe(0);
    expect(out).toMatch(/folded/);
    expect(out).not.toMatch(/holds/);
    expect((await timeline(['--json', '--as-of', T])).report!.verdict).toBe('folded');
  });

  describe.each([[[]], [['--case', s3.caseid]]])('with %j', (which) => {
    const told = async (dir: string) =>
      timeline(['--as-of', T, ...which], [...[...dirs.values()].filter((each) => !each.endsWith('pol-6310')), dir]);
    const altered = (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace('"actor":"', '"actor":"x'), 'latin1');

    it('finds bytes that are not those of their leaf', async () => {
      const dir = await exportOf('pol-6310');
      const file = join(dir, tilePath('entries', 0, logs.get('pol-6310')!.length));
      const entries = decodeBundle(await readFile(file));
      await writeFile(file, encodeBundle(entries.with(1, altered(entries[1]!))));
      const { status, out, err } = await told(dir);
      expect({ status, out }).toEqual({ status: 1, out: '' });
      expect(err).toBe('pol-6310: the bytes of event 2 are not those that its leaf hash was made of; verify says more\n');
    });

    it('finds another history under the checkpoint of the true one', async () => {
      const dir = await exportOf('pol-6310', MARCH, (events) => events.with(1, altered(events[1]!)));
      const { status, err } = await told(dir);
      expect({ status, err }).toEqual({
        status: 1,
        err: expect.stringMatching(/^pol-6310: the root of the checkpoint of \d+ events is not theirs/),
      });
    });
  });

  it('comes to the same in ranges of cases, however small', async () => {
    const opened = await Promise.all([...dirs.values()].map((dir) => ExportLog.open(dir)));
    const digests = await Promise.all(
      [1, 3, 10, 1000].map(async (atOnce) => (await foldLogs(opened, { atOnce, progress: () => undefined })).digest),
    );
    expect(new Set(digests)).toEqual(new Set([await digestOf(contentOf(all))]));
  });

  it('tells one case', async () => {
    const { status, out } = await timeline(['--case', s3.caseid, '--as-of', T, '--lang', 'en']);
    expect(status).toBe(0);
    expect(out).toContain(`Timeline of case ${s3.caseid}`);
    expect(out).toContain('POL-6310 registered record R-0301 of a victim (victim of trafficking; forced labour).');
    expect(out).toContain('F-0301  POL-6310 > RS-6310  expired (was overdue, was escalated)');
    expect(out).toContain('All entries are final.');
  });

  it('cannot say while a log may still bring an event known before', async () => {
    const early = await exportOf('rs-6310', hlcOf(wita('02-05 00:00')));
    const { status, report } = await timeline(
      ['--json', '--as-of', T],
      [...dirs.values()].filter((dir) => !dir.includes('rs-6310')).concat(early),
    );
    expect(status).toBe(2);
    expect(report!.open).toEqual([{ log: 'rs-6310', promised: at('02-05 00:00') }]);
    const ahead = await timeline([]);
    expect(ahead.status).toBe(2);
    expect(Math.max(...ahead.out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('cannot say without the log of an agency that is addressed', async () => {
    const { status, report } = await timeline(
      ['--json', '--as-of', T],
      [...dirs].filter(([name]) => name !== 'rs-6310').map(([, dir]) => dir),
    );
    expect(status).toBe(2);
    expect(report!.absent).toEqual(['rs-6310']);
  });

  it('holds a live digest against it', async () => {
    const { report } = await timeline(['--json', '--as-of', T]);
    const against = (digest: string, env: object = TOKEN) =>
      answering({ '/digest': { digest } }, async (url) => timeline(['--as-of', T, '--live', url, ...keys], undefined, env));
    expect((await against(report!.digest)).status).toBe(0);
    expect((await against('0'.repeat(64))).status).toBe(1);
    const { status, err } = await against(report!.digest, {});
    expect({ status, err }).toEqual({ status: 2, err: expect.stringMatching(/answers 401: is the token/) });
  });

  it('takes a difference for none where nobody proves whose promises were kept', async () => {
    const { status, out } = await answering({ '/digest': { digest: '0'.repeat(64) } }, (url) =>
      timeline(['--as-of', T, '--live', url], undefined, TOKEN),
    );
    expect(status).toBe(2);
    expect(out).toMatch(/keys that nobody proves +│ .*pol-6310, /);
  });

  it.each([[[]], [['--case', s3.caseid]]])('cannot say when something else answers (%j)', async (which) => {
    const answers = { '/digest': {}, [`/cases/${s3.caseid}/timeline`]: { entries: 1 } };
    const { status, err } = await answering(answers, (url) =>
      timeline(['--as-of', T, '--live', url, ...which, ...keys], undefined, TOKEN),
    );
    expect({ status, err }).toEqual({ status: 2, err: expect.stringMatching(/answers what no timeline service says/) });
  });

  it('takes an equal digest for an answer also where logs go on, and an unequal one for none', async () => {
    const { report } = await timeline(['--json']);
    const against = (digest: string) =>
      answering({ '/digest': { digest } }, (url) => timeline(['--live', url], undefined, TOKEN));
    expect((await against(report!.digest)).status).toBe(0);
    expect((await against('0'.repeat(64))).status).toBe(2);
  });

  it('holds what a service tells of a case against it', async () => {
    const caseid = s3.caseid;
    const { told } = (await timeline(['--json', '--case', caseid, '--as-of', T, '--technical'])).report!;
    const against = (answer: unknown) =>
      answering({ [`/cases/${caseid}/timeline`]: answer }, (url) =>
        timeline(['--case', caseid, '--as-of', T, '--live', url, ...keys], undefined, TOKEN),
      );
    expect((await against(told)).status).toBe(0);
    expect((await against({ ...told, referrals: told!.referrals.slice(1) })).status).toBe(1);
    expect((await against({ ...told, entries: told!.entries.slice(1) })).status).toBe(1);
  });

  it.each([
    [['--case', '00000000-0000-4000-8000-000000000000'], 'no event of this case is in these logs by then\n'],
    [['--live', 'http://127.0.0.1:1'], 'nobody answers at http://127.0.0.1:1\n'],
  ])('cannot say with %j', async (args, why) => expect(await timeline(args)).toMatchObject({ status: 2, err: why }));

  it.each([
    ['--as-of', 'yesterday'],
    ['--as-of', '2026-02-30'],
    ['--case', '1'],
    ['--lang', 'fr'],
    ['--live', 'foo'],
    ['--live', 'localhost:3000'],
  ])('refuses %s %s', async (...args) => expect((await timeline(args)).status).toBe(2));

  it('takes a date for midnight in the province', async () =>
    expect((await timeline(['--json', '--as-of', '2026-02-07'])).report!.asOf).toBe('2026-02-07T00:00:00+08:00'));
});
