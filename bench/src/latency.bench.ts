import type { Cause } from '@satualur/contracts/event';
import { type CaseId, type StreamId, streamOf } from '@satualur/contracts/ids';
import { HybridClock, wallClock } from '@satualur/event-store/clock';
import { PostgresEventStore } from '@satualur/event-store/postgres-store';
import type { Client } from 'pg';
import type { Bench } from './bench';
import type { Cell } from './cell';
import { percentile } from './figures';
import { Poll, paced } from './paced';
import type { Rig } from './rig';
import { type Row, rowOf } from './row';
import { newCause, sampleEvent } from './sample';
import { type Place, placesOf } from './places';
import { HIGHEST_SEALED, numberOf, Seen, superuser } from './seen';
import { ids } from './streams';

const AGENCY = 'rs-6310';
const RATE = 500;
/** The polls share the two cores with what they watch; a longer pause only adds to what is measured. */
const POLL_MS = 2;
/** Turns played before the first that counts: a fresh broker compiles its own code for as long, and that is no agency's day. */
const WARMING_TURNS = 3;

/** Appends at a fixed rate as the referral service does; by stream, when each append was asked for. */
async function appended(store: PostgresEventStore, ms: number): Promise<ReadonlyMap<StreamId, number>> {
  const asked = new Map<StreamId, number>();
  const [caseid, cause] = [ids.next() as unknown as CaseId, (): Cause => newCause()];
  await paced(RATE, ms, async () => {
    const stream = streamOf('referralin', ids.next());
    asked.set(stream, performance.now());
    await store.transact(cause(), (unit) => unit.record(stream, [{ ...sampleEvent(), caseid }]));
  });
  return asked;
}

interface Latencies {
  readonly sealed: readonly number[];
  readonly visible: readonly number[];
}

async function measured(rig: Rig, cell: Cell): Promise<{ readonly rounds: readonly Latencies[]; readonly faults: number }> {
  const [log, reader, timeline] = [`agency_${AGENCY}`, `agency_${AGENCY}`, 'timeline'].map((name) => superuser(rig, name)) as [
    Client,
    Client,
    Client,
  ];
  await Promise.all([log, reader, timeline].map((client) => client.connect()));
  const sealed = new Seen(numberOf(log, HIGHEST_SEALED));
  const visible = new Seen(numberOf(timeline, `SELECT seq FROM "case-timeline_v1".mark WHERE log = '${AGENCY}'`));
  const polls = [sealed, visible].map((seen) => new Poll(() => seen.ask(), POLL_MS));
  const pool = { ...cell.connection(AGENCY, 'referral'), max: 8 };
  const store = new PostgresEventStore({ pool, source: `/agencies/${AGENCY}/referral`, clock: new HybridClock(wallClock) });
  try {
    await appended(store, WARMING_TURNS * rig.scale.turnMs);
    const rounds: Latencies[] = [];
    let faults = 0;
    for (let round = 0; round < rig.scale.rounds; round++) {
      const asked = await appended(store, rig.scale.turnMs);
      const places = await placesOf(reader, [...asked.keys()]);
      const last = Math.max(...places.map(({ seq }) => seq));
      await Promise.all([sealed.until(last), visible.until(last)]);
      faults += places.length - asked.size + (await missing(timeline, places));
      const since = (seen: Seen): number[] => places.map(({ seq, stream }) => seen.at(seq) - asked.get(stream)!);
      rounds.push({ sealed: since(sealed), visible: since(visible) });
    }
    return { rounds, faults };
  } finally {
    await Promise.all(polls.map((poll) => poll.stop()));
    await Promise.all([store.close(), log.end(), reader.end(), timeline.end()]);
  }
}

/** How many of them the timeline says it has not, or has twice. */
async function missing(timeline: Client, places: readonly Place[]): Promise<number> {
  const text = `SELECT seq::int AS seq FROM "case-timeline_v1".entry WHERE log = '${AGENCY}' AND seq = ANY ($1)`;
  const { rows } = await timeline.query<{ seq: number }>(text, [places.map(({ seq }) => seq)]);
  const distinct = new Set(rows.map(({ seq }) => seq)).size;
  return places.length - distinct + (rows.length - distinct);
}

export const latency: Bench = {
  name: 'latency',
  async run(rig) {
    const cell = await rig.cell();
    await cell.register(AGENCY);
    const { rounds, faults } = await measured(rig, cell);
    const beside = `from the call of the append, ${rounds.flatMap(({ sealed }) => sealed).length} events`;
    const line = (name: string, which: keyof Latencies, share: number, most: number): Row =>
      rowOf(
        rounds.map((round) => percentile(round[which], share)),
        { name: `${name} at ${RATE}/s: p${share * 100}`, unit: 'ms', bar: ['≤', most], beside },
      );
    const [seal, see] = ['append → sealed', 'append → visible in the timeline through Kafka'];
    return [
      line(seal, 'sealed', 0.5, 5),
      line(seal, 'sealed', 0.99, 40),
      line(see, 'visible', 0.5, 25),
      line(see, 'visible', 0.99, 100),
      rowOf([faults], { name: `${see}: lost, twice`, unit: 'events', bar: ['=', 0] }),
    ];
  },
};
