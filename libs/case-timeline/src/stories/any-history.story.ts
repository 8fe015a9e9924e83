import * as fc from 'fast-check';
import type { CaseId } from '@satualur/contracts/ids';
import { idOf, type WrittenEvent } from '@satualur/contracts/testing';
import { agencyOf, kinds, streamName } from './any-event.story';
import { Story, wita } from './story';

const step = fc.record({
  log: fc.nat(3),
  stream: fc.nat(2),
  other: fc.nat(3),
  kind: fc.nat(kinds.length - 1),
  skew: fc.nat(60_000),
  cause: fc.option(fc.nat(60)),
});

/** Any history of four agencies: events of any kind, lawful or not, each on one of three streams of its category, some of them effects, clocks apart by up to a minute. */
export const history = fc.array(step, { minLength: 1, maxLength: 60 }).map((steps) => {
  const story = new Story(idOf('any case') as CaseId);
  const written: WrittenEvent[] = [];
  steps.forEach(({ kind, skew, cause, ...draw }, index) => {
    const answered = cause === null ? undefined : written[cause];
    const offset = new Date(wita('02-03 10:00') + index * 1000 + skew - 30_000 + 8 * 3_600_000).toISOString();
    const local = `${offset.slice(5, 10)} ${offset.slice(11, 16)}`;
    const { category, make } = kinds[kind]!;
    written.push(story.tell(agencyOf(draw.log), category, streamName(category, draw), make(draw), local, answered));
  });
  return { story, written };
});

/** One delivery plan: the logs interleaved in any way, runs repeated, some logs held back to the end, marks in between. */
export const deliveries = fc.record({
  order: fc.array(fc.nat(3), { maxLength: 200 }),
  sizes: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }),
});

/** A story's events as a plan brings them: every log whole and in its own order, but for what comes again. */
export function delivered(story: Story, { order, sizes }: { order: number[]; sizes: number[] }): WrittenEvent[] {
  const logs = [...story.logs.values()];
  const done = new Map<string, number>();
  const arrived: WrittenEvent[] = [];
  const step = (index: number, turn: number) => {
    const log = logs[index % logs.length]!;
    const from = done.get(log.name) ?? 0;
    const run = log.events.slice(Math.max(0, from - (turn % 3)), from + sizes[turn % sizes.length]!);
    arrived.push(...run);
    done.set(log.name, Math.max(from, run.at(-1)?.seq ?? 0));
  };
  order.forEach(step);
  logs.forEach((log, index) => {
    for (let turn = 0; (done.get(log.name) ?? 0) < log.events.length; turn++) step(index, turn);
  });
  return arrived;
}
