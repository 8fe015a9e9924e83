import { type StreamId, streamOf, type Uuid } from '@satualur/contracts/ids';
import { HLC_ZERO } from '@satualur/contracts/hlc';
import { DatabaseError } from 'pg';
import { FEW } from './append-statements';
import type { Batch, Outcome } from './appender';
import { JoinedAppends } from './joined-appends';

const COMMITTED: Outcome = { kind: 'committed' };
const rowOf = (stream: StreamId, ordinal = 0) => ({
  stream,
  version: ordinal + 1,
  ordinal,
  hlc: HLC_ZERO,
  bytes: Buffer.from('{}'),
});

let made = 0;
const newStream = (category = 'referralin') => streamOf(category, String(made++));
function batchOf(rows: number, over: Partial<Batch> = {}): Batch {
  const stream = newStream();
  return {
    command: { id: `command-${made++}` as Uuid },
    rows: Array.from({ length: rows }, (_, ordinal) => rowOf(stream, ordinal)),
    checks: [],
    claims: [],
    dues: [],
    alongside: [],
    ...over,
  };
}
const refusal = (code: string) => Object.assign(new DatabaseError('planted', 0, 'error'), { severity: 'ERROR', code });
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** A lane whose transactions end when the test says so. */
function lane(end: () => Promise<void> = () => Promise.resolve()) {
  const sent: (readonly Batch[])[] = [];
  const alone: Batch[] = [];
  const joined = new JoinedAppends({
    together: (batches) => {
      sent.push(batches);
      return end();
    },
    alone: (batch) => {
      alone.push(batch);
      return Promise.resolve(COMMITTED);
    },
    refused: (error) => {
      if (error instanceof DatabaseError) return { kind: 'repeat' };
      throw error;
    },
  });
  return { joined, sent, alone };
}

describe('appends of one turn of the event loop', () => {
  it('go together', async () => {
    const { joined, sent } = lane();
    const batches = [batchOf(1), batchOf(2), batchOf(1)];
    expect(await Promise.all(batches.map((batch) => joined.append(batch)))).toEqual([COMMITTED, COMMITTED, COMMITTED]);
    expect(sent).toEqual([batches]);
  });

  it('go in transactions of a bounded number of rows, oldest first', async () => {
    const { joined, sent } = lane();
    const batches = [batchOf(FEW + 1), batchOf(FEW - 1), batchOf(2), batchOf(1)];
    await Promise.all(batches.map((batch) => joined.append(batch)));
    expect(sent).toEqual([[batches[0]], [batches[1], batches[3]], [batches[2]]]);
  });

  const [stream, record] = [newStream(), newStream('record')];
  const command = { id: 'twice' as Uuid };
  const claims = [{ kind: 'ref', key: 'R-1', stream }];
  const dues = [{ stream, at: null }];
  const checks = [{ stream: record, version: 1 }];
  it.each<[string, Partial<Batch>, Partial<Batch>]>([
    ['of one stream', { rows: [rowOf(stream)] }, { rows: [rowOf(stream)] }],
    ['of one command', { command }, { command }],
    ['for one claim', { claims }, { claims }],
    ['of one timer', { dues }, { dues }],
    ['that write what another checks', { checks }, { rows: [rowOf(record)] }],
    ['that check what another writes', { rows: [rowOf(record)] }, { checks }],
  ])('%s go apart', async (_, one, other) => {
    const { joined, sent } = lane();
    const batches = [batchOf(1, one), batchOf(1), batchOf(1, other)];
    await Promise.all(batches.map((batch) => joined.append(batch)));
    expect(sent).toEqual([[batches[0], batches[1]], [batches[2]]]);
  });

  it('that check the same stream go together', async () => {
    const { joined, sent } = lane();
    await Promise.all([joined.append(batchOf(1, { checks })), joined.append(batchOf(1, { checks }))]);
    expect(sent).toHaveLength(1);
  });
});

describe('appends that come while others are on their way', () => {
  it('go at once while few are, then together when one has ended', async () => {
    const ends: (() => void)[] = [];
    const { joined, sent } = lane(() => new Promise((resolve) => ends.push(resolve)));
    for (let count = 0; count < 6; count++) {
      void joined.append(batchOf(1));
      await nextTurn();
    }
    expect(sent.map(({ length }) => length)).toEqual([1, 1, 1]);
    ends[0]!();
    await nextTurn();
    await nextTurn();
    expect(sent.map(({ length }) => length)).toEqual([1, 1, 1, 3]);
  });
});

describe('a joined transaction', () => {
  it('that is refused leaves each append to itself', async () => {
    const { joined, alone } = lane(() => Promise.reject(refusal('23505')));
    const batches = [batchOf(1), batchOf(1)];
    expect(await Promise.all(batches.map((batch) => joined.append(batch)))).toEqual([COMMITTED, COMMITTED]);
    expect(alone).toEqual(batches);
  });

  it('of one append that is refused is not tried again, unless it only waited too long', async () => {
    const refused = lane(() => Promise.reject(refusal('23505')));
    expect(await refused.joined.append(batchOf(1))).toEqual({ kind: 'repeat' });
    expect(refused.alone).toEqual([]);
    const late = lane(() => Promise.reject(refusal('55P03')));
    expect(await late.joined.append(batchOf(1))).toEqual(COMMITTED);
    expect(late.alone).toHaveLength(1);
  });

  it('whose connection is lost is told to each, and none is tried again', async () => {
    const { joined, alone } = lane(() => Promise.reject(new Error('planted')));
    const told = await Promise.allSettled([joined.append(batchOf(1)), joined.append(batchOf(1))]);
    expect(told.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(alone).toEqual([]);
  });
});
