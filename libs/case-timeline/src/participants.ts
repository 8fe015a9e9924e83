import type { Hlc } from '@satualur/contracts/hlc';
import { audienceOf, type KnownEvent } from './known-event';

/** Every agency that wrote one of the events or stands in an audience (details 2), by key. */
export function participantsOf(events: readonly KnownEvent[]): readonly string[] {
  const keys = new Set<string>();
  for (const { log, envelope } of events) {
    keys.add(log);
    for (const key of audienceOf(envelope)) keys.add(key);
  }
  return [...keys].sort();
}

/** Those whose counted watermark has not reached `hlc`: an event of theirs may still come to stand before it. */
export const waitingFor = (hlc: Hlc, participants: readonly string[], watermarks: ReadonlyMap<string, Hlc>): readonly string[] =>
  participants.filter((key) => (watermarks.get(key) ?? '') < hlc);
