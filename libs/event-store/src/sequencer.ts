import { type Hlc, hlcFromBigint, hlcToBigint } from '@satualur/contracts/hlc';
import type { StreamId } from '@satualur/contracts/ids';
import { Client, type ClientConfig, DatabaseError } from 'pg';
import { type CheckpointSigner, originOf, signCheckpoint } from './checkpoint';
import type { HybridClock } from './clock';
import type { Gaps } from './gaps';
import type { MerkleTree } from './merkle';
import { NotLeading } from './not-leading';
import { storeSession } from './pool';
import { WAKE_CHANNEL } from './schema';
import { readVisible, restoreGaps, restoreTree, SEAL_LIMIT, writeSealed } from './sealing';
import type { Checkpoint, LogStore, RelayMark, SealedEvent } from './store';
import { openAppendsEnded, raiseMark } from './watermark';

export interface SequencerOptions {
  /** Connection under the role `<key>_log`. */
  readonly connection: ClientConfig;
  /** Agency key or task-force service; the checkpoint's origin is `satualur/<log>`. */
  readonly log: string;
  readonly clock: HybridClock;
  readonly signer: CheckpointSigner;
  /** Told when the connection, and with it the lead, is lost. */
  readonly onLost?: (error: Error) => void;
  /** Events per pass; smaller in tests. */
  readonly limit?: number;
}

interface Lead {
  readonly tree: MerkleTree;
  readonly gaps: Gaps;
}

/** 'satu' and 'alur' as the two halves of the advisory lock that makes a sequencer the only one of its database. */
const LOCK = [0x73617475, 0x616c7572] as const;

/** The log side of one store on one connection: leads, seals, marks (details 2). */
export class PostgresLogStore implements LogStore {
  private client: Client | undefined;
  private lost: Error | undefined;
  private leadership: Lead | undefined;
  private passing: Promise<unknown> = Promise.resolve();
  private marking: Promise<Checkpoint> | undefined;
  private wakes: (() => void)[] = [];

  constructor(private readonly options: SequencerOptions) {}

  async lead(): Promise<boolean> {
    if (this.leadership) return true;
    const client = await this.connected();
    const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS got', [...LOCK]);
    if (!rows[0]?.got) return false;
    await client.query(`LISTEN ${WAKE_CHANNEL}`);
    this.leadership = { tree: await restoreTree(client), gaps: await restoreGaps(client) };
    return true;
  }

  /** One pass at a time. Throws NotLeading, BrokenStream. */
  async seal(): Promise<number> {
    return (await this.pass()).sealed;
  }

  /** Watermarks run one at a time; a call while one is on its way gets that one. Passes go on meanwhile. */
  mark(): Promise<Checkpoint> {
    this.marking ??= this.makeMark().finally(() => (this.marking = undefined));
    return this.marking;
  }

  async latestCheckpoint(): Promise<Checkpoint | undefined> {
    const client = await this.connected();
    const { rows } = await client.query<CheckpointRow>(
      'SELECT size, root, watermark, note FROM store.checkpoint ORDER BY id DESC LIMIT 1',
    );
    return rows.map((row) => this.checkpointOf(row))[0];
  }

  async readSealed(fromSeq: number, maxBytes: number): Promise<readonly SealedEvent[]> {
    const client = await this.connected();
    const query = { name: 'store.read-sealed', text: READ_SEALED, values: [fromSeq, READ_LIMIT, maxBytes] };
    const { rows } = await client.query<SealedRow>(query);
    return rows.map((row) => ({ ...row, seq: Number(row.seq), hlc: hlcFromBigint(row.hlc) }));
  }

  async head(): Promise<{ readonly seq: number; readonly root: Buffer }> {
    const tree = this.leadership?.tree ?? (await restoreTree(await this.connected()));
    return { seq: tree.size, root: tree.root() };
  }

  async relayMark(): Promise<RelayMark> {
    const client = await this.connected();
    const { rows } = await client.query<{ seq: string; addressed: Record<string, number> }>(
      'SELECT seq, addressed FROM store.relay',
    );
    return rows.map(({ seq, addressed }) => ({ seq: Number(seq), addressed }))[0] ?? { seq: 0, addressed: {} };
  }

  async saveRelayMark({ seq, addressed }: RelayMark): Promise<void> {
    const client = await this.connected();
    const text = `INSERT INTO store.relay (seq, addressed) VALUES ($1, $2)
      ON CONFLICT (one) DO UPDATE SET seq = excluded.seq, addressed = excluded.addressed`;
    await client.query({ name: 'store.relay', text, values: [seq, JSON.stringify(addressed)] });
  }

