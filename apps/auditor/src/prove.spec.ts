import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leafHash } from '@satualur/contracts/bytes';
import { type AgencyKey, streamOf } from '@satualur/contracts/ids';
import { agencyProvisioned } from '@satualur/contracts/registry/examples';
import { TestLog } from '@satualur/contracts/testing';
import { MemoryBroker } from '@satualur/messaging/memory-broker';
import { type InclusionProof, prove } from './commands/prove';
import { run } from './program';
import { KafkaLog } from './sources/kafka-log';
import { EVENTS, eventAt, exported, LOG, newSigner, notesOf, SIZES, specimen, uuid } from './stories/specimen.story';

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
    expect(err).toBe(`Proven: event ${eventAt(seq).id} is number ${seq} of the ${size} events of ${LOG}.\n`);
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
      err: `Proven: the checkpoint of ${EVENTS} events of ${LOG} extends the one of ${size}.\n`,
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

  it('takes the key that an export states, and says whose word that is', async () => {
    const { out } = await auditor('verify', '--export', dir);
    expect(out).toContain('the key that the export states itself');
  });

  it('takes one key for one log only', async () => {
    const two = ['--export', dir, '--export', await exported(join(root, 'second'), specimen('rs-6371'))];
    const { status, err } = await auditor('verify', ...two, '--key', signer.publicKey);
    expect({ status, err }).toEqual({ status: 2, err: '--key is one log’s: give --registry for several\n' });
  });

  it('takes the key that the registry published before the one that an export states', async () => {
    const registryOf = async (name: string, publicKey: string) => {
      const log = new TestLog('registry', false);
      const event = agencyProvisioned({
        key: LOG as AgencyKey,
        publicKeys: { ...agencyProvisioned().data.publicKeys, log: publicKey },
      });
      log.write({ stream: streamOf('agency', uuid(5, 5)), event, at: 1_770_000_000_000 });
      const events = log.events.map(({ bytes }) => bytes);
      const registry = { log: 'registry', events, notes: notesOf(events, [1], signer, 'registry'), signer };
      return auditor('verify', '--export', dir, '--registry', await exported(join(root, name), registry));
    };
    const { status, out } = await registryOf('true-registry', signer.publicKey);
    expect(status).toBe(0);
    expect(out).toContain('the key that the registry published');
    expect((await registryOf('false-registry', newSigner().publicKey)).status).toBe(1);
  });

  it('copies an export, byte for byte', async () => {
    const copy = join(root, 'copy');
    const { status } = await auditor('export', '--export', dir, '--out', copy, '--json');
    expect(status).toBe(0);
    expect(await readdir(copy, { recursive: true })).toEqual(await readdir(dir, { recursive: true }));
    expect((await auditor('verify', '--export', copy, '--key', signer.publicKey)).status).toBe(0);
    const { status: again, err } = await auditor('export', '--export', dir, '--out', copy);
    expect({ again, err }).toEqual({ again: 2, err: `${copy} is not empty\n` });
  });

  it('cannot say when a kept checkpoint is nobody’s word', async () => {
    const kept = join(root, 'kept');
    await writeFile(kept, 'not a note');
    expect((await auditor('verify', '--export', dir, '--known', kept)).status).toBe(2);
  });
});
