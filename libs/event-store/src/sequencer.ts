import type { Hlc } from '@satualur/contracts/hlc';
import { Client, type ClientConfig, DatabaseError } from 'pg';
import { type CheckpointSigner, originOf, signCheckpoint } from './checkpoint';
import type { HybridClock } from './clock';
import type { Gaps } from './gaps';
import { latestCheckpoint, readSealed, relayMark, saveCheckpoint, saveRelayMark } from './log-rows';
import type { MerkleTree } from './merkle';
import { NotLeading } from './not-leading';
import { storeSession } from './pool';
import { WAKE_CHANNEL } from './schema';
import { readVisible, restoreGaps, restoreTree, SEAL_LIMIT, writeSealed } from './sealing';
import { type Line, type Queryable, serial } from './serial-client';
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
  readonly client: Queryable;
  readonly gaps: Gaps;
  /** As committed; a pass grows a copy. */
  tree: MerkleTree;
}

/** 'satu' and 'alur' as the two halves of the advisory lock that makes a sequencer the only one of its database. */
const LOCK = [0x73617475, 0x616c7572] as const;

/** The log side of one store on one connection: leads, seals, marks (details 2). Every method may be called at any time. */
export class PostgresLogStore implements LogStore {
  private connection: { readonly client: Client; readonly line: Line } | undefined;
  private leadership: Lead | undefined;
  private passing: Promise<unknown> = Promise.resolve();
  private marking: Promise<Checkpoint> | undefined;
  private wakes: (() => void)[] = [];
  private readonly origin: string;

  constructor(private readonly options: SequencerOptions) {
    this.origin = originOf(options.log);
  }

  /** Connects again when the connection was lost. */
  lead(): Promise<boolean> {
    return this.oneAtATime(async () => {
      if (this.leadership) return true;
      const client = this.line();
      const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS got', [...LOCK]);
      if (!rows[0]?.got) return false;
      await client.query(`LISTEN ${WAKE_CHANNEL}`);
      // Gaps first: what anybody sealed meanwhile is then still missing here, and the table refuses to take it twice.
      this.leadership = { client, gaps: await restoreGaps(client), tree: await restoreTree(client) };
      return true;
    });
  }

  /** One pass. Throws NotLeading, or BrokenStream when an event does not follow its stream. */
  async seal(): Promise<number> {
    return (await this.pass()).sealed;
  }

  /** A call while a mark is on its way gets that one. Waits for the appends now open; passes go on meanwhile. */
  mark(): Promise<Checkpoint> {
    this.marking ??= this.makeMark().finally(() => (this.marking = undefined));
    return this.marking;
  }

  async latestCheckpoint(): Promise<Checkpoint | undefined> {
    return latestCheckpoint(this.line(), this.origin);
  }

  async readSealed(fromSeq: number, maxBytes: number): Promise<readonly SealedEvent[]> {
    return readSealed(this.line(), fromSeq, maxBytes);
  }

  async head(): Promise<{ readonly seq: number; readonly root: Buffer }> {
    const tree = this.leadership?.tree ?? (await restoreTree(this.line()));
    return { seq: tree.size, root: tree.root() };
  }

  async relayMark(): Promise<RelayMark> {
    return relayMark(this.line());
  }

  async saveRelayMark(mark: RelayMark): Promise<void> {
    await saveRelayMark(this.line(), mark);
  }

  onWake(wake: () => void): void {
    this.wakes.push(wake);
  }

  async close(): Promise<void> {
    this.wakes = [];
    await this.drop();
  }

  private line(): Line {
    if (this.connection) return this.connection.line;
    const client = new Client({ ...storeSession, ...this.options.connection });
    const lose = (error: Error) => {
      if (this.connection?.client !== client) return;
      void this.drop();
      this.options.onLost?.(error);
    };
    client.on('error', lose);
    client.on('end', () => lose(new NotLeading('connection ended')));
    client.on('notification', () => this.wakes.forEach((wake) => wake()));
    const connected = client.connect();
    connected.catch(lose);
    this.connection = { client, line: serial(client, connected) };
    return this.connection.line;
  }

  private async drop(): Promise<void> {
    const client = this.connection?.client;
    this.connection = undefined;
    this.leadership = undefined;
    await client?.end().catch(() => undefined);
  }

  private leading(): Lead {
    if (!this.leadership) throw new NotLeading();
    return this.leadership;
  }

  private oneAtATime<T>(work: () => Promise<T>): Promise<T> {
    const next = this.passing.then(work);
    this.passing = next.catch(() => undefined);
    return next;
  }

  private pass(): Promise<{ readonly sealed: number; readonly full: boolean }> {
    return this.oneAtATime(async () => {
      const lead = this.leading();
      const { events, hlc, full } = await readVisible(lead.client, lead.gaps, this.options.limit ?? SEAL_LIMIT);
      if (events.length > 0) {
        const tree = lead.tree.copy();
        await writeSealed(lead.client, tree, events).catch((error: unknown) => this.resign(error));
        lead.tree = tree;
        lead.gaps.see(events.map(({ position }) => position));
        this.options.clock.observe(hlc);
      }
      return { sealed: events.length, full };
    });
  }

  /** After a failed insert nobody knows what was committed, or another process leads: start over from the table. */
  private async resign(error: unknown): Promise<never> {
    await this.drop();
    throw error instanceof DatabaseError && error.code === '23505' ? new NotLeading('another sequencer sealed') : error;
  }

  private async makeMark(): Promise<Checkpoint> {
    const { client, gaps } = this.leading();
    const watermark = await raiseMark(client, this.options.clock.draw());
    const unseen = gaps.all();
    await openAppendsEnded(client);
    while ((await this.pass()).full);
    return this.oneAtATime(() => this.publish(watermark, unseen));
  }

  /** Gaps seen before the open appends were listed and still missing after the pass are dead (details 2). */
  private async publish(watermark: Hlc, unseen: readonly number[]): Promise<Checkpoint> {
    const { client, tree, gaps } = this.leading();
    gaps.bury(unseen);
    const unsigned = { origin: this.origin, size: tree.size, root: tree.root(), watermark };
    const checkpoint = signCheckpoint(unsigned, this.options.signer);
    await saveCheckpoint(client, checkpoint, gaps.settled);
    return checkpoint;
  }
}
