import { setTimeout as wait } from 'node:timers/promises';
import type { AnyEvent, Cause } from '@satualur/contracts/event';
import { hlcOf, hlcToBigint } from '@satualur/contracts/hlc';
import { type Actor, instantOf } from '@satualur/contracts/ids';
import { type HybridClock } from '@satualur/event-store/clock';
import { storeSession } from '@satualur/event-store/pool';
import { PostgresEventStore } from '@satualur/event-store/postgres-store';
import { Conflict, type Committed } from '@satualur/event-store/store';
import { Client, DatabaseError } from 'pg';
import { type Act, isAbandoned } from './act';
import { madeUpEvent } from './made-up-events';
import { Random } from './random';
import { type RunFile, storeConnection } from './run-file';

/** What became of a try: known for good, or not. */
export type Outcome =
  { readonly t: 'ok'; readonly committed: Committed } | { readonly t: 'fail' | 'unknown'; readonly why: string };

const DIVISION_BY_ZERO = '22012';
const counted = { initialState: 0, evolve: (count: number) => count + 1 };

/** Plays acts on the stores of a run, as one process of a service does. */
export class Stores {
  private readonly opened = new Map<string, PostgresEventStore>();

  constructor(
    private readonly run: RunFile,
    private readonly clock: HybridClock,
  ) {}

  async perform(act: Act): Promise<Outcome> {
    try {
      if (isAbandoned(act.ending)) return await this.abandon(act);
      return { t: 'ok', committed: await this.transact(act) };
    } catch (error) {
      return outcomeOf(act, error);
    }
  }

  private transact(act: Act): Promise<Committed> {
    return this.storeOf(act).transact(causeOf(act), async (unit) => {
      if (act.checks) await unit.check(act.checks, counted);
      await unit.record(act.stream, eventsOf(act));
      if (act.openMs > 0) unit.alongside({ text: 'SELECT pg_sleep($1)', values: [act.openMs / 1000] });
      if (act.ending === 'failing-statement') unit.alongside({ text: 'SELECT 1 / 0', values: [] });
    });
  }

  /** A position is drawn and never filled: rolled back, or the connection is gone in the middle. */
  private async abandon(act: Act): Promise<Outcome> {
    const client = new Client({ ...storeSession, ...this.connection(act) });
    client.on('error', () => undefined);
    await client.connect();
    try {
      await client.query('BEGIN');
      await client.query(
        'INSERT INTO store.event (stream, version, ordinal, hlc, command, bytes) VALUES ($1, 1, 0, $2, $3, $4)',
        [act.stream, hlcToBigint(hlcOf(Date.now() + AHEAD_MS)), act.id, Buffer.from(JSON.stringify({ abandoned: act.id }))],
      );
      await wait(act.openMs);
      if (act.ending === 'rolled-back') await client.query('ROLLBACK');
    } catch (error) {
      return { t: 'fail', why: wordOf(error) };
    } finally {
      if (act.ending === 'cut-off')
        (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
      else await client.end().catch(() => undefined);
    }
    return { t: 'fail', why: act.ending };
  }

  private connection(act: Act) {
    const agency = this.run.agencies.find(({ key }) => key === act.agency)!;
    return storeConnection(this.run, agency, act.service);
  }

  private storeOf(act: Act): PostgresEventStore {
    const source = `/agencies/${act.agency}/${act.service}`;
    const known = this.opened.get(source);
    if (known) return known;
    const pool = { ...this.connection(act), max: 4, idleTimeoutMillis: 1_000 };
    const store = new PostgresEventStore({ pool, source, clock: this.clock });
    this.opened.set(source, store);
    return store;
  }
}

function eventsOf(act: Act): AnyEvent[] {
  const random = new Random(act.id);
  const category = act.stream.slice(0, act.stream.indexOf('-'));
  return Array.from({ length: act.events }, () => ({
    ...madeUpEvent(category, random),
    caseid: act.caseid,
    ...(act.audience && { audience: [act.audience] }),
  }));
}

const causeOf = (act: Act): Cause => ({
  actor: `soak:${act.session}/writer` as Actor,
  at: instantOf(Date.now()),
  command: { id: act.id },
  ...(act.cause && { causation: act.cause }),
});

const wordOf = (error: unknown): string => {
  const { name, code } = error as { readonly name?: string; readonly code?: string };
  return code ?? name ?? 'unknown';
};

/** An abandoned event is above every watermark that is raised meanwhile, so that nothing but its ending ends it. */
const AHEAD_MS = 60_000;

/** Only a refusal that PostgreSQL or the store itself told is known; whatever cut the line may have come after the commit. */
function outcomeOf(act: Act, error: unknown): Outcome {
  if (error instanceof Conflict) return { t: 'fail', why: 'conflict' };
  const failing = error instanceof DatabaseError && error.code === DIVISION_BY_ZERO && act.ending === 'failing-statement';
  return { t: failing ? 'fail' : 'unknown', why: wordOf(error) };
}
