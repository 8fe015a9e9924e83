import type { Loading, LoadingRows, LogEvent } from '@satualur/projections/projection';
import { directoryRows, factsOf, participantRows, participationsOf, refRows, refsOf } from './case-timeline.changes';
import { EntryCopy } from './case-timeline.copy';

/** Rows of one log's events, gathered while a rebuild reads them. */
export class CaseTimelineLoading implements Loading {
  private readonly entries: EntryCopy;
  private readonly participations = new Set<string>();
  private readonly refs: ReturnType<typeof refsOf>[number][] = [];
  private readonly facts: ReturnType<typeof factsOf>[number][] = [];

  constructor(log: string) {
    this.entries = new EntryCopy(log);
  }

  take(events: readonly LogEvent[]): void {
    this.entries.take(events);
    for (const pair of participationsOf(events)) this.participations.add(pair);
    this.refs.push(...refsOf(events));
    this.facts.push(...factsOf(events));
  }

  async write(rows: LoadingRows, schema: string): Promise<void> {
    const entries = this.entries.statement(schema);
    const changes = [
      participantRows(this.participations, schema),
      refRows(this.refs, schema),
      directoryRows(this.facts, schema),
    ].filter((change) => change !== undefined);
    await Promise.all([
      entries && rows.copy(entries.text, entries.data),
      ...changes.map(({ text, values }) => rows.query(text, values)),
    ]);
  }
}
