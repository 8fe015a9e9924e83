import { rmSync } from 'node:fs';
import { check, type Verdict } from './check';
import { checkpointOf, soundWorld, type World, writtenOut } from './testing.world';

async function verdictOn(world: World): Promise<Verdict> {
  const folder = writtenOut(world);
  try {
    return await check(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const EVENTS = 'dumps/store.a.event.csv';
const SEALED = 'dumps/store.a.sealed.csv';
const CHECKPOINTS = 'dumps/store.a.checkpoint.csv';
const TOPIC = 'dumps/topic.log.a.txt';
const MARKS = 'dumps/topic.mark.a.txt';
const INBOX = 'dumps/topic.inbox.b.txt';
const ENTRIES = 'dumps/projection.live.entry.csv';
const HISTORY = 'histories/writer-0.00000.jsonl';

type Spoil = (lines: string[]) => string[];
const without =
  (at: number): Spoil =>
  (lines) =>
    lines.filter((_, index) => index !== at);
const again =
  (at: number): Spoil =>
  (lines) => [...lines, lines[at]!];
const swapped: Spoil = ([first, second, ...rest]) => [second!, first!, ...rest];
const changed =
  (at: number, find: string | RegExp, by: string): Spoil =>
  (lines) =>
    lines.map((line, index) => (index === at ? line.replace(find, by) : line));

const ANSWERS = 'dumps/store.b.event.csv';
const answerTo = (causationid: string): string =>
  Buffer.from(JSON.stringify({ actor: 'system/answer', causationid, id: 'b-2' })).toString('base64');
const otherBytes = Buffer.from(
  JSON.stringify({ id: 'a-3', hlc: '0000000000000032', sequence: '3', subject: 'case-a', actor: 'x' }),
);

const spoiled: readonly (readonly [what: string, file: string, spoil: Spoil, code: string])[] = [
  ['an event that was never sealed', SEALED, without(2), 'never-sealed'],
  ['a hole in seq', SEALED, without(1), 'seq-gap'],
  ['an event sealed twice', SEALED, again(1), 'sealed-twice'],
  ['a place without an event', EVENTS, without(2), 'sealed-nothing'],
  ['two events that changed places', SEALED, swapped, 'seq-gap'],
  [
    'a stream out of order',
    SEALED,
    (lines) => [lines[0]!, lines[1]!.replace(',4,', ',6,'), lines[2]!.replace(',6,', ',4,')],
    'version-order',
  ],
  ['changed bytes', EVENTS, changed(2, /[^,]*$/, otherBytes.toString('base64')), 'leaf-wrong'],
  ['a column that differs from the bytes', EVENTS, changed(2, ',3,0,', ',4,0,'), 'row-differs-from-bytes'],
  ['a wrong root', CHECKPOINTS, changed(1, /^3,3,[0-9a-f]{2}/, '3,3,ff'), 'root-wrong'],
  ['a checkpoint ahead of the log', CHECKPOINTS, changed(1, '3,3,', '3,4,'), 'checkpoint-ahead'],
  ['a watermark that is undercut', CHECKPOINTS, changed(0, ',15,', ',48,'), 'watermark-undercut'],
  ['a note that nobody signed', CHECKPOINTS, (lines) => [lines[0]!, lines[1]!.replace(/.{8}$/, 'AAAAAAo=')], 'note-signature'],
  ['a record missing on the topic', TOPIC, without(2), 'topic-lost'],
  ['records out of order', TOPIC, swapped, 'topic-order'],
  ['other bytes on the topic', TOPIC, changed(1, '"caseid":"c1"', '"caseid":"c2"'), 'topic-bytes'],
  ['another leaf on the topic', TOPIC, changed(1, /leaf:../, 'leaf:ff'), 'topic-bytes'],
  ['a copy missing in an inbox', INBOX, without(0), 'inbox-lost'],
  ['a broken chain of copies', INBOX, changed(0, 'prev:0', 'prev:1'), 'inbox-chain'],
  ['a copy that its origin did not sign', INBOX, changed(0, /sig:../, 'sig:AA'), 'inbox-signature'],
  ['a checkpoint that the store does not have', MARKS, changed(1, 'watermark', 'waterline'), 'mark-order'],
  ['checkpoints out of order', MARKS, swapped, 'mark-order'],
  ['a last checkpoint that is not on Kafka', MARKS, without(1), 'mark-lost'],
  ['a log without a checkpoint on Kafka', MARKS, () => [], 'mark-lost'],
  ['a row missing in the projection', ENTRIES, without(0), 'live-entry-missing'],
  ['a row twice in the projection', ENTRIES, again(0), 'live-entry-twice'],
  ['a case folded in another order', 'dumps/projection.live.case.csv', changed(0, /.$/, 'x'), 'live-case-wrong'],
  ['a rebuild that differs', 'dumps/projection.rebuilt.case.csv', changed(0, /.$/, 'x'), 'rebuilt-digest'],
  ['a timeline that its rebuild does not give', 'dumps/manifest.json', changed(0, '"live":"t"', '"live":"u"'), 'timeline-digest'],
  ['a parked record', 'dumps/projection.live.parked.csv', () => ['log.a,7,BAD_LEAF,parked'], 'parked'],
  ['an acknowledged event that is gone', HISTORY, changed(1, '["a-1"]', '["a-9"]'), 'lost'],
  ['a command that left more than it said', HISTORY, changed(1, '["a-1"]', '[]'), 'answer-incomplete'],
  ['a command whose outcome nobody knows', HISTORY, without(1), 'unsettled'],
  ['a failed command that left events', HISTORY, changed(1, '"ok"', '"fail"'), 'failed-left-events'],
  ['events of a command nobody gave', HISTORY, (lines) => lines.slice(2), 'invented'],
  [
    'a session that sees its own acts out of order',
    HISTORY,
    (lines) => [...lines.slice(4, 6), ...lines.slice(0, 4), ...lines.slice(6)],
    'session-order',
  ],
  ['an answer that nobody asked for', HISTORY, without(0), 'answer-unasked'],
  ['a cause that is missing', ANSWERS, changed(1, /[^,]*$/, answerTo('a-9')), 'cause-missing'],
  ['a cause after its effect', ANSWERS, changed(1, /[^,]*$/, answerTo('a-3')), 'cause-after-effect'],
  ['an effect that is missing', ANSWERS, changed(1, /[^,]*$/, answerTo('a-1')), 'effect-lost'],
  ['an effect of nothing', ANSWERS, changed(1, /[^,]*$/, answerTo('a-1')), 'effect-invented'],
];

it('finds nothing where everything holds', async () => {
  const { findings, events, effects, acts } = await verdictOn(soundWorld());
  expect({ findings, events, effects, acts }).toEqual({
    findings: [],
    events: 5,
    effects: 1,
    acts: { ok: 4, failed: 1, events: 4 },
  });
});

it.each(spoiled)('finds %s', async (_, file, spoil, code) => {
  const world = soundWorld();
  world.set(file, spoil(world.get(file) ?? []));
  const { findings } = await verdictOn(world);
  expect(findings.map((finding) => finding.code)).toContain(code);
});

it('passes over a record that stands on the topic again', async () => {
  const world = soundWorld();
  world.set(TOPIC, [...world.get(TOPIC)!, ...world.get(TOPIC)!.slice(1)]);
  expect(await verdictOn(world)).toMatchObject({ findings: [], repeats: 2 });
});

describe('of a log that rests', () => {
  const resting = () => {
    const world = soundWorld();
    const { line } = checkpointOf('a', 3, '0000000000000046');
    world.set(CHECKPOINTS, [...world.get(CHECKPOINTS)!, line.replace(/^3/, '4')]);
    return world;
  };

  it('passes over one checkpoint that is under way to Kafka', async () =>
    expect(await verdictOn(resting())).toMatchObject({ findings: [], checkpoints: 5 }));

  it('finds a second one that is not there', async () => {
    const world = resting();
    world.set(MARKS, world.get(MARKS)!.slice(0, 1));
    const { findings } = await verdictOn(world);
    expect(findings.map(({ code }) => code)).toEqual(['mark-lost']);
  });
});
