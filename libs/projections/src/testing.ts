import type { Hlc } from '@satualur/contracts/hlc';
import type { Pool } from 'pg';
import { countedWatermark, freshAfter, type LogMark, markAfter, START, type Watermark } from './marks';
import type { LogEvent, Projection } from './projection';
import { Projector } from './projector';

/** Given events, then rows: applies them log by log in the order given and hands out the live schema's rows. */
export async function givenEvents(pool: Pool, projection: Projection, events: readonly LogEvent[]) {
  const projector = new Projector(pool, projection);
  await projector.open();
  for (const event of events) await projector.apply(event.log, [event]);
  return {
    projector,
    rows: async (query: string) =>
      projector.read(async (rows, schema) => (await rows.query(query.replaceAll('{schema}', `"${schema}"`))).rows),
  };
}

/** The projector's rules over events kept in memory, for properties over many interleavings; `projector.int.spec.ts` holds the real one to the same. */
export class MemoryProjector {
  readonly events: LogEvent[] = [];
  private readonly marks = new Map<string, LogMark>();
  private readonly promises = new Map<string, Watermark[]>();

  apply(log: string, events: readonly LogEvent[]): number {
    const fresh = freshAfter(this.marks.get(log) ?? START, log, events);
    if (fresh.length > 0) this.marks.set(log, markAfter(fresh));
    this.events.push(...fresh);
    return fresh.length;
  }

  watermark(log: string, promise: Watermark): void {
    this.promises.set(log, [...(this.promises.get(log) ?? []), promise]);
  }

  watermarks(): ReadonlyMap<string, Hlc> {
    const counted = [...this.promises].map(
      ([log, promises]) => [log, countedWatermark(this.marks.get(log) ?? START, promises)] as const,
    );
    return new Map(counted.filter((entry): entry is readonly [string, Hlc] => entry[1] !== undefined));
  }
}
