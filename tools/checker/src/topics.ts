import { verify } from 'node:crypto';
import { join } from 'node:path';
import type { EventFact, LogFacts } from './facts';
import type { Findings } from './findings';
import { linesOf } from './lines';
import { keyOf, type SignedLog } from './note';
import { leafOf } from './rfc6962';

/** One record as the broker's console consumer prints it. */
interface Printed {
  readonly offset: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly key: string;
  readonly value: Buffer;
}

const TAB = 9;

function printed(line: Buffer): Printed | undefined {
  const tabs = [0, 0, 0];
  for (let at = -1, tab = 0; tab < 3; tab++) {
    at = line.indexOf(TAB, at + 1);
    if (at < 0) return undefined;
    tabs[tab] = at;
  }
  const [first, second, third] = tabs as [number, number, number];
  const headers = line.toString('latin1', first + 1, second).split(',');
  return {
    offset: line.toString('latin1', 7, first),
    headers: new Map(headers.map((header) => [header.slice(0, header.indexOf(':')), header.slice(header.indexOf(':') + 1)])),
    key: line.toString('utf8', second + 1, third),
    value: line.subarray(third + 1),
  };
}

async function* recordsOf(folder: string, topic: string, findings: Findings): AsyncGenerator<Printed> {
  for await (const line of linesOf(join(folder, `topic.${topic}.txt`))) {
    const record = printed(line);
    if (record) yield record;
    else findings.add('topic-unreadable', topic);
  }
}

/** The same bytes under the same leaf as in the store. */
function sameEvent({ headers, value, key }: Printed, event: EventFact | undefined): boolean {
  return (
    event !== undefined &&
    headers.get('leaf') === event.leaf &&
    key === event.stream &&
    leafOf(value).toString('hex') === event.leaf
  );
}

/** C5: first occurrences in the order of `seq` without a hole, every record the bytes of the store. Returns repeats. */
export async function checkLogTopic(folder: string, { key, events }: LogFacts, findings: Findings): Promise<number> {
  let [next, repeats] = [1, 0];
  const seen = new Set<number>();
  for await (const record of recordsOf(folder, `log.${key}`, findings)) {
    const seq = Number(record.headers.get('seq'));
    const at = `log.${key}@${record.offset}: seq ${seq}`;
    findings.expect(sameEvent(record, events[seq - 1]), 'topic-bytes', () => at);
    if (seen.has(seq)) repeats++;
    else findings.expect(seq === next, 'topic-order', () => `${at}, ${next} expected`);
    seen.add(seq);
    while (seen.has(next)) next++;
  }
  for (const { seq } of events) findings.expect(seen.has(seq), 'topic-lost', () => `log.${key}: seq ${seq}`);
  return repeats;
}

export interface Copy {
  readonly event: EventFact;
  readonly prev: number;
}

/** What an agency's inbox must hold of each log, in order. */
export function copiesFor(to: string, logs: readonly LogFacts[]): Map<string, Copy> {
  const copies = new Map<string, Copy>();
  for (const { key, events } of logs) {
    let prev = 0;
    for (const event of events) {
      if (key === to || !event.audience.includes(to)) continue;
      copies.set(`${key}/${event.seq}`, { event, prev });
      prev = event.seq;
    }
  }
  return copies;
}

/** C5 for copies: all of them and no others, in each origin's order, chained by `prev` and signed by their origin. */
export async function checkInbox(
  folder: string,
  to: string,
  { logs, signed }: { readonly logs: readonly LogFacts[]; readonly signed: readonly SignedLog[] },
  findings: Findings,
): Promise<void> {
  const expected = copiesFor(to, logs);
  const keys = new Map(signed.flatMap(({ key, publicKey }) => (publicKey ? [[key, keyOf(publicKey)] as const] : [])));
  const reached = new Map<string, number>();
  const seen = new Set<string>();
  for await (const record of recordsOf(folder, `inbox.${to}`, findings)) {
    const [origin, seq, prev] = ['origin', 'seq', 'prev'].map((name) => record.headers.get(name) ?? '') as [
      string,
      string,
      string,
    ];
    const name = `${origin}/${seq}`;
    const at = `inbox.${to}@${record.offset}: ${name}`;
    const copy = expected.get(name);
    findings.expect(sameEvent(record, copy?.event), 'inbox-bytes', () => at);
    findings.expect(copy?.prev === Number(prev), 'inbox-chain', () => `${at} says ${prev}, ${copy?.prev} expected`);
    const message = Buffer.from(`satualur-inbox-v1\n${origin}\n${to}\n${seq}\n${record.headers.get('leaf')}\n${prev}`);
    const key = keys.get(origin);
    const signature = Buffer.from(record.headers.get('sig') ?? '', 'base64url');
    findings.expect(!key || verify(null, message, key, signature), 'inbox-signature', () => at);
    if (seen.has(name)) continue;
    seen.add(name);
    findings.expect(Number(prev) === (reached.get(origin) ?? 0), 'inbox-order', () => at);
    reached.set(origin, Number(seq));
  }
  for (const name of expected.keys()) findings.expect(seen.has(name), 'inbox-lost', () => `inbox.${to}: ${name}`);
}

/**
 * Every checkpoint on Kafka stands in the store, in the store's order, and the last one is the last: a reader trusts the newest it gets.
 * Those that another overtook need not be there. Of a log that rests, one more may be under way when the run ends: it covers no event that
 * the one before does not.
 */
export async function checkMarkTopic(folder: string, { key, checkpoints }: LogFacts, findings: Findings): Promise<void> {
  const places = new Map(checkpoints.map(({ note }, index) => [note, index]));
  let last = -1;
  for await (const record of recordsOf(folder, `mark.${key}`, findings)) {
    const { note } = JSON.parse(record.value.toString('utf8')) as { readonly note: string };
    const place = places.get(note);
    const at = `mark.${key}@${record.offset}`;
    findings.expect(place !== undefined && place >= last, 'mark-order', () => at);
    last = Math.max(last, place ?? -1);
  }
  const due = checkpoints.length - 1;
  const isUnderWay = last === due - 1 && checkpoints[last]?.size === checkpoints[due]?.size;
  findings.expect(last === due || isUnderWay, 'mark-lost', () => `mark.${key}: ${last + 1} of ${checkpoints.length} is the last`);
}
