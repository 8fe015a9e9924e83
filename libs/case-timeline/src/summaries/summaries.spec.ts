import type { Hlc } from '@satualur/contracts/hlc';
import type { AgencyKey, CaseId, Ref } from '@satualur/contracts/ids';
import * as intake from '@satualur/contracts/intake/examples';
import * as referrals from '@satualur/contracts/referral/examples';
import { idOf } from '@satualur/contracts/testing';
import * as services from '@satualur/contracts/victim-services/examples';
import { hlcAt } from '@satualur/contracts/cast';
import type { AnyEvent } from '@satualur/contracts/event';
import { register } from '../stories/referral.story';
import { at, Story } from '../stories/story';
import { foldTimeline } from '../timeline';

const NONE: ReadonlyMap<string, Hlc> = new Map();
const BP3MI = 'bp3mi-63' as AgencyKey;

/** A case told in lines of one stream: local time, event. */
function told(category: string, ...lines: readonly (readonly [local: string, event: AnyEvent])[]): Story {
  const story = new Story(idOf('summaries') as CaseId);
  for (const [local, event] of lines) story.tell('pol-6310', category, 'one', event, local);
  return story;
}
const asOf = (story: Story, local: string) => foldTimeline(story.caseid, story.events, NONE, at(local));

describe('a record', () => {
  const story = new Story(idOf('summaries') as CaseId);
  register(story, 'pol-6310', 'R-0301', '02-03 09:30', {});
  const status = (value: 'NotAVictimOfTrafficking') =>
    intake.victimStatusDetermined({ assertions: { traffickingStatus: { value, method: 'Document' } } });
  const tell = (event: AnyEvent, local: string) => story.tell('pol-6310', 'record', 'R-0301', event, local);
  tell(status('NotAVictimOfTrafficking'), '03-01 09:00');
  tell(intake.agencyCaseClosed(), '03-02 09:00');
  tell(intake.agencyCaseReopened(), '03-03 09:00');
  tell(intake.agencyRecordVoided(), '03-04 09:00');
  const record = (local: string) => asOf(story, local).records[0];

  it.each([
    ['02-04 00:00', { status: 'PossibleVictimOfTrafficking', role: 'victim', voided: null, caseClosed: null }],
    ['03-02 00:00', { status: 'NotAVictimOfTrafficking', caseClosed: null }],
    ['03-03 00:00', { caseClosed: at('03-02 09:00') }],
    ['03-04 00:00', { caseClosed: null, voided: null }],
    ['03-05 00:00', { voided: at('03-04 09:00') }],
  ])('as of %s', (local, expected) => expect(record(local)).toMatchObject(expected));

  it('keeps the value recorded later, though one recorded earlier came after it', () => {
    const late = { ...status('NotAVictimOfTrafficking'), caseid: story.caseid };
    const log = new Story(story.caseid);
    register(log, 'pol-6310', 'R-0301', '02-03 09:30', {});
    const stream = log.events[0]!.envelope.subject;
    log.log('pol-6310').write({ stream, event: late, at: Date.parse(at('04-01 09:00')), recorded: at('02-01 09:00') });
    expect(asOf(log, '05-01 00:00').records[0]).toMatchObject({ status: 'PossibleVictimOfTrafficking' });
  });
});

