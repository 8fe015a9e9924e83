import * as fc from 'fast-check';
import { deliveries, delivered, history } from '@satualur/case-timeline/stories/any-history.story';
import { storyS3 } from '@satualur/case-timeline/stories/s1-s3.story';
import { wita } from '@satualur/case-timeline/stories/story';
import { foldTimeline, plainTimeline } from '@satualur/case-timeline/timeline';
import { canonicalJson } from '@satualur/contracts/bytes';
import { hlcOf } from '@satualur/contracts/hlc';
import { MemoryProjector } from '@satualur/projections/testing';

describe('the projector and the fold together', () => {
  it('tell the same to the byte for any interleaving, repetition and delay', () => {
    fc.assert(
      fc.property(history, deliveries, ({ story }, plan) => {
        const projector = new MemoryProjector();
        for (const event of delivered(story, plan)) projector.apply(event.log, [event]);
        const told = (events: Parameters<typeof plainTimeline>[1]) => canonicalJson(plainTimeline(story.caseid, events));
        expect(told(projector.events)).toBe(told(story.events));
      }),
    );
  });

  it('counts a mark only once its size is applied', () => {
    const projector = new MemoryProjector();
    const log = storyS3().log('pol-6310');
    projector.watermark('pol-6310', { size: log.events.length, watermark: hlcOf(wita('03-01 00:00')) });
    projector.apply('pol-6310', log.events.slice(0, -1));
    expect(projector.watermarks().get('pol-6310')).toBeUndefined();
    projector.apply('pol-6310', log.events.slice(-1));
    expect(projector.watermarks().get('pol-6310')).toBe(hlcOf(wita('03-01 00:00')));
  });

  it('never calls an entry final before which an event still comes to stand', () => {
    fc.assert(
      fc.property(history, deliveries, ({ story: any }, { order }) => {
        const projector = new MemoryProjector();
        const logs = [...any.logs.values()];
        const finals = new Map<string, string>();
        const look = () => {
          const view = foldTimeline(any.caseid, projector.events, projector.watermarks());
          const shown = view.entries.map((entry) => entry.id);
          view.entries.forEach((entry, index) => {
            if (!entry.final || entry.waitsFor.length > 0 || view.participants.length < logs.length) return;
            const prefix = shown.slice(0, index).join();
            expect(finals.get(entry.id) ?? prefix).toBe(prefix);
            finals.set(entry.id, prefix);
          });
        };
        for (const index of [...order, 0, 1, 2, 3]) {
          const log = logs[index % logs.length]!;
          const applied = projector.events.filter((event) => event.log === log.name).length;
          const ahead = log.events[applied + 1];
          if (ahead) projector.watermark(log.name, { size: applied + 2, watermark: ahead.hlc });
          projector.apply(log.name, log.events.slice(applied, applied + 1));
          look();
        }
      }),
    );
  });
});
