import type { Hlc } from '@satualur/contracts/hlc';
import type { Pool, PoolClient } from 'pg';
import { digestOf } from './digest';
import { freshAfter, type LogMark, type Watermark } from './marks';
import type { LogEvent, Projection, Rows } from './projection';
import { type LogSource, rebuild } from './rebuild';
import { applyRun, Fenced, keepWatermark, markOf, marksOf, moveMark, watermarksOf } from './run';
import { rowsOf, transaction, withClient } from './transaction';
import { beginShared, type Live, liveOf, lockShared, register } from './versions';

/** The live schema is of another version than this build: rebuild first, or another build has taken over. */
export class OtherVersion extends Error {
  constructor(
    readonly live: number,
    readonly own: number,
  ) {
    super('the live projection is of another version');
    this.name = 'OtherVersion';
  }
}

const UNIQUE_VIOLATION = '23505';

/**
 * Keeps one projection over any number of logs in PostgreSQL: rows and marks move together or not at all. Over a pool whose connections
 * pipeline, a run takes three round trips.
 */
export class Projector {
  private schema = '';
  private held = new Map<string, LogMark>();

  constructor(
    private readonly pool: Pool,
    readonly projection: Projection,
  ) {}

  /** Makes what is missing and reads the marks. False when the live schema is of another version: then `rebuild` comes first. */
  async open(): Promise<boolean> {
    const live = await withClient(this.pool, (client) => transaction(client, 'BEGIN', () => register(client, this.projection)));
    await this.reload();
    return live.version === this.projection.version;
  }

  /** Where each log is applied up to, as this process knows. */
  marks(): ReadonlyMap<string, LogMark> {
    return this.held;
  }

  /**
   * Applies a run of one log's events and moves its mark, in one transaction; repeats are skipped. Returns how many were new.
   * Throws Gap (re-read the log after its mark), LeafChanged, OtherVersion, or Fenced when another process was faster: the marks are
   * then read again, so the same run given once more is right.
   * @param offset Kafka offset to read on from after this run, decimal text
   */
  async apply(log: string, events: readonly LogEvent[], offset?: string): Promise<number> {
    if (freshAfter(markOf(this.held, log), log, events).length === 0) return 0;
    const { fresh, mark } = await this.orReload(() =>
      this.inLive((client, schema) => this.applyLive(client, schema, { log, events, offset })),
    );
    this.held.set(log, mark);
    return fresh;
  }

  /** Moves a log's mark from `after` past an event that was put aside. Throws Fenced as `apply` does. */
  async pass(log: string, after: number, to: LogMark & { readonly leaf: Buffer }): Promise<void> {
    await this.orReload(() => this.inLive((client, schema) => moveMark(client, schema, { log, from: after, to })));
    this.held.set(log, to);
  }

  /**
   * Applies an event that was put aside, long after its log's mark went past it. A repeat changes nothing: the projection's own keys
   * tell it.
   */
  async redrive(event: LogEvent): Promise<void> {
    try {
      await this.inLive((client, schema) => this.projection.apply([event], rowsOf(client), schema));
    } catch (error) {
      if ((error as { readonly code?: unknown }).code !== UNIQUE_VIOLATION) throw error;
    }
  }

  /** Keeps a log's checkpoint promise; it counts once `size` is applied. Repeats and lower ones change nothing. */
  async watermark(log: string, promise: Watermark): Promise<void> {
    await this.inLive((client, schema) => keepWatermark(client, schema, log, promise));
  }

  /**
   * Runs `work` on one snapshot of the live schema, read only; a swap meanwhile neither changes nor fails it.
   * Throws OtherVersion when another build has taken over.
   */
  async read<T>(work: (rows: Rows, schema: string) => Promise<T>): Promise<T> {
    return withClient(this.pool, async (client) => {
      for (;;) {
        const candidate = await this.current(client);
        const outcome = await lockShared(client, candidate.schema, () =>
          transaction(client, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', async () => {
            const { schema } = await this.current(client);
            return schema === candidate.schema ? { result: await work(rowsOf(client), schema) } : undefined;
          }),
        );
        if (outcome) return outcome.result;
      }
    });
  }

  /** Per log, the highest watermark that counts. To be read in the same `read` as the rows it is held against. */
  static watermarks(rows: Rows, schema: string): Promise<Map<string, Hlc>> {
    return watermarksOf(rows, schema);
  }

  /** SHA-256, hex, over the live content. */
  digest(): Promise<string> {
    return this.read((rows, schema) => digestOf(this.projection.content(rows, schema)));
  }

  /**
   * Builds this version anew from the logs beside the live one, then swaps in one transaction and drops the old one. Reading and
   * applying go on meanwhile. Throws RebuildRunning, or RebuildShort when the source holds less than the live one has applied.
   */
  async rebuild(source: LogSource): Promise<void> {
    await rebuild(this.pool, this.projection, source);
    await this.reload();
  }

  /** After losing a mark to another process, the marks are read again before the error is passed on. */
  private async orReload<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Fenced) await this.reload();
      throw error;
    }
  }

  private async applyLive(
    client: PoolClient,
    schema: string,
    { log, events, offset }: { readonly log: string; readonly events: readonly LogEvent[]; readonly offset: string | undefined },
  ) {
    const from = markOf(this.held, log);
    const fresh = freshAfter(from, log, events);
    if (fresh.length === 0) return { fresh: 0, mark: from };
    const mark = await applyRun(client, { projection: this.projection, schema }, { log, from, fresh, offset });
    return { fresh: fresh.length, mark };
  }

  /** A transaction on the live schema; after a swap, the new schema's marks are taken over first. */
  private inLive<T>(work: (client: PoolClient, schema: string) => Promise<T>): Promise<T> {
    return withClient(this.pool, (client) =>
      transaction(client, beginShared(this.projection.name), async ([live]) => {
        const { schema } = this.ours(live as Live | undefined);
        if (schema !== this.schema) this.keep(schema, await marksOf(client, schema));
        return work(client, schema);
      }),
    );
  }

  private async current(client: PoolClient): Promise<Live> {
    return this.ours(await liveOf(client, this.projection.name));
  }

  private ours(live: Live | undefined): Live {
    if (live?.version !== this.projection.version) throw new OtherVersion(live?.version ?? 0, this.projection.version);
    return live;
  }

  /** A run applied while the marks are being read is not forgotten: within one schema a mark only moves forward. */
  private keep(schema: string, marks: ReadonlyMap<string, LogMark>): void {
    if (schema !== this.schema) this.held = new Map(marks);
    else for (const [log, mark] of marks) if (mark.seq > markOf(this.held, log).seq) this.held.set(log, mark);
    this.schema = schema;
  }

  private async reload(): Promise<void> {
    await withClient(this.pool, (client) =>
      transaction(client, beginShared(this.projection.name), async ([live]) => {
        const { schema } = live as Live;
        this.keep(schema, await marksOf(client, schema));
      }),
    );
  }
}