describe('a referral', () => {
  it('says how it went out: routed, in a batch, an emergency, to an agency off the platform and answered by proxy', () => {
    const parties = { from: 'pol-6310' as AgencyKey, to: 'uptd-3202' as AgencyKey };
    const sent = { ...parties, emergency: true, batch: 'B-01' as Ref, proxied: true } as const;
    const story = told('referralout', ['02-03 10:00', referrals.referralRouted()], ['02-03 10:00', referrals.referralSent(sent)]);
    story.tell(
      'pol-6310',
      'referralin',
      'one',
      referrals.referralAccepted({ proxied: true, evidence: 'SURAT-1' }),
      '02-04 10:00',
    );
    expect(asOf(story, '02-05 00:00').referrals).toMatchObject([
      {
        ...{ state: 'Accepted', emergency: true, batch: 'B-01', external: true, proxied: true },
        routed: { requested: 'GT-6305', reason: 'NoTaskForce' },
      },
    ]);
  });

  it('that expired off the platform says why, though the other half noted it under an earlier reading', () => {
    const sent = { from: 'pol-6310' as AgencyKey, to: 'uptd-3202' as AgencyKey, proxied: true } as const;
    const story = told('referralout', ['02-03 10:00', referrals.referralSent(sent)]);
    const noted = { notice: 'Expired', at: at('02-06 10:00'), hlc: hlcAt('02-06 09:59') } as const;
    story.tell('pol-6310', 'referralin', 'one', referrals.referralNoticeNoted(noted), '02-06 10:00');
    story.tell('pol-6310', 'referralout', 'one', referrals.referralExpired(), '02-06 10:00');
    expect(asOf(story, '02-07 00:00').referrals).toMatchObject([
      { state: 'Expired', closed: at('02-06 10:00'), reason: 'NoResponse' },
    ]);
  });

  it('says nothing of the kind by itself', () => {
    const story = told('referralout', ['02-03 10:00', referrals.referralSent()]);
    const plain = { emergency: false, batch: null, routed: null, external: false, proxied: false };
    expect(asOf(story, '02-05 00:00').referrals).toMatchObject([plain]);
  });
});

describe('a service application', () => {
  const [filed, withdrawn] = [services.serviceApplicationFiled(), services.serviceApplicationWithdrawn()];
  const resumed = services.serviceApplicationResumed();
  const outcome = (story: Story, local: string) => asOf(story, local).applications[0]?.outcome;

  it('is withdrawn when the person wants no service, and runs on when referred again', () => {
    const story = told('application', ['02-03 10:00', filed], ['02-04 10:00', withdrawn], ['02-05 10:00', resumed]);
    expect(['02-04 10:00', '02-05 10:00', '02-06 10:00'].map((local) => outcome(story, local))).toEqual([
      'running',
      'withdrawn',
      'running',
    ]);
  });

  it('is met by a service that started in time, whatever was declared before', () => {
    const story = told(
      'application',
      ...([
        ['02-03 10:00', filed],
        ['02-04 10:00', withdrawn],
      ] as const),
      ['02-06 10:00', services.serviceApplicationSatisfied()],
    );
    expect(outcome(story, '02-07 00:00')).toBe('met');
  });
});

describe('consent', () => {
  const stop = idOf('stop');
  const withdrawn = intake.consentWithdrawn({ stops: [{ recipient: BP3MI, stop }], confirmBy: at('04-23 09:00') });
  const granted = intake.consentGranted({ recipients: [BP3MI], givenBy: 'self' });
  const story = () => told('consent', ['03-15 09:10', granted], ['04-20 09:00', withdrawn]);
  const withdrawal = (one: Story, local: string) => asOf(one, local).consents[0]?.withdrawals[0];

  it('lists who was granted what, and that each recipient was asked to stop', () => {
    const consent = asOf(story(), '04-20 09:01').consents[0];
    expect(consent).toMatchObject({
      grants: [{ granted: at('03-15 09:10'), recipients: [BP3MI], givenBy: 'self', expires: null }],
      withdrawals: [{ recipient: BP3MI, withdrawn: at('04-20 09:00'), state: 'requested', confirmed: null, overdue: false }],
    });
    expect(asOf(story(), '04-20 09:00').consents[0]?.withdrawals).toEqual([]);
  });

  it('is confirmed at the recipient’s own time, also before the owner noted it', () => {
    const one = story();
    const confirmed = one.tell('bp3mi-63', 'stop', 'stop', intake.processingStopConfirmed(), '04-21 05:00');
    expect(withdrawal(one, '04-22 00:00')).toMatchObject({ state: 'confirmed', confirmed: at('04-21 05:00') });
    const noted = intake.stopConfirmationNoted({ recipient: BP3MI, stop, at: at('04-21 05:00'), hlc: confirmed.hlc });
    one.tell('pol-6310', 'consent', 'one', noted, '04-21 06:00', confirmed);
    expect(withdrawal(one, '04-22 00:00')).toMatchObject({ state: 'confirmed', confirmed: at('04-21 05:00') });
  });

  it('is overdue when nobody confirmed in time, and stays marked when it is confirmed late', () => {
    const one = story();
    one.tell('pol-6310', 'consent', 'one', intake.stopOverdue({ recipient: BP3MI, stop }), '04-23 09:00');
    expect(withdrawal(one, '04-24 00:00')).toMatchObject({ state: 'overdue', overdue: true });
    one.tell('bp3mi-63', 'stop', 'stop', intake.processingStopConfirmed(), '04-25 05:00');
    expect(withdrawal(one, '04-26 00:00')).toMatchObject({ state: 'confirmed', overdue: true });
  });
});

