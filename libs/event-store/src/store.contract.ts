import { createHash, randomBytes } from 'node:crypto';
import { canonicalJson, MAX_EVENT_BYTES } from '@satualur/contracts/bytes';
import { CASE, POLICE, STAFF, SUBJECT } from '@satualur/contracts/cast';
import type { ServiceName } from '@satualur/contracts/catalogue';
import type { AnyEvent, Cause, Envelope } from '@satualur/contracts/event';
import { type Hlc, hlcAfter, hlcOf, msOfHlc } from '@satualur/contracts/hlc';
import { type Instant, instantOf, type StreamId, streamOf, type Uuid, uuidv7 } from '@satualur/contracts/ids';
import { type Decider, mustHold, RuleViolation } from '@satualur/decider/decider';
import { HybridClock } from './clock';
import {
  type Alongside,
  AlongsideLost,
  BodyMismatch,
  ClaimTaken,
  type Committed,
  Conflict,
  type DueTimer,
  type EventStore,
  EventTooLarge,
  type LogStore,
  type Sealer,
  type StoredEvent,
  type Unit,
} from './store';
import type { WriterOptions } from './write-path';

/** One store under test, shared by the services that a test opens on it. */
export interface StoreUnderTest {
  /** A service's store, as a process of its own would open it. */
  open(service: ServiceName, over?: Pick<Partial<WriterOptions>, 'clock' | 'sealer' | 'onDue'>): EventStore;
  log(clock?: HybridClock): LogStore;
  /** A counter that statements alongside an append move by compare-and-set, and its value. */
  bump(from: number): Alongside;
  counted(): Promise<number>;
  close(): Promise<void>;
}

const uuid = (): Uuid => uuidv7(Date.now(), randomBytes(10));
const newStream = (category = 'referralin'): StreamId => streamOf(category, uuid());
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
export const causeOf = (over: Partial<Cause> = {}): Cause => ({
  actor: STAFF,
  at: instantOf(Date.now()),
  command: { id: uuid() },
  ...over,
});

export const acknowledged: AnyEvent = { type: 'ReferralAcknowledged', data: {}, caseid: CASE, audience: [POLICE] };
export const accepted: AnyEvent = { type: 'ReferralAccepted', data: {} };
/** An agency record whose name is sealed already; `ct` sets its size. */
export const registered = (ct = 'A'.repeat(40)): AnyEvent => ({
  type: 'AgencyRecordRegistered',
  data: {
    ref: 'R-1',
    subject: SUBJECT,
    assertions: {
      role: { value: 'victim', method: 'Observed' },
      name: { value: { sealed: 'identity', ct }, method: 'Document' },
    },
  },
});

const inTheClear: AnyEvent = {
  type: 'AgencyRecordRegistered',
  data: {
    ref: 'R-1',
    subject: SUBJECT,
    assertions: { role: { value: 'victim', method: 'Observed' }, name: { value: 'Kenanga Contoh', method: 'Document' } },
  },
};

type Command = 'acknowledge' | 'accept-once' | 'again';
const counter: Decider<Command, number, AnyEvent> = {
  initialState: 0,
  evolve: (count) => count + 1,
  decide: (command, count) => {
    if (command === 'accept-once') mustHold(count === 0, 'already-accepted');
    if (command === 'again') return count > 0 ? [] : [accepted];
    return [command === 'acknowledge' ? acknowledged : accepted];
  },
};
const append = (store: EventStore, stream: StreamId, events: readonly AnyEvent[], cause = causeOf()): Promise<Committed> =>
  store.transact(cause, (unit) => unit.record(stream, events));
const decide = (store: EventStore, stream: StreamId, command: Command, cause = causeOf()): Promise<Committed> =>
  store.transact(cause, async (unit) => void (await unit.decide(stream, counter, command)));
const many = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));
const types = (events: readonly StoredEvent[]) => events.map(({ event }) => event.type);
const clockAt = (ms: () => number) => new HybridClock({ now: ms }, false);

