import * as fc from 'fast-check';
import { canonicalJson } from '@satualur/contracts/bytes';
import { type Hlc, hlcOf } from '@satualur/contracts/hlc';
import type { Envelope } from '@satualur/contracts/event';
import { type CaseId, streamOf } from '@satualur/contracts/ids';
import { agencyRecordRegistered } from '@satualur/contracts/intake/examples';
import { deliveries, delivered, history } from './stories/any-history.story';
import { at, Story, wita } from './stories/story';
import { storyS1, storyS3 } from './stories/s1-s3.story';
import { foldTimeline, plainTimeline } from './timeline';
import { inOrder } from './known-event';
import { idOf, type WrittenEvent } from '@satualur/contracts/testing';

const NONE: ReadonlyMap<string, Hlc> = new Map();
const bytesOf = (story: Story, events: Iterable<WrittenEvent>, watermarks = NONE, asOf?: ReturnType<typeof at>) =>
  canonicalJson(
    foldTimeline(
      story.caseid,
      [...events].filter(({ event }) => event.caseid === story.caseid),
      watermarks,
      asOf,
    ),
  );

describe('the order of a timeline', () => {
  it('respects happens-before, rebuilt from stream order and causes', () => {
    fc.assert(
      fc.property(history, ({ story, written }) => {
        const place = new Map(inOrder(story.events).map((event, index) => [event.envelope.id as string, index]));
        const before = (a: WrittenEvent, b: WrittenEvent) =>
          expect(place.get(a.envelope.id)!).toBeLessThan(place.get(b.envelope.id)!);
        for (const event of written) {
          const cause = written.find((other) => other.envelope.id === event.envelope.causationid);
          if (cause) before(cause, event);
          const { subject, sequence } = event.envelope;
          const previous = written.find(
            (o) => o.log === event.log && o.envelope.subject === subject && Number(o.envelope.sequence) === Number(sequence) - 1,
          );
          if (previous) before(previous, event);
        }
      }),
    );
  });

  it('is the same to the byte for any interleaving, repetition and delay', () => {
    fc.assert(
      fc.property(history, deliveries, deliveries, ({ story }, one, other) => {
        const first = bytesOf(story, delivered(story, one));
        expect(bytesOf(story, delivered(story, other))).toBe(first);
        expect(bytesOf(story, [...story.events, ...story.events])).toBe(first);
      }),
    );
  });

  it.each([
    ['S1', storyS1],
    ['S3', storyS3],
  ] as const)('%s: referrals, clocks and sentences too, however the logs came in', (_, tell) => {
    const story = tell();
    const expected = bytesOf(story, story.events);
    fc.assert(fc.property(deliveries, (plan) => expect(bytesOf(story, delivered(story, plan))).toBe(expected)));
  });
});

describe('as known at T', () => {
  it('equals a rebuild from the logs cut at T', () => {
    fc.assert(
      fc.property(history, fc.nat(59), ({ story, written }, index) => {
        const asOf = written[index % written.length]!.envelope.knowntime;
        const cut = story.events.filter((event) => event.envelope.knowntime < asOf);
        const rebuilt = { ...foldTimeline(story.caseid, cut, NONE), asOf };
        expect(bytesOf(story, story.events, NONE, asOf)).toBe(canonicalJson(rebuilt));
      }),
    );
  });

  it('leaves out what happens at exactly T, and never an effect without its cause', () => {
    const story = storyS3();
    const types = (asOf: string) => foldTimeline(story.caseid, story.events, NONE, at(asOf)).entries.map((entry) => entry.type);
    expect(types('02-03 09:30')).toEqual([]);
    expect(types('02-03 09:31')).toEqual(['AgencyRecordRegistered']);
    expect(types('02-04 10:00')).not.toContain('ReferralOverdue');
    expect(types('02-04 10:01')).toEqual(expect.arrayContaining(['ReferralOverdue', 'ReferralEscalated']));
  });

  it('shows the referral in the state of that instant', () => {
    const story = storyS3();
    const state = (asOf: string) =>
      foldTimeline(story.caseid, story.events, NONE, at(asOf)).referrals.map(({ ref, state, overdue, escalated }) => [
        ref,
        state,
        overdue,
        escalated,
      ]);
    expect(state('02-04 10:00')).toEqual([['F-0301', 'Sent', false, false]]);
    expect(state('02-06 10:00')).toEqual([['F-0301', 'Sent', true, true]]);
    expect(state('02-06 14:30')).toEqual([
      ['F-0301', 'Expired', true, true],
      ['F-0302', 'Acknowledged', false, false],
    ]);
    expect(state('02-21 00:00').at(-1)).toEqual(['F-0302', 'Completed', false, false]);
  });
});

describe('final and provisional', () => {
  const story = storyS3();
  const marks = (hlc: Hlc, ...except: string[]) => {
    const keys = ['pol-6310', 'rs-6310', 'rs-6371', 'dp3akb-63'].filter((key) => !except.includes(key));
    return new Map(keys.map((key) => [key, hlc]));
  };

  it('is final once the marks of all agencies of the case have passed it, also of those only addressed', () => {
    const high = hlcOf(wita('03-01 00:00'));
    expect(foldTimeline(story.caseid, story.events, marks(high))).toMatchObject({ final: true, waitsFor: [] });
    const waiting = foldTimeline(story.caseid, story.events, marks(high, 'dp3akb-63'));
    expect(waiting).toMatchObject({ final: false, waitsFor: ['dp3akb-63'] });
  });

  it('is provisional after the lowest mark alone', () => {
    const entries = foldTimeline(story.caseid, story.events, marks(hlcOf(wita('02-05 00:00')))).entries;
    for (const entry of entries) expect(entry.final).toBe(entry.known < at('02-05 00:00'));
  });
});