describe('restitution, as in scenario S9', () => {
  const story = told(
    'restitution',
    ['03-01 09:00', services.restitutionRightExplained()],
    ['03-02 09:00', services.restitutionClaimed({ amount: 85_000_000 })],
    ['05-20 09:00', services.restitutionAwarded({ amount: 60_000_000 })],
    ['06-05 10:00', services.restitutionVerdictNotified()],
    ['06-10 09:00', services.restitutionPaid({ amount: 25_000_000 })],
    ['06-20 00:00', services.restitutionOverdue({ outstanding: 35_000_000 })],
    ['07-01 09:00', services.restitutionPaid({ amount: 35_000_000 })],
  );
  it.each([
    ['03-02 09:00', { claimed: null, awarded: null, outstanding: 0, explained: at('03-01 09:00') }],
    ['05-21 00:00', { claimed: 85_000_000, awarded: 60_000_000, paid: 0, outstanding: 60_000_000, dueOn: null }],
    ['06-20 00:00', { paid: 25_000_000, outstanding: 35_000_000, dueOn: '2026-06-19', overdue: false }],
    ['06-21 00:00', { outstanding: 35_000_000, overdue: true }],
    ['07-02 00:00', { paid: 60_000_000, outstanding: 0, overdue: false }],
  ])('as of %s', (local, expected) => expect(asOf(story, local).restitution).toMatchObject([expected]));
  it('is below nought where money came before the award, or more than it', () => {
    const early = told('restitution', ['05-01 09:00', services.restitutionPaid({ amount: 5 })]);
    expect(asOf(early, '05-02 00:00').restitution).toMatchObject([{ awarded: null, paid: 5, outstanding: -5, overdue: false }]);
  });
});

describe('proceedings', () => {
  const story = told(
    'process',
    ['02-03 10:00', services.policeReportFiled()],
    ['02-10 10:00', services.investigationOpened()],
    ['03-10 10:00', services.caseFileDeclaredComplete({ charges: [{ article: 'KUHP 455' }] })],
    ['04-10 10:00', services.caseTransferredToCourt()],
    ['05-20 10:00', services.verdictRecorded({ charges: [{ article: 'KUHP 455' }] })],
    ['05-28 10:00', services.verdictBecameFinal()],
  );
  it.each([
    ['02-04 00:00', { stage: 'Reported', charges: [], verdict: null }],
    ['02-11 00:00', { stage: 'Investigation', charges: ['UU 21/2007 art. 2(1)'] }],
    ['03-11 00:00', { stage: 'FileComplete', charges: ['KUHP 455'] }],
    ['04-11 00:00', { stage: 'InCourt' }],
    ['05-21 00:00', { stage: 'Verdict', verdict: 'Convicted', finalOn: null }],
    ['05-29 00:00', { stage: 'Final', verdict: 'Convicted', finalOn: '2026-05-28' }],
  ])('as of %s', (local, expected) => expect(asOf(story, local).processes).toMatchObject([expected]));

  it('may stop, with its reason', () => {
    const stopped = told('process', ['02-03 10:00', services.policeReportFiled()], ['02-10 10:00', services.processStopped()]);
    expect(asOf(stopped, '02-11 00:00').processes).toMatchObject([{ stage: 'Stopped', stopped: 'InsufficientEvidence' }]);
  });
});

it('an event in a stream of another kind is not read, and no ledger trips over it', () => {
  const story = told('restitution', ['02-03 10:00', services.policeReportFiled()]);
  expect(asOf(story, '02-04 00:00')).toMatchObject({ complete: false, restitution: [], processes: [] });
});
