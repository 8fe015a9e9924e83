import * as fc from 'fast-check';
import { canonicalJson } from '@satualur/contracts/bytes';
import type { Hlc } from '@satualur/contracts/hlc';
import type { AgencyKey, CaseId } from '@satualur/contracts/ids';
import { consentGranted, consentWithdrawn, processingStopConfirmed, stopRequested } from '@satualur/contracts/intake/examples';
import { notificationRaised, recordViewed } from '@satualur/contracts/platform/examples';
import * as referrals from '@satualur/contracts/referral/examples';
import { idOf, type WrittenEvent } from '@satualur/contracts/testing';
import * as services from '@satualur/contracts/victim-services/examples';
import { agencyNames } from './agency-names';
import { caseLine } from './case-line';
import { agencyOf } from './stories/any-event.story';
import { deliveries, delivered, history } from './stories/any-history.story';
import { register } from './stories/referral.story';
import { registryLog } from './stories/registry.story';
import { at, Story } from './stories/story';
import { tellTimeline } from './tell';
import { foldTimeline } from './timeline';
import type { Reader } from './visible';

const NONE: ReadonlyMap<string, Hlc> = new Map();
const [LBH, BP3MI] = ['lbh-63', 'bp3mi-63'] as AgencyKey[] as [AgencyKey, AgencyKey];

/** Scenario S5: she consents to LBH and BP3MI, and withdraws for BP3MI; the legal aid goes on. */
function storyS5(): Story {
  const story = new Story(idOf('case S5') as CaseId);
  register(story, 'uptd-6371', 'R-0501', '03-15 09:00', {});
  const consented = consentGranted({ recipients: [LBH, BP3MI] });
  story.tell('uptd-6371', 'consent', 'R-0501', consented, '03-15 09:10');
  const sent = referrals.referralSent({ from: 'uptd-6371' as AgencyKey, to: BP3MI }, { audience: [BP3MI] });
  story.tell('uptd-6371', 'referralout', 'F-0502', sent, '03-15 10:00');
  story.tell('lbh-63', 'episode', 'F-0501', services.serviceStarted({}, { audience: ['uptd-6371' as AgencyKey] }), '03-20 09:00');
  const stops = [{ recipient: BP3MI, stop: idOf('stop') }];
  const withdrawn = consentWithdrawn({ stops }, { audience: [BP3MI] });
  const cause = story.tell('uptd-6371', 'consent', 'R-0501', withdrawn, '04-20 09:00');
  const asked = stopRequested({ owner: 'uptd-6371' as AgencyKey });
  story.tell('bp3mi-63', 'stop', 'stop', asked, '04-20 09:00', cause);
  story.tell('bp3mi-63', 'stop', 'stop', processingStopConfirmed({}, { audience: ['uptd-6371' as AgencyKey] }), '04-21 05:00');
  story.tell('lbh-63', 'restitution', 'RC', services.restitutionClaimed(), '05-02 09:00');
  return story;
}

const seen = (story: Story, reader?: Reader, asOf?: string) =>
  foldTimeline(story.caseid, story.events, NONE, asOf ? at(asOf) : undefined, reader);
const types = (story: Story, reader?: Reader, asOf?: string) => seen(story, reader, asOf).entries.map(({ type }) => type);

