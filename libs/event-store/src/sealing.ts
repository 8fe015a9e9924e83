import { type Hlc, hlcFromBigint, hlcMax, HLC_ZERO } from '@satualur/contracts/hlc';
import { Gaps } from './gaps';
import { MerkleTree, type NodeReader, peaksOf, type Subtree } from './merkle';
import type { Queryable } from './serial-client';

/** Events given their place in one pass. */
export const SEAL_LIMIT = 10_000;

/** A stored event does not follow its stream's previous one: the log refuses to give it a place. */
export class BrokenStream extends Error {
  constructor(readonly position: number) {
    super('event does not follow its predecessor');
    this.name = 'BrokenStream';
  }
}

export interface Sealable {
  readonly position: number;
  readonly leaf: Buffer;
}

interface SealableRow {
  readonly position: string;
  readonly leaf: Buffer;
  readonly hlc: string;
  readonly follows: boolean;
}

const SEALABLE = `e.position, sha256('\\x00'::bytea || e.bytes) AS leaf, e.hlc, e.version = 1 OR EXISTS (
  SELECT FROM store.event p WHERE p.stream = e.stream AND p.version = e.version - 1 AND p.position < e.position AND p.hlc < e.hlc) AS follows`;

/** One snapshot: what is visible above the head, and the remembered gaps that have filled. */
const VISIBLE = `SELECT * FROM (
  (SELECT ${SEALABLE} FROM store.event e WHERE e.position > $1 ORDER BY e.position LIMIT $2)
  UNION ALL SELECT ${SEALABLE} FROM store.event e WHERE e.position = ANY ($3::bigint[])) visible ORDER BY position`;

export interface Visible {
  readonly events: readonly Sealable[];
  readonly hlc: Hlc;
  /** More may be visible above the last. */
  readonly full: boolean;
}

/** Reads what can be sealed now, in order of position. Throws BrokenStream. */
export async function readVisible(client: Queryable, gaps: Gaps, limit = SEAL_LIMIT): Promise<Visible> {
  const query = { name: 'store.visible', text: VISIBLE, values: [gaps.head, limit, `{${gaps.all().join(',')}}`] };
  const { rows } = await client.query<SealableRow>(query);
  let hlc = HLC_ZERO;
  let above = 0;
  const events = rows.map((row) => {
    const position = Number(row.position);
    if (!row.follows) throw new BrokenStream(position);
    hlc = hlcMax(hlc, hlcFromBigint(row.hlc));
    if (position > gaps.head) above++;
    return { position, leaf: row.leaf };
  });
  return { events, hlc, full: above === limit };
}

const INSERT = `INSERT INTO store.sealed (seq, position, leaf, nodes)
  SELECT $1::bigint + n.place, n.position, substring($4::bytea FROM (n.place * 32 - 31)::int FOR 32), substring($5::bytea FROM n.start + 1 FOR n.length)
  FROM unnest($2::bigint[], $3::int[], $6::int[]) WITH ORDINALITY AS n(position, start, length, place)`;

/** Gives events the next places and grows the tree by them. A unique violation means that somebody else leads. */
export async function writeSealed(client: Queryable, tree: MerkleTree, events: readonly Sealable[]): Promise<void> {
  const before = tree.size;
  const nodes: Buffer[] = [];
  const starts: number[] = [];
  const lengths: number[] = [];
  for (const { leaf } of events) {
    const completed = tree.append(leaf);
    starts.push(nodes.length * 32);
    lengths.push(completed.length * 32);
    nodes.push(...completed);
  }
  const positions = events.map(({ position }) => position);
  const leaves = Buffer.concat(events.map(({ leaf }) => leaf));
  const values = [before, arrayText(positions), arrayText(starts), leaves, Buffer.concat(nodes), arrayText(lengths)];
  await client.query({ name: 'store.seal', text: INSERT, values });
}

const arrayText = (numbers: readonly number[]) => `{${numbers.join(',')}}`;

const NODES = `SELECT CASE WHEN k.level = 0 THEN s.leaf ELSE substring(s.nodes FROM k.level * 32 - 31 FOR 32) END AS node
  FROM unnest($1::bigint[], $2::int[]) WITH ORDINALITY AS k(seq, level, place) JOIN store.sealed s USING (seq) ORDER BY k.place`;

/** Hashes of complete subtrees, each kept with the leaf that completed it. */
async function readNodes(client: Queryable, subtrees: readonly Subtree[]): Promise<Buffer[]> {
  const values = [subtrees.map(({ end }) => end), subtrees.map(({ level }) => level)];
  const { rows } = await client.query<{ node: Buffer }>(NODES, values);
  if (rows.length !== subtrees.length) throw new RangeError('not in the log yet');
  return rows.map(({ node }) => node);
}

/** Reads the tree's nodes for inclusion and consistency proofs. */
export const storedNodes =
  (client: Queryable): NodeReader =>
  async (subtree) =>
    (await readNodes(client, [subtree]))[0]!;

/** The tree as `sealed` holds it: its size and the hashes of its peaks. */
export async function restoreTree(client: Queryable): Promise<MerkleTree> {
  const { rows } = await client.query<{ size: string }>('SELECT coalesce(max(seq), 0) AS size FROM store.sealed');
  const size = Number(rows[0]!.size);
  return new MerkleTree(size, await readNodes(client, peaksOf(size)));
}

/** Positions at or below the highest sealed one that have no place and were not settled by a checkpoint. */
export async function restoreGaps(client: Queryable): Promise<Gaps> {
  const { rows } = await client.query<{ head: string; settled: string }>(
    `SELECT coalesce((SELECT max(position) FROM store.sealed), 0) AS head,
       coalesce((SELECT settled FROM store.checkpoint ORDER BY id DESC LIMIT 1), 0) AS settled`,
  );
  const { head, settled } = rows[0]!;
  const restored = new Gaps(Math.max(Number(head), Number(settled)));
  const missing = await client.query<{ position: string }>(
    `SELECT p AS position FROM generate_series($1::bigint + 1, $2::bigint) p
     WHERE NOT EXISTS (SELECT FROM store.sealed s WHERE s.position = p)`,
    [settled, head],
  );
  for (const { position } of missing.rows) restored.remember(Number(position));
  return restored;
}
