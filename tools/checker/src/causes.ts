import type { EventFact, LogFacts } from './facts';
import type { Findings } from './findings';
import { copiesFor } from './topics';

/** C6: a cause has a lower reading than its effect, and in the same log a lower seq; none is missing. */
export function checkCauses(logs: readonly LogFacts[], byId: ReadonlyMap<string, EventFact>, findings: Findings): void {
  for (const { events } of logs)
    for (const event of events) {
      if (event.causation === undefined) continue;
      const at = `${event.log}/${event.seq}`;
      const cause = byId.get(event.causation);
      findings.expect(cause !== undefined, 'cause-missing', () => `${at}: ${event.causation}`);
      if (!cause) continue;
      findings.expect(cause.hlc < event.hlc, 'cause-after-effect', () => `${at}: ${cause.hlc} against ${event.hlc}`);
      findings.expect(cause.log !== event.log || cause.seq < event.seq, 'cause-after-effect', () => `${at}: seq ${cause.seq}`);
    }
}

/** C3: every copy that an agency got had one effect in its own log, and nothing else had one. Returns how many effects there are. */
export function checkEffects(logs: readonly LogFacts[], findings: Findings): number {
  let effects = 0;
  for (const { key, events } of logs) {
    const due = new Map([...copiesFor(key, logs)].map(([name, { event }]) => [event.id, name]));
    const seen = new Set<string>();
    for (const { reaction, causation = '', seq } of events) {
      if (!reaction) continue;
      effects++;
      findings.expect(due.has(causation), 'effect-invented', () => `${key}/${seq}: ${causation}`);
      findings.expect(!seen.has(causation), 'effect-twice', () => `${key}/${seq} of ${due.get(causation)}`);
      seen.add(causation);
    }
    for (const [id, name] of due) findings.expect(seen.has(id), 'effect-lost', () => `${name} at ${key}`);
  }
  return effects;
}
