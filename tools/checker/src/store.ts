import { join } from 'node:path';
import { type CheckpointFact, type EventFact, hexOfReading, type LogFacts, parsed } from './facts';
import type { Findings } from './findings';
import { rowsOf } from './lines';
import { checkNote } from './note';
import { leafOf, TreeHash } from './rfc6962';

interface Stored {
  readonly position: string;
  readonly stream: string;
  readonly version: number;
  readonly hlc: string;
  readonly bytes: Buffer;
  sealed: boolean;
}

async function storedEvents(folder: string, key: string): Promise<Map<string, Stored>> {
  const events = new Map<string, Stored>();
  for await (const [position, stream, version, , hlc, , bytes] of rowsOf(join(folder, `store.${key}.event.csv`))) {
    const stored = { stream: stream!, version: Number(version), hlc: hexOfReading(hlc!), bytes: Buffer.from(bytes!, 'base64') };
    events.set(position!, { position: position!, sealed: false, ...stored });
  }
  return events;
}

const shared = new Map<string, string>();
/** One copy of a text that many events hold. */
const once = (text: string): string => shared.get(text) ?? (shared.set(text, text), text);

function factOf(key: string, seq: number, stored: Stored, leaf: string, findings: Findings): EventFact {
  const at = `${key}/${seq}`;
  const event = parsed(stored.bytes);
  const same = event?.subject === stored.stream && event.sequence === String(stored.version) && event.hlc === stored.hlc;
  findings.expect(same, 'row-differs-from-bytes', () => `${at}: stream, version or hlc`);
  return {
    log: key,
    seq,
    id: event?.id ?? '',
    stream: once(stored.stream),
    hlc: stored.hlc,
    type: once(event?.type ?? ''),
    caseid: once(event?.caseid ?? ''),
    correlation: event?.correlationid ?? '',
    causation: event?.causationid,
    audience: event?.audience === undefined ? [] : event.audience.split(' ').map(once),
    reaction: event?.actor.startsWith('system/') ?? false,
    leaf,
  };
}

/** C1 and C4 inside one store: sealed exactly once, gapless, leaves right, streams without hole or repeat in the log's order. */
async function sealedEvents(folder: string, key: string, promised: string, findings: Findings): Promise<EventFact[]> {
  const stored = await storedEvents(folder, key);
  const facts: EventFact[] = [];
  const streams = new Map<string, { version: number; hlc: string }>();
  for await (const [seqText, position, leaf] of rowsOf(join(folder, `store.${key}.sealed.csv`))) {
    const seq = Number(seqText);
    const at = `${key}/${seq}`;
    const row = stored.get(position!);
    if (seq !== facts.length + 1) findings.add(seq <= facts.length ? 'sealed-twice' : 'seq-gap', `${at} follows ${facts.length}`);
    if (!row) {
      findings.add('sealed-nothing', `${at}: no event at position ${position}`);
      continue;
    }
    if (row.sealed) findings.add('sealed-twice', `${at}: position ${position} again`);
    row.sealed = true;
    findings.expect(leafOf(row.bytes).toString('hex') === leaf, 'leaf-wrong', () => at);
    const before = streams.get(row.stream) ?? { version: 0, hlc: '' };
    findings.expect(
      row.version === before.version + 1,
      'version-order',
      () => `${at}: ${row.stream} ${row.version} after ${before.version}`,
    );
    findings.expect(row.hlc > before.hlc, 'stream-hlc', () => `${at}: ${row.stream} does not rise`);
    streams.set(row.stream, { version: row.version, hlc: row.hlc });
    facts.push(factOf(key, seq, row, leaf!, findings));
  }
  for (const { sealed, position, stream, version, hlc } of stored.values()) {
    findings.expect(sealed, 'never-sealed', () => `${key}: position ${position}, ${stream} version ${version}`);
    findings.expect(sealed || hlc > promised, 'watermark-undercut', () => `${key}: position ${position} at ${hlc}, not sealed`);
  }
  return facts;
}

async function checkpointsOf(folder: string, key: string): Promise<CheckpointFact[]> {
  const checkpoints: CheckpointFact[] = [];
  for await (const [, size, root, watermark, , note] of rowsOf(join(folder, `store.${key}.checkpoint.csv`))) {
    const text = Buffer.from(note!, 'base64').toString('utf8');
    checkpoints.push({ size: Number(size), root: root!, watermark: hexOfReading(watermark!), note: text });
  }
  return checkpoints;
}

/** Of every suffix of the log, the lowest reading. */
function lowestFrom(events: readonly EventFact[]): string[] {
  const lowest: string[] = [];
  let low = 'g';
  for (let at = events.length - 1; at >= 0; at--) lowest[at] = low = events[at]!.hlc < low ? events[at]!.hlc : low;
  return lowest;
}

function checkCheckpoints({ key, events, checkpoints }: LogFacts, findings: Findings): void {
  const tree = new TreeHash();
  const lowest = lowestFrom(events);
  let [size, watermark] = [0, ''];
  for (const checkpoint of checkpoints) {
    const at = `${key}: checkpoint of ${checkpoint.size}`;
    findings.expect(
      checkpoint.size >= size && checkpoint.watermark >= watermark,
      'checkpoint-order',
      () => `${at} after ${size}`,
    );
    if (checkpoint.size > events.length || checkpoint.size < size) {
      findings.expect(checkpoint.size <= events.length, 'checkpoint-ahead', () => `${at}, ${events.length} sealed`);
      continue;
    }
    for (; size < checkpoint.size; size++) tree.add(Buffer.from(events[size]!.leaf, 'hex'));
    findings.expect(tree.root().toString('hex') === checkpoint.root, 'root-wrong', () => at);
    const undercut = lowest[checkpoint.size];
    findings.expect(undercut === undefined || undercut > checkpoint.watermark, 'watermark-undercut', () => `${at}: ${undercut}`);
    watermark = checkpoint.watermark;
  }
}

/** One log from the dumps of its store, with everything that can be said of it alone. */
export async function storeFacts(
  folder: string,
  log: { key: string; publicKey?: string },
  findings: Findings,
): Promise<LogFacts> {
  const checkpoints = await checkpointsOf(folder, log.key);
  const promised = checkpoints.at(-1)?.watermark ?? '';
  const facts = { key: log.key, events: await sealedEvents(folder, log.key, promised, findings), checkpoints };
  checkCheckpoints(facts, findings);
  for await (const [topic, offset, reason] of rowsOf(join(folder, `store.${log.key}.parked.csv`)))
    findings.add('parked', `${topic}@${offset}: ${reason}`);
  for (const checkpoint of facts.checkpoints) checkNote(log, checkpoint, findings);
  return facts;
}
