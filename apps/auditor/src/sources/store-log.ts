import { Hlc, hlcFromBigint } from '@satualur/contracts/hlc';
import { originOf } from '@satualur/event-store/checkpoint';
import type { NodeReader } from '@satualur/event-store/merkle';
import { storedNodes } from '@satualur/event-store/sealing';
import { Client } from 'pg';
import { claimedBy } from '../audit/stated-checkpoint';
import { CannotSay } from '../cannot-say';
import type { Entry, LogUnderAudit } from '../log-under-audit';

interface SealedRow {
  readonly seq: string;
  readonly leaf: Buffer;
  readonly nodes: Buffer;
  readonly bytes: Buffer | null;
  readonly stream: string;
  readonly version: number;
  readonly hlc: string;
}

const URL_FORM = /^postgres(ql)?:\/\//;
const HOW = 'give postgresql://<key>_log@host:port/database, and the password in PGPASSWORD';
const AT_ONCE = 500;
const HASH = 32;
const ENTRIES = `SELECT s.seq, s.leaf, s.nodes, e.bytes, e.stream, e.version, e.hlc
  FROM store.sealed s LEFT JOIN store.event e USING (position) WHERE s.seq > $1 AND s.seq <= $2 ORDER BY s.seq LIMIT $3`;
/** One of this log, if there is one. */
const NAMED = 'SELECT note FROM store.checkpoint ORDER BY starts_with(note, $1) DESC, id DESC LIMIT 1';
const CHECKPOINTS = 'SELECT id, note FROM store.checkpoint WHERE id > $1 AND id <= $2 ORDER BY id LIMIT $3';

/** An event store's own log, over a connection of its reader's (role `<key>_log`). Read-only, and as it stood when it was opened. */
export class StoreLog implements LogUnderAudit {
  private constructor(
    readonly name: string,
    private readonly client: Client,
    readonly size: number,
    private readonly lastCheckpoint: string,
  ) {}

  /**
   * Throws CannotSay when it is another log's store, or cannot be read.
   * @param url of the store's database; what is not in it comes from PGPASSWORD and the like
   */
  static async open(url: string, name: string): Promise<StoreLog> {
    if (!URL_FORM.test(url)) throw new CannotSay(`--store: ${HOW}`);
    const client = new Client({ connectionString: url, options: '-c default_transaction_read_only=on -c jit=off' });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await StoreLog.from(client, name);
    } catch (error) {
      await client.end();
      if (error instanceof CannotSay) throw error;
      const { message, code } = error as Error & { readonly code?: string };
      throw new CannotSay(`--store cannot be read (${message || code}): ${HOW}`);
    }
  }

  private static async from(client: Client, name: string): Promise<StoreLog> {
    const named = await client.query<{ note: string }>(NAMED, [`${originOf(name)}\n`]);
    const origin = named.rows[0] && claimedBy(named.rows[0].note)?.origin;
    if (origin !== undefined && origin !== originOf(name)) {
      throw new CannotSay(`--store holds the log ${origin.replace(/.*\//, '')}, not ${name}`);
    }
    const checkpoints = await client.query<{ last: string }>('SELECT coalesce(max(id), 0) AS last FROM store.checkpoint');
    const sealed = await client.query<{ last: string }>('SELECT coalesce(max(seq), 0) AS last FROM store.sealed');
    return new StoreLog(name, client, Number(sealed.rows[0]!.last), checkpoints.rows[0]!.last);
  }

  async *checkpoints(): AsyncIterable<string> {
    for (let after = '0'; ;) {
      const { rows } = await this.client.query<{ id: string; note: string }>(CHECKPOINTS, [after, this.lastCheckpoint, AT_ONCE]);
      if (rows.length === 0) return;
      after = rows.at(-1)!.id;
      for (const { note } of rows) yield note;
    }
  }

  async *entries(from = 1): AsyncIterable<readonly Entry[]> {
    for (let after = from - 1; ;) {
      const { rows } = await this.client.query<SealedRow>(ENTRIES, [after, this.size, AT_ONCE]);
      if (rows.length === 0) return;
      after = Number(rows.at(-1)!.seq);
      yield rows.map(entryOf);
    }
  }

  /** One query at a time, however many are asked for at once. */
  get nodes(): NodeReader {
    const read = storedNodes(this.client);
    let turn: Promise<unknown> = Promise.resolve();
    return (subtree) => {
      const node = turn.then(() => read(subtree));
      turn = node.catch(() => undefined);
      return node;
    };
  }

  close(): Promise<void> {
    return this.client.end();
  }
}

function entryOf({ seq, leaf, nodes, bytes, stream, version, hlc }: SealedRow): Entry {
  const kept = Array.from({ length: nodes.length / HASH }, (_, level) => nodes.subarray(level * HASH, (level + 1) * HASH));
  const entry = { seq: Number(seq), leaf, nodes: kept };
  return bytes === null ? entry : { ...entry, bytes, columns: { stream, version, hlc: Hlc.parse(hlcFromBigint(hlc)) } };
}
