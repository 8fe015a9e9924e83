import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instantOf } from '@satualur/contracts/ids';
import type { LogReport } from './commands/log-report';
import { run } from './program';
import { changed, EVENTS, exported, LOG, newSigner, notesOf, SIZES, specimen, type Specimen } from './stories/specimen.story';
import { decodeBundle, encodeBundle } from './tiles/bundle';
import { TILE_WIDTH, tilePath, widthOf } from './tiles/tile-path';

const genuine = specimen();
const FIRST = 1;
const MIDDLE = 300;
const positions = [FIRST, MIDDLE, EVENTS];

let root: string;
let count = 0;
beforeAll(() => (root = mkdtempSync(join(tmpdir(), 'auditor-'))));
afterAll(() => rmSync(root, { recursive: true }));

const fresh = (of: Specimen = genuine) => exported(join(root, String(++count)), of);

async function verify(...args: string[]) {
  let out = '';
  const terminal = { stdout: { write: (text: string) => (out += text) }, stderr: { write: () => undefined }, env: {} };
  const status = await run(['verify', '--json', '--key', genuine.signer.publicKey, ...args], terminal);
  const { logs } = JSON.parse(out) as { logs: readonly LogReport[] };
  const found = logs[0]!.findings.map(({ code, seq }) => `${code} ${seq}`);
  return { status, found, report: logs[0]! };
}

/** Changes the bundle that event `seq` stands in, and nothing beside it. */
async function inBundle(dir: string, seq: number, change: (entries: Buffer[], place: number) => Buffer[]): Promise<void> {
  const index = Math.floor((seq - 1) / TILE_WIDTH);
  const file = join(dir, tilePath('entries', index, widthOf(0, index, EVENTS)));
  await writeFile(file, encodeBundle(change(decodeBundle(await readFile(file)), (seq - 1) % TILE_WIDTH)));
}

const withEvents = (events: readonly Buffer[], notes = genuine.notes): Specimen => ({ ...genuine, events, notes });
const replaced = (seq: number, by: Buffer): Buffer[] => genuine.events.with(seq - 1, by);
const neighbours = (seq: number): [number, number] => (seq === EVENTS ? [seq - 1, seq] : [seq, seq + 1]);
const byteChanged = (bytes: Buffer): Buffer => Buffer.from(bytes.toString('latin1').replace('staf-1', 'staf-2'), 'latin1');
const timeChanged = (bytes: Buffer): Buffer => changed(bytes, { time: instantOf(Date.parse('2026-02-01T00:00:00Z')) });

function swapped(seq: number): Buffer[] {
  const [one, other] = neighbours(seq);
  return replaced(one, genuine.events[other - 1]!).with(other - 1, genuine.events[one - 1]!);
}

/** From event `seq` on, another history, its tree built anew. */
const rewritten = (seq: number): Buffer[] => genuine.events.map((bytes, at) => (at + 1 >= seq ? timeChanged(bytes) : bytes));

/** The checkpoints that still hold when the events from `seq` on are others. */
const before = (seq: number): number => SIZES.filter((size) => size < seq).length;
const mismatches = (seq: number): string[] => SIZES.filter((size) => size >= seq).map((size) => `ROOT_MISMATCH ${size}`);

