import { DatabaseError } from 'pg';
import { FEW } from './append-statements';
import type { Batch, Outcome } from './appender';
import { type Admission, Joined } from './joined';

const LOCK_NOT_AVAILABLE = '55P03';

export interface Lane {
  /** Writes them all or rejects. */
  readonly together: (batches: readonly Batch[]) => Promise<void>;
  /** Waits for locks as long as it takes. */
  readonly alone: (batch: Batch) => Promise<Outcome>;
  /** What the refusal of an append means; throws what is none. */
  readonly refused: (error: unknown, batch: Batch) => Outcome | Promise<Outcome>;
}

interface Waiting {
  readonly batch: Batch;
  readonly tell: (outcome: Outcome | Promise<Outcome>) => void;
}

/**
 * Appends that share a transaction, and with it a round trip and a commit. When it is refused, nothing of it stands, and each of them
 * goes on its own and learns its own outcome.
 */
export class JoinedAppends {
  private readonly joined = new Joined<Waiting>(apart, (group) => this.send(group));

  constructor(private readonly lane: Lane) {}

  append(batch: Batch): Promise<Outcome> {
    return new Promise((tell) => this.joined.add({ batch, tell }));
  }

  private send(group: readonly Waiting[]): Promise<void> {
    return this.lane.together(group.map(({ batch }) => batch)).then(
      () => group.forEach(({ tell }) => tell({ kind: 'committed' })),
      (error: unknown) => group.forEach(({ batch, tell }) => tell(this.after(error, batch, group.length))),
    );
  }

  /** The server's refusal says that nothing was written; of a lost connection nobody knows, and the callers are told so. */
  private async after(error: unknown, batch: Batch, joined: number): Promise<Outcome> {
    const refusal = error instanceof DatabaseError && error.severity === 'ERROR' ? error.code : undefined;
    const mayStillGo = refusal !== undefined && (joined > 1 || refusal === LOCK_NOT_AVAILABLE);
    return mayStillGo ? this.lane.alone(batch) : this.lane.refused(error, batch);
  }
}

/** Appends may share a transaction when none touches what another one touches, nor writes what another one checks. */
function apart(): Admission<Waiting> {
  let count = 0;
  const touched = new Set<string>();
  const checked = new Set<string>();
  return ({ batch }) => {
    const touches = touchedBy(batch);
    const checks = batch.checks.map(({ stream }) => stream);
    if (touched.size > 0 && count + batch.rows.length > FEW) return false;
    if (touches.some((name) => touched.has(name) || checked.has(name)) || checks.some((stream) => touched.has(stream)))
      return false;
    count += batch.rows.length;
    touches.forEach((name) => touched.add(name));
    checks.forEach((stream) => checked.add(stream));
    return true;
  };
}

const touchedBy = ({ command, rows, claims, dues }: Batch): string[] => [
  command.id,
  ...rows.filter(({ ordinal }) => ordinal === 0).map(({ stream }) => stream),
  ...dues.map(({ stream }) => stream),
  ...claims.map(({ kind, key }) => JSON.stringify([kind, key])),
];