describe('an effect whose cause has not arrived', () => {
  const story = storyS3();
  const sent = story.events.find((event) => event.envelope.type.includes('ReferralSent'))!;
  const without = story.events.filter((event) => event !== sent);
  const received = (watermarks: ReadonlyMap<string, Hlc>) =>
    foldTimeline(story.caseid, without, watermarks).entries.find((entry) => entry.type === 'ReferralReceived')!.cause;

  it('stands in its place, marked missing', () => expect(received(NONE)).toEqual({ id: sent.envelope.id, state: 'missing' }));
  it('is lost when all marks have passed', () => {
    const high = hlcOf(wita('03-01 00:00'));
    const marks = new Map(['pol-6310', 'rs-6310', 'rs-6371', 'dp3akb-63'].map((key) => [key, high]));
    expect(received(marks)?.state).toBe('lost');
  });
  it('changes to present when the cause comes, in the same place', () => {
    const entry = foldTimeline(story.caseid, story.events, NONE).entries.find((one) => one.type === 'ReferralReceived')!;
    expect(entry.cause?.state).toBe('present');
    expect(foldTimeline(story.caseid, without, NONE).referrals.map((line) => line.ref)).toEqual(
      expect.arrayContaining(['F-0301', 'F-0302']),
    );
  });
});

describe('service applications', () => {
  it('keeps one clock over the reroute: 6.0 days, met', () => {
    const story = storyS3();
    expect(foldTimeline(story.caseid, story.events, NONE).applications).toMatchObject([
      { ref: 'SA-02', outcome: 'met', days: 6, provider: 'rs-6371' },
    ]);
  });
  it('is running before the service, with no days', () => {
    const story = storyS1();
    const applications = (asOf: string) => foldTimeline(story.caseid, story.events, NONE, at(asOf)).applications;
    expect(applications('01-14 14:00')).toMatchObject([{ ref: 'SA-01', outcome: 'running', days: null }]);
    expect(applications('01-14 14:01')).toMatchObject([{ ref: 'SA-01', outcome: 'met', days: 1.1 }]);
  });
});

describe('an event that this build cannot read', () => {
  const broken: readonly (readonly [string, (envelope: Envelope) => object])[] = [
    ['of an unknown type', (envelope) => ({ ...envelope, type: 'satualur.referral.ReferralDreamt.v1' })],
    ['without its data', (envelope) => ({ ...envelope, data: {} })],
    ['at no time', (envelope) => ({ ...envelope, time: 'yesterday' })],
    ['of no stream', (envelope) => ({ ...envelope, subject: 'referralout' })],
    ['of an audience that is none', (envelope) => ({ ...envelope, audience: 'rs-6310  \u0000 X', data: { ref: '\u0000' } })],
  ];

  it.each(broken)('%s stands in its place, and the rest of the case is told', (_, breakIt) => {
    const story = storyS3();
    const events = story.events.map((event) =>
      event.event.type === 'ServiceApplicationFiled' ? { ...event, envelope: breakIt(event.envelope) as Envelope } : event,
    );
    const view = foldTimeline(story.caseid, events, NONE);
    expect(view).toMatchObject({ complete: false, participants: ['dp3akb-63', 'pol-6310', 'rs-6310', 'rs-6371'] });
    expect(view.entries[1]).toMatchObject({ readable: false, facts: {}, known: at('02-03 10:00') });
    expect(view.referrals.map(({ state }) => state)).toEqual(['Expired', 'Completed']);
    expect(view.applications).toEqual([]);
    expect(foldTimeline(story.caseid, story.events, NONE).complete).toBe(true);
  });

  it('is not one to which a later build added a field', () => {
    const story = storyS3();
    const events = story.events.map((event) => ({
      ...event,
      envelope: { ...event.envelope, data: { ...event.envelope.data, later: 1 } },
    }));
    expect(foldTimeline(story.caseid, events, NONE).complete).toBe(true);
  });
});

it('opens and carries no sealed value', () => {
  const story = storyS1();
  const text = canonicalJson(plainTimeline(story.caseid, story.events));
  expect(text).toContain('"sealed":"identity"');
  expect(text).not.toContain('"ct"');
});

it('carries no value that should have been sealed and was not', () => {
  const story = new Story(idOf('unsealed') as CaseId);
  story.tell('pol-6310', 'record', 'R-0301', agencyRecordRegistered(), '02-03 09:30');
  const text = canonicalJson(plainTimeline(story.caseid, story.events));
  expect(text).not.toMatch(/Kenanga|6399|2004-08-17/);
  expect(text).toContain('"nik":{"method":"Document","value":{"sealed":"identity"}}');
});

it('flags what an agency recorded later than it became known, and leaves it in its place', () => {
  const story = new Story(idOf('clock') as string as CaseId);
  const wrote = (name: string, recorded: string, known: string) =>
    story.log('pol-6310').write({
      ...{ stream: streamOf('record', idOf(name)), event: { ...agencyRecordRegistered(), caseid: story.caseid } },
      ...{ at: wita(known), recorded: at(recorded) },
    });
  wrote('ahead', '02-04 10:00', '02-03 10:00');
  wrote('late', '02-02 10:00', '02-03 11:00');
  const { entries } = foldTimeline(story.caseid, story.events, NONE);
  expect(entries.map(({ recorded, clockAhead }) => [recorded, clockAhead])).toEqual([
    [at('02-04 10:00'), true],
    [at('02-02 10:00'), undefined],
  ]);
});
