import type { EventFact, LogFacts } from './facts';
import type { Findings } from './findings';

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
