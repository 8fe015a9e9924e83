import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkCauses, checkEffects } from './causes';
import type { EventFact, LogFacts } from './facts';
import { type Finding, Findings } from './findings';
import { type Acts, HistoryCheck } from './history';
import type { SignedLog } from './note';
import { checkProjection, fold } from './projection';
import { storeFacts } from './store';
import { checkInbox, checkLogTopic, checkMarkTopic } from './topics';

interface Manifest {
  readonly logs: readonly SignedLog[];
  /** What the product says the digests are: `live` and `rebuilt`. */
  readonly digests: Readonly<Record<string, string>>;
  /** What it says of the timeline's projection, which the checker does not fold itself. */
  readonly timeline: { readonly live: string; readonly rebuilt: string };
}

export interface Verdict {
  /** None: everything holds. */
  readonly findings: readonly Finding[];
  readonly acts: Acts;
  /** Events sealed. */
  readonly events: number;
  /** Of them, written by reactions. */
  readonly effects: number;
  readonly checkpoints: number;
  /** Records that stand on a log's topic more than once, as whole repeats after a kill. */
  readonly repeats: number;
  readonly digest: string;
}

function written(logs: readonly LogFacts[], findings: Findings) {
  const byId = new Map<string, EventFact>();
  const byCommand = new Map<string, number>();
  for (const { events } of logs)
    for (const event of events) {
      findings.expect(!byId.has(event.id), 'event-twice', () => `${event.log}/${event.seq}: ${event.id}`);
      byId.set(event.id, event);
      if (!event.reaction) byCommand.set(event.correlation, (byCommand.get(event.correlation) ?? 0) + 1);
    }
  return { byId, byCommand };
}

/** Judges a run's folder: `histories/*.jsonl` and `dumps/`, as README.md describes them. */
export async function check(folder: string): Promise<Verdict> {
  const dumps = join(folder, 'dumps');
  const { logs: signed, digests, timeline } = JSON.parse(readFileSync(join(dumps, 'manifest.json'), 'utf8')) as Manifest;
  const findings = new Findings();
  const logs: LogFacts[] = [];
  for (const log of signed) logs.push(await storeFacts(dumps, log, findings));
  const known = written(logs, findings);
  const acts = await new HistoryCheck(known, findings).read(join(folder, 'histories'));
  checkCauses(logs, known.byId, findings);
  const effects = checkEffects(logs, findings);
  let repeats = 0;
  for (const log of logs) {
    repeats += await checkLogTopic(dumps, log, findings);
    await checkInbox(dumps, log.key, { logs, signed }, findings);
    await checkMarkTopic(dumps, log, findings);
  }
  const digest = await checkProjection(dumps, fold(logs), digests, findings);
  findings.expect(timeline.live === timeline.rebuilt, 'timeline-digest', () => `${timeline.live}, rebuilt ${timeline.rebuilt}`);
  const sum = (of: (log: LogFacts) => number) => logs.reduce((total, log) => total + of(log), 0);
  return {
    findings: findings.list(),
    acts,
    events: sum(({ events }) => events.length),
    effects,
    checkpoints: sum(({ checkpoints }) => checkpoints.length),
    repeats,
    digest,
  };
}
