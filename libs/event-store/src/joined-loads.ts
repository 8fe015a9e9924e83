import type { StreamId } from '@satualur/contracts/ids';
import type { Pool } from 'pg';
import { Joined } from './joined';
import { pooled } from './pool';

const ONE = 'SELECT bytes FROM store.event WHERE stream = $1 ORDER BY version';
const SEVERAL = `SELECT n.place::int, e.bytes FROM unnest($1::text[]) WITH ORDINALITY AS n(stream, place),
  LATERAL (SELECT version, bytes FROM store.event WHERE stream = n.stream ORDER BY version) e ORDER BY n.place, e.version`;
const MOST = 32;

interface Waiting {
  readonly stream: StreamId;
  readonly tell: (bytes: Buffer[] | Promise<Buffer[]>) => void;
}

/** Loads of streams that share a round trip. */
export class JoinedLoads {
  private readonly joined = new Joined<Waiting>(atMost, (group) => this.send(group));

  constructor(private readonly pool: Pool) {}

  /** The events' bytes, oldest first. */
  load(stream: StreamId): Promise<Buffer[]> {
    return new Promise((tell) => this.joined.add({ stream, tell }));
  }

  private async send(group: readonly Waiting[]): Promise<void> {
    const alone = group.length === 1;
    if (!alone && (await this.together(group).catch(() => false))) return;
    await Promise.allSettled(
      group.map(({ stream, tell }) => {
        const bytes = this.alone(stream);
        tell(bytes);
        return bytes;
      }),
    );
  }

  private async alone(stream: StreamId): Promise<Buffer[]> {
    const { rows } = await pooled<{ bytes: Buffer }>(this.pool, { name: 'store.events', text: ONE, values: [stream] });
    return rows.map(({ bytes }) => bytes);
  }

  private async together(group: readonly Waiting[]): Promise<boolean> {
    const query = { name: 'store.events-joined', text: SEVERAL, values: [group.map(({ stream }) => stream)] };
    const { rows } = await pooled<{ place: number; bytes: Buffer }>(this.pool, query);
    const loaded = group.map((): Buffer[] => []);
    for (const { place, bytes } of rows) loaded[place - 1]!.push(bytes);
    group.forEach(({ tell }, index) => tell(loaded[index]!));
    return true;
  }
}

const atMost = () => {
  let count = 0;
  return () => ++count <= MOST;
};
