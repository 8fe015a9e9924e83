import { generateKeyPairSync, sign } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson, decodeEvent, encodeEvent, leafHash } from '@satualur/contracts/bytes';
import type { Envelope } from '@satualur/contracts/event';
import { hlcOf } from '@satualur/contracts/hlc';
import { type AgencyKey, instantOf, streamOf } from '@satualur/contracts/ids';
import { agencyProvisioned } from '@satualur/contracts/registry/examples';
import { TestLog } from '@satualur/contracts/testing';
import { type CheckpointSigner, originOf, signCheckpoint } from '@satualur/event-store/checkpoint';
import { MerkleTree } from '@satualur/event-store/merkle';
import { ExportWriter } from '../tiles/export-writer';
import { verifierKey } from '../tiles/verifier-key';

/** A log made by hand: enough events for three bundles and a second level of tiles, some streams, some causes, five checkpoints. */
export interface Specimen {
  readonly log: string;
  readonly events: readonly Buffer[];
  readonly notes: readonly string[];
  readonly signer: CheckpointSigner;
}

export const LOG = 'pol-6371';
export const EVENTS = 600;
export const SIZES = [100, 256, 300, 512, EVENTS] as const;
const STREAMS = 40;
const BEGAN = Date.parse('2026-02-02T01:00:00Z');

export function newSigner(): CheckpointSigner {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { sign: (message) => sign(null, message, privateKey), publicKey: publicKey.export({ format: 'jwk' }).x! };
}

export const uuid = (kind: number, number: number): string =>
  `${kind.toString(16).padStart(8, '0')}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

/** Event number `seq`, from 1: every third one has a cause two places before it. */
export function eventAt(seq: number, log = LOG): Envelope {
  const hlc = hlcOf(BEGAN + seq * 1000, seq % 5);
  return {
    specversion: '1.0',
    id: uuid(1, seq),
    source: `/agencies/${log}/intake`,
    type: 'satualur.platform.CommandRefused.v1',
    subject: streamOf('command', uuid(2, seq % STREAMS)),
    time: instantOf(BEGAN + seq * 1000 - 250),
    datacontenttype: 'application/json',
    dataschema: 'https://satualur.example/schemas/CommandRefused/1',
    knowntime: instantOf(BEGAN + seq * 1000),
    hlc,
    sequence: String(Math.floor((seq - (seq % STREAMS || STREAMS)) / STREAMS) + 1),
    correlationid: uuid(3, seq),
    actor: 'staf-1/caseworker',
    data: { rule: 'must-consent' },
    ...(seq % 3 === 0 && { causationid: uuid(1, seq - 2) }),
  } as Envelope;
}

/** Signed checkpoints of a log at these sizes, each promising that nothing comes below its last event's reading. */
export function notesOf(events: readonly Buffer[], sizes: readonly number[], signer: CheckpointSigner, log = LOG): string[] {
  const tree = new MerkleTree();
  const notes: string[] = [];
  events.forEach((bytes, index) => {
    tree.append(leafHash(bytes));
    if (!sizes.includes(index + 1)) return;
    const { hlc } = decodeEvent(bytes);
    notes.push(signCheckpoint({ origin: originOf(log), size: tree.size, root: tree.root(), watermark: hlc }, signer).note);
  });
  return notes;
}

export function specimen(log = LOG, signer = newSigner()): Specimen {
  const events = Array.from({ length: EVENTS }, (_, index) => encodeEvent(eventAt(index + 1, log)));
  return { log, events, notes: notesOf(events, SIZES, signer, log), signer };
}

/** A registry's log that publishes these keys, by agency. */
export function registrySpecimen(keys: Readonly<Record<string, string>>, signer = newSigner()): Specimen {
  const log = new TestLog('registry', false);
  Object.entries(keys).forEach(([key, publicKey], at) => {
    const publicKeys = { ...agencyProvisioned().data.publicKeys, log: publicKey };
    const event = agencyProvisioned({ key: key as AgencyKey, publicKeys });
    log.write({ stream: streamOf('agency', uuid(5, at)), event, at: BEGAN + at });
  });
  const events = log.events.map(({ bytes }) => bytes);
  return { log: 'registry', events, notes: notesOf(events, [events.length], signer, 'registry'), signer };
}

/** Writes a specimen as an export does. */
export async function exported(dir: string, { log, events, notes, signer }: Specimen): Promise<string> {
  const writer = await ExportWriter.open(dir);
  for (const bytes of events) await writer.entry(bytes, leafHash(bytes));
  for (const note of notes) await writer.checkpoint(note);
  await writer.finish();
  await writeFile(join(dir, 'vkey'), `${verifierKey(originOf(log), signer.publicKey)}\n`);
  return dir;
}

/** An event with something else in it, in canonical bytes. */
export const changed = (bytes: Buffer, over: Partial<Envelope>): Buffer =>
  Buffer.from(canonicalJson({ ...decodeEvent(bytes), ...over }), 'utf8');
