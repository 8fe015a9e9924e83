import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leafHash } from '@satualur/contracts/bytes';
import { MemoryBroker } from '@satualur/messaging/memory-broker';
import { type InclusionProof, prove } from './commands/prove';
import { run } from './program';
import { KafkaLog } from './sources/kafka-log';
import { EVENTS, eventAt, exported, LOG, newSigner, notesOf, registrySpecimen, SIZES, specimen } from './stories/specimen.story';
import { encodeBundle } from './tiles/bundle';

const genuine = specimen();
const { signer, events, notes } = genuine;
let root: string;
let dir: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'auditor-prove-'));
  dir = await exported(join(root, 'log'), genuine);
});
afterAll(() => rmSync(root, { recursive: true }));

async function auditor(...args: readonly string[]) {
  const said = { out: '', err: '' };
  const terminal = {
    stdout: { write: (text: string) => (said.out += text) },
    stderr: { write: (text: string) => (said.err += text) },
    env: {},
  };
  return { status: await run(args, terminal), ...said };
}
const proving = (...args: readonly string[]) => auditor('prove', '--export', dir, '--key', signer.publicKey, ...args);

const UNDER = 'The checkpoint’s signature was checked with the key given.\n';

const sha256 = (...parts: readonly Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();

/** Root that a path leads to, by RFC 6962 2.1.1's own recursion. */
function rootOf(leaf: Buffer, index: number, size: number, path: readonly Buffer[]): Buffer {
  if (size === 1) return leaf;
  let k = 1;
  while (k * 2 < size) k *= 2;
  const [rest, sibling] = [path.slice(0, -1), path.at(-1)!];
  return index < k
    ? sha256(Buffer.of(1), rootOf(leaf, index, k, rest), sibling)
    : sha256(Buffer.of(1), sibling, rootOf(leaf, index - k, size - k, rest));
}

describe('auditor prove', () => {
  it.each([
    [1, EVENTS],
    [256, 256],
    [257, 300],
    [300, 300],
    [511, 512],
    [EVENTS, EVENTS],
  ])('prints a proof of event %i in the log of %i events that anybody can follow', async (seq, size) => {
    const { status, out, err } = await proving('--seq', String(seq), '--checkpoint', String(size));
    expect(status).toBe(0);
    const claim = `event ${eventAt(seq).id} is number ${seq} of the ${size} events of ${LOG}`;
    expect(err).toBe(`Proven: ${claim}.\n${UNDER}`);
    const note = notes[SIZES.indexOf(size as (typeof SIZES)[number])]!;
    expect(out.endsWith(`\n\n${note}`)).toBe(true);
    const [format, index, ...hashes] = out.slice(0, -note.length - 2).split('\n');
    expect([format, index]).toEqual(['c2sp.org/tlog-proof@v1', `index ${seq - 1}`]);
    const path = hashes.map((hash) => Buffer.from(hash, 'base64'));
    expect(rootOf(leafHash(events[seq - 1]!), seq - 1, size, path).toString('base64')).toBe(note.split('\n')[2]);
  });

  it('finds an event by its id, and takes the latest checkpoint', async () => {
    const { status, out } = await proving('--event', eventAt(77).id, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ kind: 'inclusion', seq: 77, verdict: 'holds', checkpoint: { size: EVENTS } });
  });

  it.each([...SIZES])('proves that the latest checkpoint extends the one of %i events', async (size) => {
    const { status, out, err } = await proving('--from', String(size));
    expect({ status, err }).toEqual({
      status: 0,
      err: `Proven: the checkpoint of ${EVENTS} events of ${LOG} extends the one of ${size}.\n${UNDER}`,
    });
    expect(out.startsWith(`old ${size}\n`)).toBe(true);
    expect(out.endsWith(notes.at(-1)!)).toBe(true);
  });

  it('finds that a rewritten event is not in the log that was promised', async () => {
    const events = genuine.events.with(299, Buffer.from(genuine.events[299]!.toString().replace('staf-1', 'staf-2')));
    const forged = await exported(join(root, 'forged'), { ...genuine, events });
    const { status, err } = await auditor('prove', '--export', forged, '--key', signer.publicKey, '--seq', '300');
    expect(status).toBe(1);
    expect(err).toMatch(/^NOT true: /);
  });

  it('finds that a checkpoint does not extend an earlier one', async () => {
    const events = genuine.events.with(10, Buffer.from(genuine.events[10]!.toString().replace('staf-1', 'staf-2')));
    const forged = await exported(join(root, 'fork'), {
      ...genuine,
      events,
      notes: [notes[0]!, ...notesOf(events, [EVENTS], signer)],
    });
    expect((await auditor('prove', '--export', forged, '--key', signer.publicKey, '--from', '100')).status).toBe(1);
  });

  it.each([
    [['--seq', '601'], 'the log shows no such event'],
    [['--seq', '301', '--checkpoint', '300'], 'event 301 came after the checkpoint of size 300'],
    [['--seq', '1', '--checkpoint', '299'], 'the log shows no checkpoint of size 299'],
    [['--event', '00000000-0000-4000-8000-000000000000'], 'the log shows no such event'],
    [['--from', '300', '--checkpoint', '100'], '--from is a later checkpoint than --checkpoint'],
    [['--seq', '1', '--from', '100'], 'say what to prove: one of --seq, --event and --from'],
    [[], 'say what to prove: one of --seq, --event and --from'],
  ])('cannot say with %j', async (args, why) => expect(await proving(...args)).toEqual({ status: 2, out: '', err: `${why}\n` }));

  it('makes the same proofs from Kafka, which keeps no nodes', async () => {
    const broker = new MemoryBroker();
    await broker.createTopics([`log.${LOG}`, `mark.${LOG}`].map((topic) => ({ topic, config: {} })));
    const headers = (bytes: Buffer, at: number) => ({ seq: String(at + 1), leaf: leafHash(bytes).toString('hex') });
    await broker.send(events.map((value, at) => ({ topic: `log.${LOG}`, value, headers: headers(value, at) })));
    await broker.send(notes.map((note) => ({ topic: `mark.${LOG}`, value: Buffer.from(JSON.stringify({ note })), headers: {} })));
    const quiet = { stdout: { write: () => undefined }, stderr: { write: () => undefined }, env: {} };
    const options = { key: signer.publicKey, json: true };
    const [log] = await KafkaLog.open(broker, [LOG]);
    const inclusion = (await prove(log!, { ...options, seq: 300, checkpoint: 512 }, quiet)) as InclusionProof;
    expect(inclusion).toEqual(JSON.parse((await proving('--seq', '300', '--checkpoint', '512', '--json')).out));
    const consistency = await prove(log!, { ...options, from: 256 }, quiet);
    expect(consistency).toEqual(JSON.parse((await proving('--from', '256', '--json')).out));
    await broker.close();
  });
});

