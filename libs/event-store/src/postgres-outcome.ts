import { hlcFromBigint } from '@satualur/contracts/hlc';
import type { StreamId } from '@satualur/contracts/ids';
import { DatabaseError, type Pool } from 'pg';
import type { Batch, Outcome } from './appender';

const streamsOf = ({ rows, checks }: Batch): StreamId => (rows[0] ?? checks[0])!.stream;

async function markFloor(pool: Pool): Promise<Outcome> {
  const { rows } = await pool.query<{ hlc: string }>('SELECT hlc FROM store.mark');
  return { kind: 'too-low', floor: hlcFromBigint(rows[0]!.hlc) };
}

async function claimTaken(pool: Pool, batch: Batch, index: number): Promise<Outcome> {
  const claim = batch.claims[index]!;
  const { rows } = await pool.query<{ stream: StreamId }>('SELECT stream FROM store.claim WHERE kind = $1 AND key = $2', [
    claim.kind,
    claim.key,
  ]);
  return { kind: 'claim-taken', claim: claim.kind, holder: rows[0]?.stream };
}

/** What PostgreSQL's refusal of an append means; anything else is thrown on. Deadlock and serialisation failures are conflicts. */
export function outcomeOf(error: unknown, batch: Batch, pool: Pool): Outcome | Promise<Outcome> {
  if (!(error instanceof DatabaseError)) throw error;
  const { code, constraint, detail = '', message } = error;
  if (code === '23505' && constraint === 'event_command') return { kind: 'repeat' };
  if (code === '23505' && constraint === 'event_stream_version') return { kind: 'conflict', stream: streamsOf(batch) };
  if (code === '40P01' || code === '40001') return { kind: 'conflict', stream: streamsOf(batch) };
  if (code === '42501' && message.includes('"above_mark"')) return markFloor(pool);
  if (code === 'SA001') return { kind: 'conflict', stream: detail as StreamId };
  if (code === 'SA002') return { kind: 'too-low', floor: hlcFromBigint(detail) };
  if (code === 'SA003') return claimTaken(pool, batch, Number(detail));
  throw error;
}
