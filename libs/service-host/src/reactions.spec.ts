import type { AnyEvent, Envelope } from '@satualur/contracts/event';
import type { StreamId } from '@satualur/contracts/ids';
import type { Alongside, EventStore, StoredEvent, Unit } from '@satualur/event-store/store';
import type { VerifiedRecord } from '@satualur/messaging/consumer';
import { PostgresMarks } from '@satualur/messaging/marks';
import { type Reaction, ReactionRunner, type RowReaction } from './reactions';

const row: RowReaction = {
  name: 'rows',
  from: 'own-log',
  on: ['ReferralSent', 'ReferralAcknowledged'],
  rowsOf: (events) => [{ text: 'row', values: [events[0]!.stream] }],
};
const act: Reaction<object> = { name: 'act', from: 'own-log', on: ['ReferralSent'], react: async () => undefined };

const recordOf = (type: string, stream: string, seq: number): VerifiedRecord => ({
  ...{
    topic: 'log.polres',
    log: 'polres',
    seq,
    leaf: Buffer.alloc(32),
    after: seq - 1,
    offset: String(seq),
    next: String(seq + 1),
  },
  ...{ bytes: Buffer.alloc(0) },
  envelope: { type: `id.satualur.${type}.v1`, subject: stream as StreamId, data: {}, correlationid: 'c' } as unknown as Envelope,
});

/** A runner whose transactions are written down: of each, the rows made and the marks moved as `from>to`. */
function given() {
  const transactions: string[][] = [];
  const spelled = ({ text, values }: Pick<Alongside, 'text' | 'values'>): string =>
    text === 'row' ? String(values[0]) : `${String(values[6])}>${String(values[3])}`;
  const transact = async (_: unknown, work: (unit: Unit) => Promise<void>) => {
    const queued: string[] = [];
    await work({
      events: async (stream: StreamId) => [{ stream, event: {} as AnyEvent } as StoredEvent],
      alongside: (statement: Alongside) => queued.push(spelled(statement)),
    } as unknown as Unit);
    transactions.push(queued);
  };
  const query = async (text: string, values: unknown[] = []) => ({ rows: [transactions.push([spelled({ text, values })])] });
  const marks = new PostgresMarks({ query }, 'service', 'own-log');
  const store = { transact } as unknown as EventStore;
  return { transactions, runner: new ReactionRunner<object>([row, act], marks, store, {}, { now: () => 0 }) };
}

describe('ReactionRunner', () => {
  it('makes the rows of a run, each once, and moves its mark in one transaction', async () => {
    const { runner, transactions } = given();
    const names = ['ReferralAcknowledged', 'Unheard', 'ReferralAcknowledged', 'ReferralAcknowledged'];
    await runner.apply(names.map((name, index) => recordOf(name, index === 3 ? 'other' : 'one', index + 1)));
    expect(transactions).toEqual([['0>4', 'one', 'other']]);
    expect(runner.applied).toEqual({ polres: 4 });
  });

  it('moves one mark past a run that nothing is made of', async () => {
    const { runner, transactions } = given();
    await runner.apply([3, 4, 5].map((seq) => recordOf('Unheard', 'one', seq)));
    expect(transactions).toEqual([['2>5']]);
  });

  it('makes the rows of everything before an event, and its own, before it acts on it', async () => {
    const { runner, transactions } = given();
    const names = ['ReferralAcknowledged', 'ReferralSent', 'Unheard'];
    await runner.apply(names.map((name, index) => recordOf(name, `s${index}`, index + 1)));
    expect(transactions).toEqual([['0>1', 's0', 's1'], ['1>2'], ['2>3']]);
  });

  it('makes the row of an event that was parked without touching the mark', async () => {
    const { runner, transactions } = given();
    await runner.redrive(recordOf('ReferralAcknowledged', 'one', 1));
    expect(transactions).toEqual([['one']]);
  });
});
