import { encodeEvent, leafHash } from '@satualur/contracts/bytes';
import type { Envelope } from '@satualur/contracts/event';
import { hlcAfter, hlcOf } from '@satualur/contracts/hlc';
import { instantOf, streamOf } from '@satualur/contracts/ids';
import { signCheckpoint } from '@satualur/event-store/checkpoint';
import { EMPTY_ROOT } from '@satualur/event-store/merkle';
import type { LogKey } from '../keys';
import type { Entry, LogUnderAudit } from '../log-under-audit';
import { changed, eventAt, LOG, newSigner, notesOf, uuid } from '../stories/specimen.story';
import { auditLog } from './audit-log';
import { Causes } from './causes';
import { type Code, Findings, MEANING } from './findings';
import { statedBy, type StatedCheckpoint } from './stated-checkpoint';

const signer = newSigner();
const events = Array.from({ length: 120 }, (_, index) => encodeEvent(eventAt(index + 1)));
const LAST = events.length;
const SIZES = [40, 80, LAST];

interface Told {
  readonly entries: readonly Entry[];
  readonly notes: readonly string[];
  readonly key: LogKey | undefined;
  readonly known?: readonly StatedCheckpoint[];
}

const entriesOf = (bytes: readonly Buffer[]): Entry[] =>
  bytes.map((each, at) => ({ seq: at + 1, bytes: each, leaf: leafHash(each) }));
const genuine: Told = {
  entries: entriesOf(events),
  notes: notesOf(events, SIZES, signer),
  key: { publicKey: signer.publicKey, from: 'given' },
};

async function findingsIn({ entries, notes, key, known = [] }: Told): Promise<Findings> {
  const findings = new Findings();
  const source: LogUnderAudit = {
    name: LOG,
    size: entries.length,
    async *checkpoints() {
      yield* notes;
    },
    async *entries() {
      for (let from = 0; from < entries.length; from += 7) yield entries.slice(from, from + 7);
    },
    close: async () => undefined,
  };
  await auditLog(source, { number: 0, key, findings, causes: new Causes(), known });
  return findings;
}

const codesOf = async (told: Told): Promise<Code[]> => [...(await findingsIn(told)).counts.keys()];

const entry = (seq: number, over: Partial<Entry>): Told => ({
  ...genuine,
  entries: genuine.entries.with(seq - 1, { ...genuine.entries[seq - 1]!, ...over }),
});
const bytes = (seq: number, by: Buffer): Told => told(events.with(seq - 1, by));
const event = (seq: number, over: Partial<Envelope>): Told => bytes(seq, changed(events[seq - 1]!, over));
/** Another history under checkpoints of its own: only what stands in the events can be wrong. */
const told = (history: readonly Buffer[], sizes: readonly number[] = SIZES): Told => ({
  ...genuine,
  entries: entriesOf(history),
  notes: notesOf(history, sizes, signer),
});
const hlcAt = (seq: number) => eventAt(seq).hlc;
const timed = (ms: number): Partial<Envelope> => ({ hlc: hlcOf(ms), knowntime: instantOf(ms) });
const columns = { stream: eventAt(9).subject, version: 1, hlc: hlcAt(9) };
const known = (note: string): readonly StatedCheckpoint[] => [statedBy(note, LOG, signer.publicKey) as StatedCheckpoint];
const other = told(events.with(4, changed(events[4]!, { actor: 'staf-2/caseworker' as Envelope['actor'] })));
const promising = signCheckpoint({ origin: `satualur/${LOG}`, size: 0, root: EMPTY_ROOT, watermark: hlcAt(1) }, signer);
const deep = Buffer.from(`${'['.repeat(40)}${']'.repeat(40)}`);

/** One planted fault for each finding: a finding without one does not compile. */
const faults: Record<Code, Told> = {
  ENTRY_MISSING: entry(9, { bytes: undefined }),
  LEAF_MISSING: entry(9, { leaf: undefined }),
  FILE_DAMAGED: entry(9, { flaw: 'FILE_DAMAGED' }),
  RECORD_DAMAGED: entry(9, { flaw: 'RECORD_DAMAGED' }),
  GAP: { ...genuine, entries: genuine.entries.toSpliced(8, 1) },
  OUT_OF_PLACE: { ...genuine, entries: genuine.entries.toSpliced(20, 0, { seq: 9, stray: 'OUT_OF_PLACE' }) },
  LEAF_CONFLICT: { ...genuine, entries: genuine.entries.toSpliced(20, 0, { seq: 9, stray: 'LEAF_CONFLICT' }) },
  REPEAT_UNPROVEN: { ...genuine, entries: genuine.entries.toSpliced(20, 0, { seq: 9, stray: 'REPEAT_UNPROVEN' }) },
  LEAF_MISMATCH: entry(9, { bytes: changed(events[8]!, { time: instantOf(0) }) }),
  NODE_MISMATCH: entry(16, { nodes: [undefined, leafHash(events[15]!)] }),
  TOO_BIG: bytes(9, Buffer.alloc(65_536, '1')),
  TOO_DEEP: bytes(9, deep),
  NOT_JSON: bytes(9, Buffer.from('{')),
  NOT_CANONICAL: bytes(9, Buffer.from(JSON.stringify(eventAt(9), null, 1))),
  NOT_AN_EVENT: bytes(9, Buffer.from('{"specversion":"1.0"}')),
  WRONG_SOURCE: event(9, { source: '/agencies/rs-6371/intake' }),
  WRONG_TIME: event(9, { knowntime: instantOf(0) }),
  COLUMN_MISMATCH: entry(9, { columns: { ...columns, version: 2 } }),
  STREAM_ORDER: event(100, { sequence: '4' }),
  DUPLICATE_ID: event(100, { id: eventAt(50).id }),
  EFFECT_BEFORE_CAUSE: event(9, { causationid: eventAt(60).id }),
  EFFECT_SEALED_FIRST: told(events.with(8, changed(events[8]!, { ...timed(1_800_000_000_000), causationid: eventAt(10).id })), [
    LAST,
  ]),
  WATERMARK_BROKEN: { ...genuine, notes: [promising.note, ...genuine.notes] },
  CHECKPOINT_UNREADABLE: { ...genuine, notes: ['', ...genuine.notes] },
  CHECKPOINT_FOREIGN: { ...genuine, notes: [...notesOf(events, [40], signer, 'rs-6371'), ...genuine.notes] },
  CHECKPOINT_SIGNATURE: { ...genuine, notes: [...notesOf(events, [40], newSigner()), ...genuine.notes] },
  CHECKPOINT_WENT_BACK: { ...genuine, notes: genuine.notes.toReversed() },
  CHECKPOINT_BEYOND_LOG: { ...genuine, entries: genuine.entries.slice(0, -1) },
  ROOT_MISMATCH: { ...genuine, notes: other.notes },
  NO_CHECKPOINT: { ...genuine, notes: [] },
  NO_KEY: { ...genuine, key: undefined },
  KEY_UNPROVEN: { ...genuine, key: { publicKey: signer.publicKey, from: 'export' } },
};