describe('the command line', () => {
  it.each([
    [['verify'], 'say where the log is: one of --export, --store and --kafka'],
    [['verify', '--export', 'a', '--kafka', 'b'], 'say where the log is: one of --export, --store and --kafka'],
    [['verify', '--kafka', 'nowhere'], '--kafka: give host:port, with commas between several'],
    [['verify', '--store', 'postgresql://nobody@127.0.0.1:1/none'], '--store: say with one --log whose store it is'],
    [
      ['verify', '--store', 'nonsense', '--log', LOG],
      '--store: give postgresql://<key>_log@host:port/database, and the password in PGPASSWORD',
    ],
  ])('cannot say with %j', async (args, why) => expect(await auditor(...args)).toEqual({ status: 2, out: '', err: `${why}\n` }));

  it.each([
    [['verify', '--key', 'short']],
    [['prove', '--seq', '0']],
    [['unheard']],
    [['verify', '--unheard']],
    [['verify', '--export', '.', '--log', '../x']],
    [['export']],
  ])('refuses %j', async (args) => expect((await auditor(...args)).status).toBe(2));

  it('helps', async () => {
    const { status, out } = await auditor('--help');
    expect(status).toBe(0);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('Exit status: 0 holds, 1 violated, 2 could not say.');
  });

  it('cannot say what a folder without a log holds', async () => {
    expect((await auditor('verify', '--export', root)).status).toBe(2);
    expect((await auditor('verify', '--export', join(root, 'none'))).status).toBe(2);
  });

  it('takes no log twice', async () => {
    const { status, err } = await auditor('verify', '--export', dir, '--export', join(dir, '.'));
    expect({ status, err }).toEqual({ status: 2, err: `the log ${LOG} is given twice\n` });
  });

  it('tells in a table what it found', async () => {
    const { status, out } = await auditor('verify', '--export', dir, '--key', signer.publicKey);
    expect(status).toBe(0);
    expect(out).toMatch(/verdict +│ holds/);
    expect(out).toMatch(/signatures checked with +│ the key given/);
  });

  describe('without a key from elsewhere', () => {
    it('says whose word the key is, and leaves the answer open', async () => {
      const { status, out } = await auditor('verify', '--export', dir);
      expect(status).toBe(2);
      expect(out).toContain('the key that the export states itself');
      expect(out).toContain('KEY_UNPROVEN');
      expect((await auditor('export', '--export', dir, '--out', join(root, 'unproven'))).status).toBe(2);
    });

    it('takes no history that a stranger wrote and signed for the log’s', async () => {
      const strange = await exported(join(root, 'strange'), specimen(LOG, newSigner()));
      expect((await auditor('verify', '--export', strange)).status).toBe(2);
      expect((await auditor('verify', '--export', strange, '--key', signer.publicKey)).status).toBe(1);
      const { status, err } = await auditor('prove', '--export', strange, '--seq', '300');
      expect(status).toBe(2);
      expect(err).toMatch(/^Proven but for the checkpoint’s signature: .*\n.*the key that the export states itself/);
    });

    it('says so when there is none at all', async () => {
      const keyless = await exported(join(root, 'keyless'), genuine);
      rmSync(join(keyless, 'vkey'));
      const { status, err } = await auditor('prove', '--export', keyless, '--seq', '300');
      expect({ status, err }).toEqual({ status: 2, err: expect.stringMatching(/No key is known .* give --key/) });
    });
  });

  it('takes one key for one log only', async () => {
    const two = ['--export', dir, '--export', await exported(join(root, 'second'), specimen('rs-6371'))];
    const { status, err } = await auditor('verify', ...two, '--key', signer.publicKey);
    expect({ status, err }).toEqual({ status: 2, err: '--key is one log’s: give --registry for several\n' });
  });

  describe('given the registry’s log', () => {
    const registrar = newSigner();
    const published = registrySpecimen({ [LOG]: signer.publicKey }, registrar);
    let registry: string;
    beforeAll(async () => (registry = await exported(join(root, 'registry'), published)));
    const under = (folder: string, ...more: readonly string[]) =>
      auditor('verify', '--export', dir, '--registry', folder, ...more);

    it('takes the key that it published before the one that an export states', async () => {
      const { status, out } = await under(registry, '--registry-key', registrar.publicKey);
      expect(status).toBe(0);
      expect(out).toMatch(/the key that the registry published +│/);
      const false_ = registrySpecimen({ [LOG]: newSigner().publicKey });
      expect((await under(await exported(join(root, 'false-registry'), false_))).status).toBe(1);
    });

    it('says when nobody proves the registry’s own key', async () => {
      const { status, out } = await under(registry);
      expect(status).toBe(0);
      expect(out).toContain('give --registry-key');
    });

    it('cannot say when that log is not there, or another', async () => {
      expect(await under(join(root, 'no-such'))).toMatchObject({ status: 2, err: expect.stringMatching(/holds no log/) });
      expect(await under(dir)).toMatchObject({ status: 2, err: `${dir} holds the log ${LOG}, not registry\n` });
    });

    it('cannot say when it publishes no key of the log', async () => {
      const other = await exported(join(root, 'of-others'), registrySpecimen({ 'rs-6371': signer.publicKey }));
      expect(await under(other)).toMatchObject({ status: 2, err: `--registry: ${other} publishes no key of ${LOG}\n` });
    });

    it('cannot say when it was signed by another', async () =>
      expect(await under(registry, '--registry-key', newSigner().publicKey)).toMatchObject({
        status: 2,
        err: expect.stringMatching(/the registry’s log does not hold \(CHECKPOINT_SIGNATURE/),
      }));

    it('cannot say when a key in it was changed, with and without a tree built anew', async () => {
      const stranger = registrySpecimen({ [LOG]: newSigner().publicKey }).events;
      const rebuilt = await exported(join(root, 'rebuilt'), { ...published, events: stranger });
      expect(await under(rebuilt)).toMatchObject({ status: 2, err: expect.stringMatching(/ROOT_MISMATCH/) });
      const touched = await exported(join(root, 'touched'), published);
      await writeFile(join(touched, 'tile/entries/000.p/1'), encodeBundle(stranger));
      expect(await under(touched)).toMatchObject({ status: 2, err: expect.stringMatching(/LEAF_MISMATCH/) });
    });

    it('takes no key from what no checkpoint covers', async () => {
      const uncovered = await exported(join(root, 'uncovered'), { ...published, notes: [] });
      expect(await under(uncovered)).toMatchObject({ status: 2, err: expect.stringMatching(/publishes no key/) });
    });

    it('holds that log itself against its key', async () => {
      const itself = (key: string) => auditor('verify', '--export', registry, '--registry-key', key);
      expect((await itself(registrar.publicKey)).status).toBe(0);
      expect((await itself(newSigner().publicKey)).status).toBe(1);
    });
  });

  it('copies an export, byte for byte', async () => {
    const copy = join(root, 'copy');
    const { status } = await auditor('export', '--export', dir, '--key', signer.publicKey, '--out', copy, '--json');
    expect(status).toBe(0);
    expect(await readdir(copy, { recursive: true })).toEqual(await readdir(dir, { recursive: true }));
    expect((await auditor('verify', '--export', copy, '--key', signer.publicKey)).status).toBe(0);
    const { status: again, err } = await auditor('export', '--export', dir, '--out', copy);
    expect({ again, err }).toEqual({ again: 2, err: `${copy} is not empty\n` });
  });

  it.each([true, false])('leaves the folder of an export that failed as it was (there before: %s)', async (there) => {
    const out = join(root, `out-${there}`);
    if (there) await mkdir(out);
    const nothing = await exported(join(root, `unmarked-${there}`), { ...genuine, notes: [] });
    const { status } = await auditor('export', '--export', nothing, '--key', signer.publicKey, '--out', out);
    expect({ status, left: existsSync(out) && (await readdir(out)) }).toEqual({ status: 2, left: there && [] });
  });

  it.each([
    [['verify'], 'say where the log is: one of --export, --store and --kafka'],
    [
      ['prove', '--export', 'none', '--seq', '0'],
      "error: option '--seq <number>' argument '0' is invalid. a whole number from 1.",
    ],
    [['verify', '--export', 'package.json'], 'package.json/checkpoint cannot be read or written (ENOTDIR)'],
  ])('says in JSON why it cannot say with %j', async (args, error) => {
    const { status, out } = await auditor(...args, '--json');
    expect({ status, said: JSON.parse(out) as unknown }).toEqual({ status: 2, said: { verdict: 'could not say', error } });
  });

  it('keeps its tables within 100 columns', async () => {
    const strange = await exported(join(root, 'wide'), { ...genuine, events: [...genuine.events].reverse() });
    const { out } = await auditor('verify', '--export', strange);
    expect(out).toContain('nobody proves');
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(out).toMatch(/give the log’s │\n│ +│ +│ key with --key, or --registry /);
  });

  it('cannot say when a kept checkpoint is nobody’s word', async () => {
    const kept = join(root, 'kept');
    await writeFile(kept, 'not a note');
    expect((await auditor('verify', '--export', dir, '--known', kept)).status).toBe(2);
  });
});