describe('auditor verify over an export', () => {
  it('finds nothing in a log that holds', async () => {
    const { status, report } = await verify('--export', await fresh());
    expect(status).toBe(0);
    expect(report).toMatchObject({ log: LOG, verdict: 'holds', events: EVENTS, covered: EVENTS, checkpoints: SIZES.length });
    expect(report.root).toBe(genuine.notes.at(-1)!.split('\n')[2]);
    expect(report.findings).toEqual([]);
  });

  describe.each(positions)('when somebody touches event %i', (seq) => {
    it('finds a changed byte', async () => {
      const dir = await fresh();
      await inBundle(dir, seq, (entries, place) => entries.with(place, byteChanged(entries[place]!)));
      expect(await verify('--export', dir)).toMatchObject({ status: 1, found: [`LEAF_MISMATCH ${seq}`] });
    });

    it('finds a changed byte under a tree built anew', async () => {
      const dir = await fresh(withEvents(replaced(seq, byteChanged(genuine.events[seq - 1]!))));
      expect(await verify('--export', dir)).toMatchObject({ status: 1, found: mismatches(seq) });
    });

    it('finds a removed event', async () => {
      const dir = await fresh();
      await inBundle(dir, seq, (entries, place) => entries.toSpliced(place, 1));
      const { status, found } = await verify('--export', dir);
      expect(status).toBe(1);
      const last = Math.min(EVENTS, Math.ceil(seq / TILE_WIDTH) * TILE_WIDTH);
      expect(found[0]).toBe(seq === last ? `FILE_DAMAGED ${seq}` : `LEAF_MISMATCH ${seq}`);
      expect(found).toContain(`ENTRY_MISSING ${last}`);
    });

    it('finds a removed event under a tree built anew', async () => {
      const dir = await fresh(withEvents(genuine.events.toSpliced(seq - 1, 1)));
      const { status, found } = await verify('--export', dir);
      expect(status).toBe(1);
      expect(found).toEqual(
        expect.arrayContaining(seq === EVENTS ? [`CHECKPOINT_BEYOND_LOG ${EVENTS}`] : mismatches(seq).slice(0, 1)),
      );
    });

    it('finds two swapped events', async () => {
      const dir = await fresh();
      const [one, other] = neighbours(seq);
      await inBundle(dir, one, (entries, place) => entries.with(place, entries[place + 1]!).with(place + 1, entries[place]!));
      const { status, found } = await verify('--export', dir);
      expect(status).toBe(1);
      expect(found).toEqual(expect.arrayContaining([`LEAF_MISMATCH ${one}`, `LEAF_MISMATCH ${other}`]));
    });

    it('finds two swapped events under a tree built anew', async () => {
      const { status, found } = await verify('--export', await fresh(withEvents(swapped(seq))));
      expect(status).toBe(1);
      expect(found).toEqual(expect.arrayContaining(mismatches(neighbours(seq)[1])));
    });

    it('finds a changed time', async () => {
      const dir = await fresh();
      await inBundle(dir, seq, (entries, place) => entries.with(place, timeChanged(entries[place]!)));
      expect(await verify('--export', dir)).toMatchObject({ status: 1, found: [`LEAF_MISMATCH ${seq}`] });
    });

    it('finds a rewritten tail with a tree built anew', async () => {
      const found = (await verify('--export', await fresh(withEvents(rewritten(seq))))).found;
      expect(found).toEqual(mismatches(seq));
    });

    it('finds a rewritten tail with a tree built anew and a fresh checkpoint under the log’s own key', async () => {
      const events = rewritten(seq);
      const notes = [...genuine.notes, ...notesOf(events, [EVENTS], genuine.signer)];
      const { status, found, report } = await verify('--export', await fresh(withEvents(events, notes)));
      expect(found).toEqual(mismatches(seq));
      expect({ status, checkpoints: report.checkpoints }).toEqual({ status: 1, checkpoints: before(seq) + 1 });
    });

    it('finds a rewritten tail under checkpoints that are all signed anew only by one kept from before', async () => {
      const events = rewritten(seq);
      const dir = await fresh(withEvents(events, notesOf(events, SIZES, genuine.signer)));
      expect(await verify('--export', dir)).toMatchObject({ status: 0, found: [] });
      const kept = join(root, `kept-${count}`);
      await writeFile(kept, genuine.notes.join('\n'));
      const { status, found, report } = await verify('--export', dir, '--known', kept);
      expect({ status, found }).toEqual({ status: 1, found: mismatches(seq) });
      expect(report.findings.every(({ known }) => known)).toBe(true);
    });
  });

  it.each([
    ['tile/entries/001', (bytes: Buffer) => Buffer.concat([bytes, Buffer.of(0)]), ['FILE_DAMAGED 512']],
    ['tile/0/001', (bytes: Buffer) => Buffer.concat([bytes, Buffer.of(0)]), ['FILE_DAMAGED 512']],
    ['tile/0/001', (bytes: Buffer) => bytes.subarray(32), ['LEAF_MISMATCH 257', 'LEAF_MISSING 512', 'FILE_DAMAGED 512']],
    [
      'tile/1/000.p/2',
      (bytes: Buffer) => Buffer.concat([bytes.subarray(32), bytes.subarray(0, 32)]),
      ['NODE_MISMATCH 256', 'NODE_MISMATCH 512'],
    ],
    ['tile/1/000.p/2', (bytes: Buffer) => bytes.subarray(0, 32), ['NODE_MISMATCH 512']],
    ['checkpoint', () => Buffer.from(genuine.notes[2]!), ['CHECKPOINT_BEYOND_LOG 512', 'CHECKPOINT_WENT_BACK 300']],
    ['checkpoints', () => Buffer.from(genuine.notes.slice(1).join('\n')), []],
  ] as const)('finds that %s was changed', async (file, change, expected) => {
    const dir = await fresh();
    await writeFile(join(dir, file), change(await readFile(join(dir, file))));
    const { found } = await verify('--export', dir);
    if (expected.length === 0) expect(found).toEqual([]);
    else expect(found).toEqual(expect.arrayContaining([...expected]));
  });

  it.each([
    [['tile/entries/001'], ['ENTRY_MISSING 257', 'FILE_DAMAGED 512']],
    [['tile/0/001'], ['LEAF_MISSING 257']],
    [['tile/1/000.p/2'], ['NODE_MISMATCH 256']],
    [
      ['tile/entries/001', 'tile/0/001'],
      ['ENTRY_MISSING 257', 'LEAF_MISSING 257', 'CHECKPOINT_BEYOND_LOG 600'],
    ],
    [['checkpoint', 'checkpoints'], ['NO_CHECKPOINT 0']],
  ])('finds that %j are gone', async (files, expected) => {
    const dir = await fresh();
    for (const file of files) rmSync(join(dir, file));
    const { found } = await verify('--export', dir);
    expect(found).toEqual(expect.arrayContaining(expected));
  });

  it('takes the full files where the partial ones gave way to them', async () => {
    const older = await exported(join(root, String(++count)), { ...genuine, notes: genuine.notes.slice(0, 3) });
    await writeFile(join(older, 'tile/1/000.p/1'), (await readFile(join(older, 'tile/1/000.p/2'))).subarray(0, 32));
    expect(await verify('--export', older)).toMatchObject({ status: 0, found: [] });
  });

  describe('when the log asked for is another', () => {
    const asked = async (dir: string, ...args: readonly string[]) => {
      let err = '';
      const terminal = { stdout: { write: () => undefined }, stderr: { write: (text: string) => (err += text) }, env: {} };
      return { status: await run(['verify', '--export', dir, ...args], terminal), err };
    };
    const other = specimen('rs-6371', genuine.signer);

    it('cannot say, by the name that the key bears', async () => {
      const dir = await fresh();
      const err = `${dir} holds the log ${LOG}, not rs-6371\n`;
      expect(await asked(dir, '--log', 'rs-6371')).toEqual({ status: 2, err });
    });

    it('cannot say, by the name that all checkpoints bear', async () => {
      const dir = await fresh({ ...genuine, notes: other.notes });
      const err = `${dir} holds the log rs-6371, not ${LOG}\n`;
      expect(await asked(dir)).toEqual({ status: 2, err });
      rmSync(join(dir, 'vkey'));
      expect(await asked(dir, '--log', LOG)).toEqual({ status: 2, err });
    });

    it('cannot say when there is nothing', async () => {
      const dir = join(root, 'nothing');
      const err = `${dir} holds no log: neither vkey nor checkpoint is there\n`;
      expect(await asked(dir, '--log', LOG)).toEqual({ status: 2, err });
    });
  });

  describe.each([0, 2, SIZES.length - 1])('when checkpoint number %i is not the log’s own', (place) => {
    const swappedFor = (note: string): Specimen => ({ ...genuine, notes: genuine.notes.with(place, note) });

    it('finds a checkpoint of another log', async () => {
      const { status, found, report } = await verify('--export', await fresh(swappedFor(specimen('rs-6371').notes[place]!)));
      expect({ status, holding: report.checkpoints }).toEqual({ status: 1, holding: SIZES.length - 1 });
      expect(found[0]).toMatch(/^CHECKPOINT_FOREIGN /);
    });

    it('finds one that names this log and is signed by another', async () => {
      const { status, found } = await verify(
        '--export',
        await fresh(swappedFor(notesOf(genuine.events, SIZES, newSigner())[place]!)),
      );
      expect(status).toBe(1);
      expect(found[0]).toMatch(/^CHECKPOINT_SIGNATURE /);
    });

    it('finds one whose text was changed', async () => {
      const note = genuine.notes[place]!.replace(/watermark ..../, 'watermark 019d');
      expect((await verify('--export', await fresh(swappedFor(note)))).found[0]).toMatch(/^CHECKPOINT_SIGNATURE /);
    });

    it('finds one that is no checkpoint', async () => {
      expect((await verify('--export', await fresh(swappedFor('saya\n\n— saya AAAA\n')))).found[0]).toMatch(
        /^CHECKPOINT_UNREADABLE /,
      );
    });
  });
});
