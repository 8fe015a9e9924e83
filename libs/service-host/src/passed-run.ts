import type { StreamId } from '@satualur/contracts/ids';
import type { Position, VerifiedRecord } from '@satualur/messaging/consumer';
import type { RowReaction } from './reactions';

interface Kept {
  readonly of: readonly RowReaction[];
  readonly traceparent: string | undefined;
}

/** What a run of records leaves to be saved together: marks to move, and rows to make anew. */
export class PassedRun {
  /** By log. */
  readonly marks = new Map<string, { readonly after: number; readonly to: Position }>();
  readonly rows = new Map<StreamId, Kept>();
  last: VerifiedRecord | undefined;

  /** The mark of the record's log that is saved, and stays so until this run is. */
  after({ log, after }: Position): number {
    return this.marks.get(log)?.after ?? after;
  }

  pass(record: VerifiedRecord): void {
    this.marks.set(record.log, { after: this.after(record), to: record });
  }

  keep(record: VerifiedRecord, reactions: readonly RowReaction[]): void {
    if (reactions.length === 0) return;
    const { subject, traceparent } = record.envelope;
    const known = this.rows.get(subject)?.of ?? [];
    this.rows.set(subject, { of: [...new Set([...known, ...reactions])], traceparent });
    this.last = record;
  }

  clear(): void {
    this.marks.clear();
    this.rows.clear();
  }
}