  onWake(wake: () => void): void {
    this.wakes.push(wake);
  }

  async close(): Promise<void> {
    const client = this.client;
    this.drop();
    this.wakes = [];
    await client?.end();
  }

  private async connected(): Promise<Client> {
    if (this.client) return this.client;
    const client = new Client({ ...storeSession, ...this.options.connection });
    const lose = (error: Error) => {
      if (this.client !== client) return;
      this.drop();
      this.options.onLost?.(error);
    };
    client.on('error', lose);
    client.on('end', () => lose(new NotLeading('connection ended')));
    client.on('notification', () => this.wakes.forEach((wake) => wake()));
    this.client = client;
    await client.connect().catch((error: Error) => {
      this.drop();
      throw error;
    });
    return client;
  }

  private drop(): void {
    this.client = undefined;
    this.leadership = undefined;
  }

  private leading(): Lead & { readonly client: Client } {
    if (!this.leadership || !this.client) throw new NotLeading();
    return { ...this.leadership, client: this.client };
  }

  private pass(): Promise<{ readonly sealed: number; readonly full: boolean }> {
    const next = this.passing.then(() => this.sealVisible());
    this.passing = next.catch(() => undefined);
    return next;
  }

  private async sealVisible() {
    const { client, tree, gaps } = this.leading();
    const { events, hlc, full } = await readVisible(client, gaps, this.options.limit ?? SEAL_LIMIT);
    if (events.length > 0) {
      await writeSealed(client, tree, events).catch((error: unknown) => this.resign(error));
      gaps.see(events.map(({ position }) => position));
      this.options.clock.observe(hlc);
    }
    return { sealed: events.length, full };
  }

  /** After a failed insert the tree in memory has run ahead, or another process leads: start over from the table. */
  private async resign(error: unknown): Promise<never> {
    const client = this.client;
    this.drop();
    await client?.end().catch(() => undefined);
    throw error instanceof DatabaseError && error.code === '23505' ? new NotLeading('another sequencer sealed') : error;
  }

  private async makeMark(): Promise<Checkpoint> {
    const { client, gaps } = this.leading();
    const watermark = await raiseMark(client, this.options.clock.draw());
    const unseen = gaps.all();
    await openAppendsEnded(client);
    while ((await this.pass()).full);
    return this.afterPass(() => this.publish(watermark, unseen));
  }

  private afterPass<T>(work: () => Promise<T>): Promise<T> {
    const next = this.passing.then(work);
    this.passing = next.catch(() => undefined);
    return next;
  }

  /** Gaps seen before the open appends were listed and still missing after the pass are dead (details 2). */
  private async publish(watermark: Hlc, unseen: readonly number[]): Promise<Checkpoint> {
    const { client, tree, gaps } = this.leading();
    gaps.bury(unseen);
    const origin = originOf(this.options.log);
    const checkpoint = signCheckpoint({ origin, size: tree.size, root: tree.root(), watermark }, this.options.signer);
    const { size, root, note } = checkpoint;
    const text = 'INSERT INTO store.checkpoint (size, root, watermark, settled, note) VALUES ($1, $2, $3, $4, $5)';
    await client.query(text, [size, root, hlcToBigint(watermark), gaps.settled, note]);
    return checkpoint;
  }

  private checkpointOf({ size, root, watermark, note }: CheckpointRow): Checkpoint {
    return { origin: originOf(this.options.log), size: Number(size), root, watermark: hlcFromBigint(watermark), note };
  }
}

interface CheckpointRow {
  readonly size: string;
  readonly root: Buffer;
  readonly watermark: string;
  readonly note: string;
}
interface SealedRow {
  readonly seq: string;
  readonly leaf: Buffer;
  readonly bytes: Buffer;
  readonly stream: StreamId;
  readonly hlc: string;
}

const READ_LIMIT = 4_096;
const READ_SEALED = `SELECT seq, leaf, bytes, stream, hlc FROM (
    SELECT s.seq, s.leaf, e.bytes, e.stream, e.hlc, sum(octet_length(e.bytes)) OVER (ORDER BY s.seq) AS total
    FROM store.sealed s JOIN store.event e USING (position) WHERE s.seq >= $1 AND s.seq < $1::bigint + $2::int) run
  WHERE total <= $3::bigint OR seq = $1::bigint ORDER BY seq`;