/** What both stores promise. */
export function storeContract(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(name, () => {
    let under: StoreUnderTest;
    let store: EventStore;
    beforeAll(async () => {
      under = await make();
      store = under.open('referral');
    });
    afterAll(() => under.close());

    describe('an append', () => {
      it('stores canonical CloudEvents bytes that say who, when, why and where', async () => {
        const stream = newStream();
        const causation = { id: uuid(), hlc: hlcOf(Date.now() - 5) };
        const cause = causeOf({
          causation,
          correlationId: uuid(),
          recordedAt: '2026-02-03T10:00:00+08:00' as Instant,
          traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        });
        await append(store, stream, [acknowledged], cause);
        const [stored] = await store.read(stream);
        const { envelope, bytes, hlc } = stored!;
        expect(bytes.toString()).toBe(canonicalJson(envelope));
        expect(envelope).toEqual<Envelope>({
          specversion: '1.0',
          id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/) as Uuid,
          source: expect.stringMatching(/\/referral$/) as string,
          type: 'satualur.referral.ReferralAcknowledged.v1',
          subject: stream,
          time: cause.recordedAt!,
          datacontenttype: 'application/json',
          dataschema: 'https://satualur.example/schemas/ReferralAcknowledged/1',
          knowntime: instantOf(msOfHlc(hlc)),
          hlc,
          sequence: '1',
          caseid: CASE,
          correlationid: cause.correlationId!,
          causationid: causation.id,
          actor: STAFF,
          audience: POLICE,
          traceparent: cause.traceparent!,
          data: {},
        });
      });

      it('numbers the versions of a stream 1, 2, 3 and reads them back as deciders fold them', async () => {
        const stream = newStream();
        await append(store, stream, [acknowledged]);
        const { events, repeated, hlc } = await append(store, stream, [accepted, acknowledged]);
        const read = await store.read(stream);
        expect(read.map(({ version }) => version)).toEqual([1, 2, 3]);
        expect(read.slice(1)).toEqual(events);
        expect(read[0]!.event).toEqual({ ...acknowledged, hlc: read[0]!.hlc, time: read[0]!.envelope.time });
        expect({ repeated, hlc }).toEqual({ repeated: false, hlc: read[2]!.hlc });
      });

      it('writes several streams whole, each with versions of its own, and answers with the first', async () => {
        const [one, two] = [newStream(), newStream()];
        const { events } = await store.transact(causeOf(), async (unit) => {
          await unit.record(one, [acknowledged]);
          await unit.record(two, [accepted, acknowledged]);
          await unit.record(one, [accepted]);
        });
        expect(events).toEqual(await store.read(one));
        expect(types(events)).toEqual(['ReferralAcknowledged', 'ReferralAccepted']);
        expect((await store.read(two)).map(({ version }) => version)).toEqual([1, 2]);
      });

      it.each([1, 2, 5, 40, 48, 49])(
        'writes %d events in one append, in order, and knows the command by its first',
        async (count) => {
          const [stream, cause] = [newStream(), causeOf()];
          await append(store, stream, [accepted]);
          const events = Array.from({ length: count }, () => acknowledged);
          const written = await append(store, stream, events, cause);
          expect((await store.read(stream)).map(({ version }) => version)).toEqual(
            Array.from({ length: count + 1 }, (_, at) => at + 1),
          );
          const again = await append(store, stream, events, cause);
          expect(again).toEqual({ ...written, repeated: true });
          expect(again.events).toHaveLength(count);
        },
      );

      it('writes nothing when the work fails', async () => {
        const stream = newStream();
        const failing = store.transact(causeOf(), async (unit) => {
          await unit.record(stream, [acknowledged]);
          throw new TypeError('planted');
        });
        await expect(failing).rejects.toThrow(TypeError);
        expect(await store.read(stream)).toEqual([]);
      });

      it('folds what the same command has queued', async () => {
        const stream = newStream();
        const twice = store.transact(causeOf(), async (unit) => {
          await unit.decide(stream, counter, 'accept-once');
          await unit.decide(stream, counter, 'accept-once');
        });
        await expect(twice).rejects.toMatchObject({ rule: 'already-accepted' });
      });

      it.each<[string, StreamId, AnyEvent]>([
        ['data that does not fit its schema', newStream(), { type: 'ReferralAccepted', data: { surprise: 1 } }],
        ['an unknown type', newStream(), { type: 'NeverHeardOf', data: {} }],
        ['a stream of another category', newStream('referralout'), acknowledged],
        ['personal data in the clear', newStream('record'), inTheClear],
      ])('refuses %s', async (_, stream, event) => {
        await expect(append(store, stream, [event])).rejects.toThrow();
        expect(await store.read(stream)).toEqual([]);
      });

      it('takes an event of exactly 65,535 bytes and refuses one more', async () => {
        const intake = under.open('intake');
        const small = await append(intake, newStream('record'), [registered('A'.repeat(40))]);
        const room = MAX_EVENT_BYTES - small.events[0]!.bytes.length + 40;
        const full = await append(intake, newStream('record'), [registered('A'.repeat(room))]);
        expect(full.events[0]!.bytes).toHaveLength(MAX_EVENT_BYTES);
        await expect(append(intake, newStream('record'), [registered('A'.repeat(room + 1))])).rejects.toThrow(EventTooLarge);
      });

      it('is refused to a service that does not own the category', async () => {
        const stream = newStream('record');
        await expect(append(store, stream, [registered()])).rejects.toThrow();
        expect(await store.read(stream)).toEqual([]);
      });
    });

    describe('a sealer', () => {
      it('seals what was decided, for the stream and version it will stand at, and anew when that moves', async () => {
        const calls: string[] = [];
        const sealer: Sealer = {
          seal: async ({ type }, at, version) => {
            calls.push(`${type} ${version}`);
            if (version === 1) await append(under.open('intake'), at, [registered()]);
            return registered('B'.repeat(40 + version));
          },
        };
        const record = newStream('record');
        const { events } = await append(under.open('intake', { sealer }), record, [inTheClear]);
        expect(calls).toEqual(['AgencyRecordRegistered 1', 'AgencyRecordRegistered 2']);
        expect(events.map(({ event }) => event.data)).toEqual([registered('B'.repeat(42)).data]);
      });

      it('is not asked for events without personal data, and must leave none in the clear', async () => {
        const sealer: Sealer = { seal: async (event) => event };
        await append(under.open('referral', { sealer: { seal: () => Promise.reject(new Error('asked')) } }), newStream(), [
          acknowledged,
        ]);
        await expect(append(under.open('intake', { sealer }), newStream('record'), [inTheClear])).rejects.toThrow(TypeError);
      });
    });

    describe('readings', () => {
      it('are drawn above the cause, the caller, the stream and everything read', async () => {
        const ahead = hlcOf(Date.now() + 3_600_000);
        const [stream, other] = [newStream(), newStream()];
        const first = await append(store, stream, [acknowledged], causeOf({ seen: ahead }));
        expect(first.hlc > ahead).toBe(true);
        const second = await append(store, stream, [acknowledged]);
        expect(second.hlc > first.hlc).toBe(true);
        const effect = await append(store, newStream(), [acknowledged], causeOf({ causation: { id: uuid(), hlc: second.hlc } }));
        expect(effect.hlc > second.hlc).toBe(true);
        const reader = await store.transact(causeOf(), async (unit) => {
          await unit.peek(stream, counter);
          await unit.record(other, [acknowledged]);
        });
        expect(reader.hlc > second.hlc).toBe(true);
      });

      it('rise within one append', async () => {
        const { events } = await append(
          store,
          newStream(),
          [acknowledged, accepted, acknowledged],
          causeOf({ seen: hlcOf(Date.now() + 7_200_000) }),
        );
        const hlcs = events.map(({ hlc }) => hlc);
        expect(hlcs).toEqual([...new Set(hlcs)].sort());
      });

      it('are drawn again above a mark made meanwhile', async () => {
        const slow = under.open('referral', { clock: clockAt(() => 1_000_000) });
        const log = under.log();
        expect(await log.lead()).toBe(true);
        const { watermark } = await log.mark();
        await log.close();
        const { hlc } = await append(slow, newStream(), [acknowledged]);
        expect(hlc > watermark).toBe(true);
      });

      it('of a command that wrote nothing are the highest it showed', async () => {
        const stream = newStream();
        const { hlc } = await append(store, stream, [acknowledged]);
        const nothing = await store.transact(causeOf(), async (unit) => void (await unit.load(stream, counter)));
        expect(nothing).toEqual({ events: [], repeated: false, hlc });
      });
    });

    describe('a race', () => {
      it('for one stream is won by one writer at a time, and nobody decides on an old state', async () => {
        const stream = newStream();
        const results = await many(8, () =>
          decide(under.open('referral'), stream, 'accept-once').catch((error: unknown) => error),
        );
        expect(results.filter((result) => !(result instanceof Error))).toHaveLength(1);
        expect(results.filter((result) => result instanceof RuleViolation)).toHaveLength(7);
        expect(await store.read(stream)).toHaveLength(1);
      });

      it('of 8 writers leaves a stream without holes, in the order of its readings', async () => {
        const stream = newStream();
        const lost = await many(8, async () => {
          const own = under.open('referral');
          let conflicts = 0;
          for (let turn = 0; turn < 10; turn++) {
            await append(own, stream, [acknowledged]).catch((error: unknown) => {
              if (!(error instanceof Conflict)) throw error;
              conflicts++;
            });
          }
          return conflicts;
        });
        const read = await store.read(stream);
        expect(read).toHaveLength(80 - lost.reduce((sum, conflicts) => sum + conflicts));
        expect(read.map(({ version }) => version)).toEqual(read.map((_, index) => index + 1));
        expect(read.map(({ hlc }) => hlc)).toEqual(read.map(({ hlc }) => hlc).sort());
      });

      it('lost eight times is a Conflict', async () => {
        const stream = newStream();
        let runs = 0;
        const loser = store.transact(causeOf(), async (unit) => {
          runs++;
          await unit.record(stream, [acknowledged]);
          await append(store, stream, [acknowledged]);
        });
        await expect(loser).rejects.toThrow(Conflict);
        expect(runs).toBe(8);
        expect(await store.read(stream)).toHaveLength(8);
      });
    });

    describe('a command id', () => {
      it('seen again gives the first answer and writes nothing', async () => {
        const stream = newStream();
        const cause = causeOf({ command: { id: uuid(), bodyHash: sha256('body') } });
        const work = async (unit: Unit) => {
          await unit.record(stream, [acknowledged, accepted]);
          await unit.record(newStream(), [acknowledged]);
        };
        const first = await store.transact(cause, work);
        await append(store, stream, [acknowledged]);
        const again = await store.transact(cause, work);
        expect(again).toEqual({ events: first.events, repeated: true, hlc: first.events[1]!.hlc });
        expect(await store.read(stream)).toHaveLength(3);
      });

      it('seen again after the state moved on still gives the first answer, not a refusal', async () => {
        const stream = newStream();
        const cause = causeOf();
        const first = await decide(store, stream, 'accept-once', cause);
        expect(await decide(store, stream, 'accept-once', cause)).toEqual({ ...first, repeated: true });
      });

      it('seen again when there is nothing left to decide still gives the first answer', async () => {
        const stream = newStream();
        const cause = causeOf();
        const first = await decide(store, stream, 'again', cause);
        expect(await decide(store, stream, 'again', cause)).toEqual({ ...first, repeated: true });
      });

      it('used by 8 callers at once is written once', async () => {
        const stream = newStream();
        const cause = causeOf();
        const answers = await many(8, () => append(under.open('referral'), stream, [acknowledged], cause));
        expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
        expect(new Set(answers.map(({ events }) => events[0]!.envelope.id)).size).toBe(1);
        expect(await store.read(stream)).toHaveLength(1);
      });

      it('with another body is a misuse', async () => {
        const id = uuid();
        const stream = newStream();
        await append(store, stream, [acknowledged], causeOf({ command: { id, bodyHash: sha256('one') } }));
        const other = causeOf({ command: { id, bodyHash: sha256('two') } });
        await expect(append(store, stream, [acknowledged], other)).rejects.toThrow(BodyMismatch);
        expect(await store.read(stream)).toHaveLength(1);
      });

      it('that was refused is refused again, also when the state would allow it now', async () => {
        const stream = newStream();
        let open = false;
        const cause = causeOf();
        const guarded: Decider<null, null, AnyEvent> = {
          initialState: null,
          evolve: () => null,
          decide: () => {
            mustHold(open, 'not-yet', { state: 'closed' });
            return [acknowledged];
          },
        };
        const attempt = () => store.transact(cause, async (unit) => void (await unit.decide(stream, guarded, null)));
        await expect(attempt()).rejects.toMatchObject({ rule: 'not-yet', detail: { state: 'closed' } });
        open = true;
        await expect(attempt()).rejects.toMatchObject({ rule: 'not-yet' });
        expect(await store.read(stream)).toEqual([]);
      });
    });

    describe('a claim', () => {
      it('is held by one stream, and a clash names the holder and writes nothing', async () => {
        const [stream, late] = [newStream(), newStream()];
        const key = uuid();
        const claiming = (by: StreamId) =>
          store.transact(causeOf(), async (unit) => {
            unit.claim('ref', key, by);
            await unit.record(by, [acknowledged]);
          });
        await claiming(stream);
        await expect(claiming(late)).rejects.toMatchObject(new ClaimTaken('ref', stream));
        expect(await store.read(late)).toEqual([]);
        expect(await store.holder('ref', key)).toBe(stream);
        expect(await store.holder('other', key)).toBeUndefined();
      });

      it('wanted by 8 at once is given to one', async () => {
        const key = uuid();
        const results = await many(8, async () => {
          const stream = newStream();
          const claiming = under.open('referral').transact(causeOf(), async (unit) => {
            unit.claim('ref', key, stream);
            await unit.record(stream, [acknowledged]);
          });
          return claiming.then(() => stream).catch((error: unknown) => error);
        });
        const [winner, ...others] = results.filter((result) => !(result instanceof ClaimTaken));
        expect(others).toEqual([]);
        expect(await store.holder('ref', key)).toBe(winner);
      });

      it('is free again once released, and can change hands in one append', async () => {
        const [stream, next] = [newStream(), newStream()];
        const key = uuid();
        await store.transact(causeOf(), async (unit) => {
          unit.claim('open', key, stream);
          await unit.record(stream, [acknowledged]);
        });
        await store.transact(causeOf(), async (unit) => {
          unit.release('open', key);
          unit.claim('open', key, next);
          await unit.record(next, [acknowledged]);
        });
        expect(await store.holder('open', key)).toBe(next);
        await store.transact(causeOf(), async (unit) => {
          unit.release('open', key);
          await unit.record(next, [accepted]);
        });
        expect(await store.holder('open', key)).toBeUndefined();
      });

      it('of a repeated command is not a clash with itself', async () => {
        const stream = newStream();
        const cause = causeOf();
        const claiming = () =>
          store.transact(cause, async (unit) => {
            unit.claim('ref', stream, stream);
            await unit.record(stream, [acknowledged]);
          });
        const first = await claiming();
        expect(await claiming()).toEqual({ ...first, repeated: true });
      });
    });

    describe('a checked stream', () => {
      const sendChecking = (sender: EventStore, record: StreamId, stream: StreamId, meanwhile = async () => {}) =>
        sender.transact(causeOf(), async (unit) => {
          const version = await unit.check(record, counter);
          await meanwhile();
          await unit.record(
            stream,
            Array.from({ length: Math.max(version, 1) }, () => acknowledged),
          );
        });

      it('that moved makes the work run again on its new state', async () => {
        const intake = under.open('intake');
        const [record, stream] = [newStream('record'), newStream()];
        await append(intake, record, [registered()]);
        let moves = 1;
        const { events } = await sendChecking(store, record, stream, async () => {
          if (moves-- > 0) await append(intake, record, [registered()]);
        });
        expect(events).toHaveLength(2);
      });

      it('is written above the reading of whoever checked it', async () => {
        const intake = under.open('intake');
        const record = newStream('record');
        await append(intake, record, [registered()]);
        const sender = under.open('referral', { clock: clockAt(() => Date.now() + 30_000) });
        const sent = await sendChecking(sender, record, newStream());
        const withdrawn = await append(intake, record, [registered()]);
        expect(withdrawn.hlc > sent.hlc).toBe(true);
      });

      it('never changes between a check and the sending that relied on it, in the order of readings', async () => {
        const record = newStream('record');
        await append(under.open('intake'), record, [registered()]);
        const skewed = (index: number) => clockAt(() => Date.now() + index * 5_000);
        const sendings = many(4, async (index) => {
          const sender = under.open('referral', { clock: skewed(index) });
          return many(5, async () => {
            let checked = 0;
            const sent = await sender.transact(causeOf(), async (unit) => {
              checked = await unit.check(record, counter);
              await unit.record(newStream(), [acknowledged]);
            });
            return { checked, hlc: sent.hlc };
          });
        });
        const writes = many(2, async (index) => {
          const writer = under.open('intake', { clock: skewed(index) });
          for (let turn = 0; turn < 5; turn++) await append(writer, record, [registered()]);
        });
        const [sent] = await Promise.all([sendings, writes]);
        const versions = await store.read(record);
        for (const { checked, hlc } of sent.flat()) {
          expect(versions[checked - 1]!.hlc < hlc).toBe(true);
          expect(hlc < (versions[checked]?.hlc ?? hlcAfter(hlc))).toBe(true);
        }
        expect(versions).toHaveLength(11);
      });

      it('must be of a category that is written under a lock', async () => {
        const checking = store.transact(causeOf(), async (unit) => void (await unit.check(newStream(), counter)));
        await expect(checking).rejects.toThrow(TypeError);
      });
    });

    describe('the due list', () => {
      it('gives this service its timers by time, one a stream, until they are cleared', async () => {
        const own = await make();
        const referral = own.open('referral');
        const [one, two, foreign] = [newStream(), newStream(), newStream('record')];
        const due = (opened: EventStore, stream: StreamId, event: AnyEvent, at: string | null) =>
          opened.transact(causeOf(), async (unit) => {
            await unit.record(stream, [event]);
            unit.due(stream, at as Instant | null);
          });
        await due(referral, one, acknowledged, '2026-02-06T10:00:00+08:00');
        await due(referral, one, acknowledged, '2026-02-05T10:00:00+08:00');
        await due(referral, two, acknowledged, '2026-02-04T02:00:00.500Z');
        await due(own.open('intake'), foreign, registered(), '2026-02-01T00:00:00Z');
        const byFifth = '2026-02-05T02:00:00Z' as Instant;
        expect(await referral.nextDue()).toEqual({ stream: two, at: '2026-02-04T02:00:00.500Z' });
        expect(await referral.dueTimers(byFifth, 10)).toEqual([
          { stream: two, at: '2026-02-04T02:00:00.500Z' },
          { stream: one, at: '2026-02-05T02:00:00.000Z' },
        ]);
        expect(await referral.dueTimers(byFifth, 1)).toHaveLength(1);
        expect(await referral.dueTimers('2026-02-04T00:00:00Z' as Instant, 10)).toEqual([]);
        await due(referral, two, acknowledged, null);
        await due(referral, one, acknowledged, null);
        expect(await referral.nextDue()).toBeUndefined();
        await own.close();
      });

      it('tells this process of every timer it sets, with events or without, once it stands', async () => {
        const told: [Instant, Promise<DueTimer | undefined>][] = [];
        const own = await make();
        const referral = own.open('referral', { onDue: (at) => told.push([at, referral.nextDue()]) });
        const [stream, fourth, third] = [
          newStream(),
          '2026-02-04T00:00:00.000Z' as Instant,
          '2026-02-03T00:00:00.000Z' as Instant,
        ];
        await referral.transact(causeOf(), async (unit) => {
          await unit.record(stream, [acknowledged]);
          unit.due(stream, fourth);
        });
        await told[0]![1];
        await referral.transact(causeOf(), async (unit) => unit.due(stream, third));
        await told[1]![1];
        await referral.transact(causeOf(), async (unit) => unit.due(stream, null));
        expect(told.map(([at]) => at)).toEqual([fourth, third]);
        expect(await Promise.all(told.map(([, next]) => next))).toEqual([
          { stream, at: fourth },
          { stream, at: third },
        ]);
        await own.close();
      });
    });

    describe('a statement alongside', () => {
      it('is written with the events, or neither is', async () => {
        const stream = newStream();
        const noting = (from: number) =>
          store.transact(causeOf(), async (unit) => {
            unit.alongside(under.bump(from));
            await unit.record(stream, [acknowledged]);
          });
        const start = await under.counted();
        await noting(start);
        await expect(noting(start)).rejects.toThrow(AlongsideLost);
        expect(await under.counted()).toBe(start + 1);
        expect(await store.read(stream)).toHaveLength(1);
      });

      it('also runs with a refusal, with a repeat, and when nothing is written', async () => {
        const stream = newStream();
        const cause = causeOf();
        const start = await under.counted();
        const noting = (from: number, command: Command, by = cause) =>
          store.transact(by, async (unit) => {
            unit.alongside(under.bump(from));
            await unit.decide(stream, counter, command);
          });
        await noting(start, 'accept-once');
        await noting(start + 1, 'accept-once');
        await expect(noting(start + 2, 'accept-once', causeOf())).rejects.toMatchObject({ rule: 'already-accepted' });
        await noting(start + 3, 'again', causeOf());
        expect(await under.counted()).toBe(start + 4);
        expect(await store.read(stream)).toHaveLength(1);
      });
    });

    describe('the log', () => {
      it('gives every event its place once, in order, with its leaf and bytes', async () => {
        const own = await make();
        const [referral, intake, log] = [own.open('referral'), own.open('intake'), own.log()];
        expect(await log.lead()).toBe(true);
        const written: Hlc[] = [];
        for (let turn = 0; turn < 5; turn++) {
          written.push((await append(referral, newStream(), [acknowledged])).hlc);
          written.push((await append(intake, newStream('record'), [registered()])).hlc);
          await log.seal();
        }
        const sealed = await log.readSealed(1, 1_000_000);
        expect(sealed.map(({ seq }) => seq)).toEqual(written.map((_, index) => index + 1));
        expect(sealed.map(({ hlc }) => hlc)).toEqual(written);
        expect(sealed.map(({ leaf }) => leaf.toString('hex'))).toEqual(sealed.map(({ bytes }) => sha256Leaf(bytes)));
        expect((await log.head()).seq).toBe(10);
        expect(await log.seal()).toBe(0);
        expect(await log.readSealed(11, 1_000)).toEqual([]);
        expect((await log.readSealed(4, 1)).map(({ seq }) => seq)).toEqual([4]);
        const two = sealed[3]!.bytes.length + sealed[4]!.bytes.length;
        expect((await log.readSealed(4, two)).map(({ seq }) => seq)).toEqual([4, 5]);
        await log.close();
        await own.close();
      });

      it('has one leader, and the next one goes on where it stopped', async () => {
        const own = await make();
        const [first, second] = [own.log(), own.log()];
        expect([await first.lead(), await first.lead(), await second.lead()]).toEqual([true, true, false]);
        await append(own.open('referral'), newStream(), [acknowledged, accepted, acknowledged]);
        await expect(second.seal()).rejects.toMatchObject({ name: 'NotLeading' });
        await expect(second.mark()).rejects.toMatchObject({ name: 'NotLeading' });
        expect(await first.seal()).toBe(3);
        const head = await first.head();
        await first.close();
        expect(await second.lead()).toBe(true);
        expect(await second.head()).toEqual(head);
        expect(await second.seal()).toBe(0);
        await second.close();
        await own.close();
      });

      it('wakes its sequencer after a commit, and keeps the relay and checkpoint marks', async () => {
        const own = await make();
        const log = own.log();
        await log.lead();
        expect(await log.latestCheckpoint()).toBeUndefined();
        expect(await log.relayMark()).toEqual({ seq: 0, addressed: {} });
        const woken = new Promise<void>((resolve) => log.onWake(resolve));
        await append(own.open('referral'), newStream(), [acknowledged]);
        await woken;
        const checkpoint = await log.mark();
        expect(checkpoint).toMatchObject({ size: 1, root: (await log.head()).root });
        expect(await log.latestCheckpoint()).toEqual(checkpoint);
        await log.saveRelayMark({ seq: 1, addressed: { 'pol-6310': 1 } });
        await log.saveRelayMark({ seq: 2, addressed: { 'pol-6310': 1 } });
        expect(await log.relayMark()).toEqual({ seq: 2, addressed: { 'pol-6310': 1 } });
        await log.close();
        await own.close();
      });
    });
  });
}

const sha256Leaf = (bytes: Buffer) => createHash('sha256').update('\0').update(bytes).digest('hex');