describe('after consent was withdrawn', () => {
  const story = storyS5();

  it('what others write later is masked for that recipient, what it wrote or is addressed to it is not', () =>
    expect(types(story, BP3MI).slice(3)).toEqual([
      'ServiceStarted',
      'ConsentWithdrawn',
      'StopRequested',
      'ProcessingStopConfirmed',
      'Masked',
    ]));

  it('a masked entry says neither who nor what, nor do the summaries, the list of cases or the text', () => {
    const told = tellTimeline(seen(story, BP3MI), agencyNames(registryLog().events), { language: 'en', technical: true });
    expect(told.entries.at(-1)).toMatchObject({ by: '', type: 'Masked', facts: {}, masked: true, cause: null });
    expect(told.entries.at(-1)!.sentence).toBe('Entry masked: consent for your agency was withdrawn.');
    expect(told.restitution).toEqual([]);
    expect(canonicalJson(told.entries.at(-1)!)).not.toMatch(/lbh|estitution/);
    expect(caseLine(story.caseid, story.events, new Map(), BP3MI).refs.map(({ ref }) => ref)).toEqual(['R-0501', 'F-0301']);
  });

  it('the others, and who may read every case, see all of it', () => {
    for (const reader of [LBH, 'uptd-6371' as AgencyKey, undefined])
      expect(types(story, reader).at(-1)).toBe('RestitutionClaimed');
    expect(seen(story).restitution).toHaveLength(1);
  });

  it('a role of oversight lifts no mask of its own agency, and has none of another', () => {
    expect(types(story, { overseerOf: BP3MI }).at(-1)).toBe('Masked');
    expect(types(story, { overseerOf: LBH })).toEqual(types(story));
  });

  it.each([
    ['a new consent', consentGranted({ recipients: [BP3MI] }), 'consent'],
    ['a new referral', referrals.referralSent({ to: BP3MI }, { audience: [BP3MI] }), 'referralout'],
  ])('%s opens what comes after it, not what came before', (_, opening, stream) => {
    const again = storyS5();
    again.tell('uptd-6371', stream, 'again', opening, '05-03 09:00');
    again.tell('lbh-63', 'restitution', 'RC', services.restitutionAwarded(), '05-04 09:00');
    expect(types(again, BP3MI).slice(-3)).toEqual(['Masked', opening.type, 'RestitutionAwarded']);
  });

  it('holds at every T: the view as of T is the beginning of the view now', () =>
    fc.assert(
      fc.property(history, fc.nat(59), fc.nat(3), ({ story: any, written }, index, number) => {
        const asOf = written[index % written.length]!.envelope.knowntime;
        const now = foldTimeline(any.caseid, any.events, NONE, undefined, agencyOf(number)).entries;
        const then = foldTimeline(any.caseid, any.events, NONE, asOf, agencyOf(number)).entries;
        const place = ({ id, type, masked, by }: (typeof now)[number]) => ({ id, type, masked, by });
        expect(then.map(place)).toEqual(now.filter(({ known }) => known < asOf).map(place));
      }),
    ));

  it('is the same however the logs came in', () =>
    fc.assert(
      fc.property(history, deliveries, fc.nat(3), ({ story: any }, plan, number) => {
        const view = (events: readonly WrittenEvent[]) =>
          canonicalJson(foldTimeline(any.caseid, events, NONE, undefined, agencyOf(number)));
        expect(view(delivered(any, plan))).toBe(view(any.events));
      }),
    ));
});

describe('an agency’s own affairs', () => {
  const story = storyS5();
  const own = [referrals.referralDrafted(), recordViewed(), notificationRaised()];
  own.forEach((event, index) =>
    story.tell('lbh-63', ['referralout', 'access', 'notice'][index]!, `own ${index}`, event, '04-01 09:00'),
  );
  const ofOwn = (reader?: Reader) => types(story, reader).filter((type) => own.some((event) => event.type === type));

  it('drafts, looks and notices stand in no other agency’s timeline', () => {
    expect(ofOwn(BP3MI)).toEqual([]);
    expect(ofOwn(LBH)).toEqual(own.map(({ type }) => type));
    expect(ofOwn()).toHaveLength(own.length);
    expect(ofOwn({ overseerOf: 'uptd-6371' as AgencyKey })).toHaveLength(own.length);
  });

  it('are told to nobody who did not ask for the technical entries', () => {
    const told = tellTimeline(seen(story), new Map(), { language: 'id', technical: false });
    expect(told.entries.filter(({ type }) => own.some((event) => event.type === type))).toEqual([]);
  });
});
