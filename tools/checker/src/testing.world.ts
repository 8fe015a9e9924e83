import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOf } from './projection';
import { leafOf, TreeHash } from './rfc6962';

/** Every file of a run's folder as its lines; a test spoils one of them. */
export type World = Map<string, string[]>;

interface Event {
  readonly id: string;
  readonly log: string;
  readonly seq: number;
  readonly stream: string;
  readonly version: number;
  readonly hlc: string;
  readonly caseid: string;
  readonly command: string;
  readonly causationid?: string;
  readonly audience?: string;
  readonly actor: string;
}

const reading = (n: number): string => n.toString(16).padStart(16, '0');
const TYPE = 'satualur.test.Happened.v1';
const event = (log: string, seq: number, n: number, more: Partial<Event> = {}): Event => ({
  id: `${log}-${seq}`,
  log,
  seq,
  stream: `case-${log}`,
  version: seq,
  hlc: reading(n),
  caseid: 'c1',
  command: `command-${log}-${seq}`,
  actor: 'w0/writer',
  ...more,
});

/** Two logs that share a case: `b` answers what `a` addressed to it. */
const LOGS: Readonly<Record<string, readonly Event[]>> = {
  a: [event('a', 1, 10), event('a', 2, 30, { audience: 'b' }), event('a', 3, 50)],
  b: [event('b', 1, 20), event('b', 2, 40, { causationid: 'a-2', command: 'command-a-2', actor: 'system/answer' })],
};

const bytesOf = ({ id, stream, version, hlc, caseid, command, causationid, audience, actor }: Event): Buffer => {
  const envelope = { actor, audience, caseid, causationid, correlationid: command, hlc, id, sequence: String(version) };
  return Buffer.from(JSON.stringify({ ...envelope, subject: stream, type: TYPE }));
};
const leafHex = (of: Event): string => leafOf(bytesOf(of)).toString('hex');

const keys = generateKeyPairSync('ed25519');
const publicKey = keys.publicKey.export({ format: 'jwk' }).x!;

/** A checkpoint over the first `size` events, as its store's dump holds it. */
export function checkpointOf(log: string, size: number, watermark: string): { line: string; note: string } {
  const tree = new TreeHash();
  for (const of of LOGS[log]!.slice(0, size)) tree.add(leafOf(bytesOf(of)));
  const root = tree.root();
  const text = `satualur/${log}\n${size}\n${root.toString('base64')}\nwatermark ${watermark}\n`;
  const name = createHash('sha256').update(`satualur/${log}\n\u0001`).update(Buffer.from(publicKey, 'base64url')).digest();
  const signature = Buffer.concat([name.subarray(0, 4), sign(null, Buffer.from(text), keys.privateKey)]).toString('base64');
  const note = `${text}\n\u2014 satualur/${log} ${signature}\n`;
  const decimal = BigInt(`0x${watermark}`).toString();
  return { line: `${size},${size},${root.toString('hex')},${decimal},9,${Buffer.from(note).toString('base64')}`, note };
}

function storeFiles(log: string): [string, string[]][] {
  const events = LOGS[log]!;
  const rows = events.map((of) => {
    const start = [of.seq * 2, of.stream, of.version, 0, BigInt(`0x${of.hlc}`), of.command];
    return [...start, bytesOf(of).toString('base64')].join(',');
  });
  const marks = [checkpointOf(log, 1, reading(15)), checkpointOf(log, events.length, reading(60))];
  return [
    [`dumps/store.${log}.event.csv`, rows],
    [`dumps/store.${log}.sealed.csv`, events.map((of) => `${of.seq},${of.seq * 2},${leafHex(of)}`)],
    [`dumps/store.${log}.checkpoint.csv`, marks.map(({ line }) => line)],
    [`dumps/topic.mark.${log}.txt`, marks.map(({ note }, at) => `Offset:${at}\tNO_HEADERS\t${log}\t${JSON.stringify({ note })}`)],
  ];
}

const logTopic = (log: string): string[] =>
  LOGS[log]!.map((of) => `Offset:${of.seq}\tseq:${of.seq},leaf:${leafHex(of)}\t${of.stream}\t${bytesOf(of).toString()}`);

function inbox(): string[] {
  const of = LOGS['a']![1]!;
  const message = Buffer.from(`satualur-inbox-v1\na\nb\n2\n${leafHex(of)}\n0`);
  const sig = sign(null, message, keys.privateKey).toString('base64url');
  return [`Offset:0\tseq:2,leaf:${leafHex(of)},origin:a,prev:0,sig:${sig}\t${of.stream}\t${bytesOf(of).toString()}`];
}

function projectionFiles(): { files: [string, string[]][]; digest: string } {
  const all = Object.values(LOGS).flat();
  const entries = all.map((of) => [of.log, of.seq, of.hlc, of.caseid, TYPE, leafHex(of)].join(' '));
  const inOrder = [...all].sort((x, y) => (x.hlc < y.hlc ? -1 : 1));
  const chain = inOrder.reduce(
    (hash, of) =>
      createHash('sha256')
        .update([hash, of.hlc, of.log, of.seq, TYPE, leafHex(of)].join(' '))
        .digest('hex'),
    '0'.repeat(64),
  );
  const cases = [`c1 ${all.length} ${chain}`];
  const asCsv = (lines: readonly string[]) => lines.map((line) => line.replaceAll(' ', ','));
  const files = ['live', 'rebuilt'].flatMap((name): [string, string[]][] => [
    [`dumps/projection.${name}.entry.csv`, asCsv(entries)],
    [`dumps/projection.${name}.case.csv`, asCsv(cases)],
  ]);
  return { files, digest: digestOf({ entries, cases }) };
}

const history = (): string[] => [
  ...Object.values(LOGS)
    .flat()
    .filter(({ actor }) => actor === 'w0/writer')
    .flatMap(({ id, command }) => [
      JSON.stringify({ t: 'invoke', id: command, session: 'w0.0', events: 1 }),
      JSON.stringify({ t: 'ok', id: command, events: [id] }),
    ]),
  JSON.stringify({ t: 'invoke', id: 'rolled-back', session: 'w0.0', events: 1 }),
  JSON.stringify({ t: 'fail', id: 'rolled-back' }),
];

/** A small world where everything holds. */
export function soundWorld(): World {
  const { files, digest } = projectionFiles();
  const manifest = {
    logs: ['a', 'b'].map((key) => ({ key, publicKey })),
    digests: { live: digest, rebuilt: digest },
    timeline: { live: 't', rebuilt: 't' },
  };
  return new Map([
    ...Object.keys(LOGS).flatMap(storeFiles),
    ...Object.keys(LOGS).map((log): [string, string[]] => [`dumps/topic.log.${log}.txt`, logTopic(log)]),
    ['dumps/topic.inbox.b.txt', inbox()],
    ...files,
    ['histories/writer-0.00000.jsonl', history()],
    ['dumps/manifest.json', [JSON.stringify(manifest)]],
  ]);
}

/** Writes a world into a temporary folder. */
export function writtenOut(world: World): string {
  const folder = mkdtempSync(join(tmpdir(), 'checker-'));
  for (const part of ['dumps', 'histories']) mkdirSync(join(folder, part));
  for (const [file, lines] of world) writeFileSync(join(folder, file), lines.map((line) => `${line}\n`).join(''));
  return folder;
}