describe('the audit of a log', () => {
  it('finds nothing in one that holds', async () => expect(await codesOf(genuine)).toEqual([]));

  it.each(Object.keys(MEANING) as Code[])('finds %s', async (code) => expect(await codesOf(faults[code])).toContain(code));

  it('says where', async () => {
    const { first } = await findingsIn(entry(9, { bytes: changed(events[8]!, { time: instantOf(0) }) }));
    expect(first).toEqual([{ code: 'LEAF_MISMATCH', seq: 9 }]);
  });

  it('leaves open what no broken promise shows', async () => {
    expect((await findingsIn(faults.NO_KEY)).verdict).toBe('could not say');
    expect((await findingsIn(faults.KEY_UNPROVEN)).verdict).toBe('could not say');
    expect((await findingsIn(faults.NO_CHECKPOINT)).verdict).toBe('could not say');
    expect((await findingsIn(faults.GAP)).verdict).toBe('violated');
  });

  it('lets a type pass that this build does not know', async () =>
    expect(await codesOf(event(9, { type: 'satualur.intake.Unheard.v9' }))).toEqual([]));

  it('counts events behind the last checkpoint as not covered, and as no fault', async () => {
    const findings = await codesOf({ ...genuine, notes: notesOf(events, [40], signer) });
    expect(findings).toEqual([]);
  });

  it('holds the log against checkpoints kept from earlier', async () => {
    expect(await codesOf({ ...genuine, known: known(genuine.notes[1]!) })).toEqual([]);
    expect(await codesOf({ ...genuine, known: known(other.notes[1]!) })).toEqual(['ROOT_MISMATCH']);
    const shorter = { ...genuine, entries: genuine.entries.slice(0, 40), notes: genuine.notes.slice(0, 1) };
    expect(await codesOf(shorter)).toEqual([]);
    expect(await codesOf({ ...shorter, known: known(genuine.notes[1]!) })).toEqual(['CHECKPOINT_BEYOND_LOG']);
  });

  it('wants readings of a stream to rise, and versions to begin at 1', async () => {
    const lower = changed(events[100]!, timed(Date.parse('2026-02-02T01:00:30Z')));
    expect(await codesOf(told(events.with(100, lower), [LAST]))).toContain('STREAM_ORDER');
    expect(await codesOf(event(9, { subject: streamOf('command', uuid(9, 9)), sequence: '2' }))).toContain('STREAM_ORDER');
  });

  it('tells streams of two categories with one id apart', async () => {
    const further = (category: string) =>
      changed(encodeEvent(eventAt(LAST + 1)), { subject: streamOf(category, uuid(2, 3)), sequence: '1' });
    expect(await codesOf(told([...events, further('command')]))).toEqual(['STREAM_ORDER']);
    expect(await codesOf(told([...events, further('referral')]))).toEqual([]);
  });

  it('takes a reading at the watermark for a broken promise, and one above it for none', async () => {
    const at = (hlc: Envelope['hlc']) => changed(events[40]!, { hlc, knowntime: instantOf(parseInt(hlc.slice(0, 12), 16)) });
    expect(await codesOf(told(events.with(40, at(hlcAt(40)))))).toContain('WATERMARK_BROKEN');
    expect(await codesOf(told(events.with(40, at(hlcAfter(hlcAt(40))))))).toEqual([]);
  });
});

describe('causes over several logs', () => {
  const [cause, effect] = [uuid(1, 1), uuid(1, 2)];
  const [early, late] = [hlcOf(1000), hlcOf(2000)];
  const both = (causeHlc: typeof early, effectHlc: typeof early, causeFirst: boolean) => {
    const causes = new Causes();
    const inOne = () => causes.check({ id: cause, hlc: causeHlc, seq: 1 }, 0);
    const inOther = () => causes.check({ id: effect, causationid: cause, hlc: effectHlc, seq: 1 }, 1);
    return causeFirst ? [inOne(), inOther()] : [inOther(), inOne()];
  };

  it.each([true, false])('holds when the effect is later (cause read first: %s)', (first) =>
    expect(both(early, late, first)).toEqual([undefined, undefined]),
  );
  it.each([true, false])('finds an effect that is not (cause read first: %s)', (first) => {
    expect(both(late, early, first)).toEqual([undefined, 'EFFECT_BEFORE_CAUSE']);
    expect(both(late, late, first)).toEqual([undefined, 'EFFECT_BEFORE_CAUSE']);
  });
});
