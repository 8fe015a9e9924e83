import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { EventFact, LogFacts } from './facts';
import type { Findings } from './findings';
import { linesOf, rowsOf } from './lines';

/** The checker's own fold of the logs, as README.md defines it. */
export interface Folded {
  /** `<log> <seq> <hlc> <caseid> <type> <leaf>` by log and seq. */
  readonly entries: readonly string[];
  /** `<caseid> <events> <hash>` by caseid. */
  readonly cases: readonly string[];
}

const bytewise = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function chainOf(events: readonly EventFact[]): string {
  const ordered = [...events].sort((a, b) => bytewise(a.hlc, b.hlc) || bytewise(a.log, b.log) || a.seq - b.seq);
  return ordered.reduce(
    (hash, { hlc, log, seq, type, leaf }) =>
      createHash('sha256').update(`${hash} ${hlc} ${log} ${seq} ${type} ${leaf}`).digest('hex'),
    '0'.repeat(64),
  );
}

export function fold(logs: readonly LogFacts[]): Folded {
  const cases = new Map<string, EventFact[]>();
  const entries: string[] = [];
  for (const { events } of [...logs].sort((a, b) => bytewise(a.key, b.key)))
    for (const event of events) {
      const { log, seq, hlc, caseid, type, leaf } = event;
      entries.push(`${log} ${seq} ${hlc} ${caseid} ${type} ${leaf}`);
      const known = cases.get(caseid);
      if (known) known.push(event);
      else cases.set(caseid, [event]);
    }
  const byId = [...cases].sort(([a], [b]) => bytewise(a, b));
  return { entries, cases: byId.map(([caseid, events]) => `${caseid} ${events.length} ${chainOf(events)}`) };
}

/** SHA-256, hex, over the entries and then the cases, each line ended by a line feed. */
export function digestOf({ entries, cases }: Folded): string {
  const hash = createHash('sha256');
  for (const lines of [entries, cases]) for (const line of lines) hash.update(line).update('\n');
  return hash.digest('hex');
}

async function dumpedLines(file: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of linesOf(file)) lines.push(line.toString('utf8').replaceAll(',', ' '));
  return lines;
}

const placeOf = (line: string): string => line.split(' ', 2).join('/');

function compare(name: string, own: readonly string[], dumped: readonly string[], findings: Findings): void {
  const expected = new Set(own);
  const found = new Set<string>();
  for (const line of dumped) {
    findings.expect(!found.has(line), `${name}-twice`, () => placeOf(line));
    findings.expect(expected.has(line), `${name}-wrong`, () => placeOf(line));
    found.add(line);
  }
  for (const line of own) findings.expect(found.has(line), `${name}-missing`, () => placeOf(line));
}

/** C9: the rows are the fold of the logs; live, rebuilt and the checker's own digest are one. */
export async function checkProjection(
  folder: string,
  own: Folded,
  told: Readonly<Record<string, string>>,
  findings: Findings,
): Promise<string> {
  const digest = digestOf(own);
  for (const name of ['live', 'rebuilt']) {
    const entries = await dumpedLines(join(folder, `projection.${name}.entry.csv`));
    const cases = await dumpedLines(join(folder, `projection.${name}.case.csv`));
    compare(`${name}-entry`, own.entries, entries, findings);
    compare(`${name}-case`, own.cases, cases, findings);
    findings.expect(digestOf({ entries, cases }) === digest, `${name}-digest`, () => 'of the dumped rows');
    findings.expect(told[name] === digest, `${name}-digest`, () => `told ${told[name]}`);
  }
  for await (const [topic, offset, reason] of rowsOf(join(folder, 'projection.live.parked.csv')))
    findings.add('parked', `${topic}@${offset}: ${reason}`);
  return digest;
}
