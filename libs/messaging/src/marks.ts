import type { Mark, Marks, Position } from './applier';
import type { Queryable } from './postgres-parking';

/** Another process moved the mark meanwhile. */
export class MarkLost extends Error {
  override readonly name = 'MarkLost';
}

/** A mark as the memory twin keeps it; one instance for each reader. */
export class MemoryMarks implements Marks {
  readonly #marks = new Map<string, Mark & { readonly topic: string }>();

  load(topic: string): Promise<readonly Mark[]> {
    return Promise.resolve([...this.#marks.values()].filter((mark) => mark.topic === topic));
  }

  move(position: Position): Promise<void> {
    return Promise.resolve().then(() => this.set(position.after, position));
  }

  /** Moves the mark if it still stands at `after`; throws MarkLost. */
  set(after: number, { topic, log, seq, leaf, next }: Position): void {
    const key = `${topic}\n${log}`;
    if ((this.#marks.get(key)?.seq ?? 0) !== after) throw new MarkLost(`${topic} is not at ${after}`);
    this.#marks.set(key, { topic, log, seq, leaf, next });
  }
}

/** DDL of the table, for a service's migrations. `schema` is quoted here. */
export const markTable = (schema: string): string => `
CREATE TABLE IF NOT EXISTS "${schema}".mark (
  reader text NOT NULL, topic text NOT NULL, log text NOT NULL,
  seq bigint NOT NULL, leaf bytea NOT NULL, next bigint NOT NULL, PRIMARY KEY (reader, topic, log));`;

export interface MarkStatement {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Rows it affects; fewer means that another process moved the mark. */
  readonly rows: 1;
}

const UNHURRIED = `WITH unhurried AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true) AS setting)`;

/** The table `mark` in a service's schema, for one of its readers. */
export class PostgresMarks implements Marks {
  constructor(
    private readonly db: Queryable,
    private readonly schema: string,
    private readonly reader: string,
  ) {}

  async load(topic: string): Promise<readonly Mark[]> {
    const sql = `SELECT log, seq, leaf, next::text AS next FROM "${this.schema}".mark WHERE reader = $1 AND topic = $2`;
    const { rows } = await this.db.query(sql, [this.reader, topic]);
    return (rows as { log: string; seq: string; leaf: Buffer; next: string }[]).map((row) => ({ ...row, seq: Number(row.seq) }));
  }

  async move(position: Position): Promise<void> {
    const { text, values } = this.statement(position.after, position, 'unhurried');
    const { rows } = await this.db.query(`${text} RETURNING seq`, [...values]);
    if (rows.length !== 1) throw new MarkLost(`${position.topic} is not at ${position.after}`);
  }

  /**
   * Moves the mark of one log to `to`, if it still stands at `after`, in whatever transaction it is run: the `after` of the first
   * event applied there, the position of the last. `unhurried`, its transaction is not waited for on disk: for one that a crash of
   * the server may take back whole, since everything in it is made again when the topic is read from the mark before.
   */
  statement(after: number, to: Position, commit: 'synced' | 'unhurried' = 'synced'): MarkStatement {
    const [first, chosen] = commit === 'synced' ? ['', ''] : [UNHURRIED, `FROM unhurried WHERE setting = 'off' AND`];
    return {
      text: `${first} INSERT INTO "${this.schema}".mark AS m (reader, topic, log, seq, leaf, next)
        SELECT $1, $2, $3, $4::bigint, $5::bytea, $6::bigint ${chosen || 'WHERE'} ($7::bigint = 0 OR EXISTS (SELECT FROM "${this.schema}".mark WHERE reader = $1 AND topic = $2 AND log = $3))
        ON CONFLICT (reader, topic, log) DO UPDATE SET seq = EXCLUDED.seq, leaf = EXCLUDED.leaf, next = EXCLUDED.next WHERE m.seq = $7::bigint`,
      values: [this.reader, to.topic, to.log, to.seq, to.leaf, to.next, after],
      rows: 1,
    };
  }
}
