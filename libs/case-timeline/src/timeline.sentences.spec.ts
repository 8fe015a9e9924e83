import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '@satualur/contracts/catalogue';
import { type Ref, streamOf } from '@satualur/contracts/ids';
import { type ExpectedCase, expectationOf, sorted } from '@satualur/contracts/timeline/expectation';
import type { Language } from '@satualur/contracts/timeline/views';
import * as intake from '@satualur/contracts/intake/examples';
import * as platform from '@satualur/contracts/platform/examples';
import * as referral from '@satualur/contracts/referral/examples';
import * as registry from '@satualur/contracts/registry/examples';
import * as services from '@satualur/contracts/victim-services/examples';
import { agencyNames } from './agency-names';
import type { Published } from './known-event';
import { foldTimeline } from './timeline';
import { registryLog } from './stories/registry.story';
import { storyS1, storyS1OfBp3mi, storyS3 } from './stories/s1-s3.story';
import type { Story } from './stories/story';
import { tellTimeline } from './tell';
import { sentenceOf, sentences, unreadSentence } from './timeline.sentences';
import { inWita } from './wita';

const tell = (story: Story, language: Language) =>
  tellTimeline(foldTimeline(story.caseid, story.events, new Map()), agencyNames(registryLog().events), {
    language,
    technical: true,
  });

const expected = (file: string): readonly ExpectedCase[] => {
  const { cases } = JSON.parse(readFileSync(join(__dirname, '../test/expected', file), 'utf8')) as { cases: ExpectedCase[] };
  return cases.map((one) => ({ ...one, entries: sorted(one.entries), technical: sorted(one.technical) }));
};

describe.each([
  ['s1.json', [storyS1(), storyS1OfBp3mi()]],
  ['s3.json', [storyS3()]],
] as const)('the timelines of %s, written by hand', (file, stories) => {
  it.each(stories.map((story, index) => [index, story] as const))('case %i', (index, story) =>
    expect(expectationOf(tell(story, 'id'), tell(story, 'en'))).toEqual(expected(file)[index]),
  );
});

const isEvent = (value: unknown): value is Published =>
  typeof value === 'object' && value !== null && 'type' in value && 'data' in value;
/** One example of every event, made by its function in the contexts' examples. */
const examples: readonly Published[] = [registry, intake, referral, services, platform]
  .flatMap((context) => Object.values(context) as unknown[])
  .flatMap((make) => (typeof make === 'function' ? [(make as () => unknown)()] : []))
  .filter(isEvent);

const names = (language: Language) => ({
  language,
  by: 'POL-6310',
  own: streamOf('referralout', '00000000-0000-7000-8000-000000000001').slice(12) as never,
  agency: () => 'RS-6310',
  referral: () => 'F-0301' as Ref,
  recipient: () => 'RS-6310',
  record: () => 'R-0301' as Ref,
  application: () => 'SA-02' as Ref,
  date: (instant: Parameters<typeof inWita>[0]) => inWita(instant, language),
});

describe('sentences', () => {
  it('are one for every event of the catalogue', () => {
    expect(Object.keys(sentences).sort()).toEqual([...catalogue.keys()].sort());
    expect([...new Set(examples.map((event) => event.type))].sort()).toEqual([...catalogue.keys()].sort());
  });

  it.each(examples.map((event) => [event.type, event] as const))('%s: two languages, no personal data, no ids', (_, event) => {
    const told = (['id', 'en'] as const).map((language) => sentenceOf(event, names(language)));
    expect(told[0]).not.toBe(told[1]);
    for (const sentence of told) {
      expect(sentence).toMatch(/^.{10,200}\.$/);
      expect(sentence).not.toMatch(/undefined|null|NaN|\[object|[0-9a-f]{8}-|Kenanga|6399|Fiktif|Rekaan/);
    }
  });

  it.each([
    [
      referral.referralAccepted({ proxied: true, evidence: 'SURAT-1' }),
      'RS-6310 accepted referral F-0301 (recorded by POL-6310).',
    ],
    [
      services.serviceCompleted({ proxied: true, evidence: 'SURAT-2' }),
      'RS-6310 completed the service (referral F-0301, recorded by POL-6310): goals met.',
    ],
    [referral.referralRouted(), 'Referral F-0301 was meant for GT-6305 and went to RS-6310: there is no task force.'],
    [intake.subjectErased(), 'POL-6310 erased data (identity, narrative) of record R-0301: erased on request.'],
    [services.restitutionPaid(), 'Restitution of Rp 25,000,000 was paid (record R-0301).'],
    [services.victimReturned(), 'The victim of record R-0301 arrived home on 3 Mar 2026.'],
  ] as const)('%#: who, what, how much and when', (event, sentence) => expect(sentenceOf(event, names('en'))).toBe(sentence));

  it('say in Indonesian that data was erased on request, and write rupiah and dates in its habit', () => {
    expect(sentenceOf(intake.subjectErased(), names('id'))).toContain('dihapus atas permintaan');
    expect(sentenceOf(services.restitutionAwarded(), names('id'))).toBe('Restitusi Rp60.000.000 dikabulkan (catatan R-0301).');
  });

  it('name an event that this build cannot read', () =>
    expect(unreadSentence('SomethingNew', names('en'))).toBe('POL-6310: event SomethingNew cannot be read by this version.'));
});

describe('dates', () => {
  it('are local, in the habit of each language', () => {
    expect(inWita('2026-02-04T02:00:00.000Z' as never, 'id')).toBe('4 Feb 2026 10.00 WITA');
    expect(inWita('2026-05-31T16:05:59.999Z' as never, 'id')).toBe('1 Jun 2026 00.05 WITA');
    expect(inWita('2026-05-30T16:05:00.000Z' as never, 'en')).toBe('31 May 2026 00:05 WITA');
    expect(inWita('2026-05-30T16:05:00.000Z' as never, 'id')).toBe('31 Mei 2026 00.05 WITA');
  });
});
