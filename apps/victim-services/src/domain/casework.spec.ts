import { at, CASE, RECORD, SUBJECT } from '@satualur/contracts/cast';
import type { Instant, Ref } from '@satualur/contracts/ids';
import type {
  PlanEvent,
  ProcessEvent,
  RestitutionEvent,
  ReturnEvent,
  ShelterEvent,
} from '@satualur/contracts/victim-services/events';
import { fold } from '@satualur/decider/decider';
import { scenario } from '@satualur/decider/testing';
import { legalProcess, type ProcessCommand } from './legal-process';
import { nextDue, restitution, type RestitutionCommand } from './restitution';
import { shelter } from './shelter';
import { supportPlan } from './support-plan';
import { victim } from './victim-services.builders';
import { victimReturn } from './victim-return';

const of = { caseid: CASE };
const perpetrator = victim({ role: 'perpetrator' });

describe('restitution', () => {
  const { given } = scenario(restitution);
  const explained: RestitutionEvent = { type: 'RestitutionRightExplained', data: { record: RECORD }, ...of };
  const claimOf = (amount: number): RestitutionEvent => ({
    type: 'RestitutionClaimed',
    data: { record: RECORD, amount, kinds: [] },
    ...of,
  });
  const claimed = claimOf(85_000_000);
  const awardOf = (amount: number): RestitutionEvent => ({ type: 'RestitutionAwarded', data: { record: RECORD, amount }, ...of });
  const awarded = awardOf(60_000_000);
  const dueAt = at('06-20 00:00');
  const notified: RestitutionEvent = {
    type: 'RestitutionVerdictNotified',
    data: { record: RECORD, notifiedAt: at('06-05 00:00'), dueOn: '2026-06-19', dueAt },
    ...of,
  };
  const paid = (amount: number): RestitutionEvent => ({ type: 'RestitutionPaid', data: { record: RECORD, amount }, ...of });
  const pay = (amount: number): RestitutionCommand => ({ type: 'Pay', amount });
  const all = [explained, claimed, awarded, notified];

  it('is explained before it is claimed', () => {
    given().when({ type: 'ExplainRight', record: RECORD, facts: victim() }).then(explained);
    given(explained).when({ type: 'Claim', amount: 85_000_000, kinds: [] }).then(claimed);
    given().when({ type: 'Claim', amount: 1, kinds: [] }).thenRefused('restitution-unknown');
    given().when({ type: 'ExplainRight', record: RECORD, facts: perpetrator }).thenRefused('record-not-a-victim');
  });
  it('is due at the end of the fourteenth day after the date of the notification', () =>
    given(explained, claimed, awarded)
      .when({ type: 'NotifyVerdict', notifiedAt: at('06-05 00:00'), dueAt })
      .then(notified));
  it('is overdue when something is owed after the last day', () =>
    given(...all, paid(25_000_000))
      .when({ type: 'FireTimers', at: dueAt })
      .then({ type: 'RestitutionOverdue', data: { record: RECORD, dueAt, outstanding: 35_000_000 }, ...of, time: dueAt }));
  it('is not overdue when paid in full at the very end', () =>
    given(...all, paid(60_000_000))
      .when({ type: 'FireTimers', at: dueAt })
      .thenNothing());
  it('is not overdue a minute before', () =>
    given(...all)
      .when({ type: 'FireTimers', at: at('06-19 23:59') })
      .thenNothing());
  it('is overdue once', () =>
    given(...all, { type: 'RestitutionOverdue', data: { record: RECORD, dueAt, outstanding: 60_000_000 }, ...of })
      .when({ type: 'FireTimers', at: at('06-21 00:00') })
      .thenNothing());
  it('may be claimed without an amount, and paid before the award', () => {
    given(explained)
      .when({ type: 'Claim', amount: 0, kinds: [] })
      .then({ type: 'RestitutionClaimed', data: { record: RECORD, amount: 0, kinds: [] }, ...of });
    given(explained, claimed).when(pay(5)).then(paid(5));
    given(explained, claimed, awarded).when(pay(5)).then(paid(5));
  });
  it('may be awarded anew by a higher court', () =>
    given(explained, claimed, awarded).when({ type: 'Award', amount: 60_000_000 }).then(awarded));
  it('is never paid beyond what is owed, and says what that is', () => {
    given(...all, paid(59_999_999))
      .when(pay(1))
      .then(paid(1));
    given(...all, paid(59_999_999))
      .when(pay(2))
      .thenRefused('more-than-outstanding');
    given(explained, claimed, awardOf(0)).when(pay(1)).thenRefused('more-than-outstanding');
    expect(() => restitution.decide(pay(36_000_000), fold(restitution, [...all, paid(25_000_000)]))).toThrow(
      expect.objectContaining({
        detail: { state: 'notified', awarded: '60000000', paid: '25000000', outstanding: '35000000' },
      }),
    );
  });
  it('before the award is paid up to the claim, where that says an amount', () => {
    given(explained, claimed, paid(80_000_000)).when(pay(5_000_000)).then(paid(5_000_000));
    given(explained, claimed, paid(80_000_000)).when(pay(5_000_001)).thenRefused('more-than-outstanding');
    given(explained, claimOf(0)).when(pay(5)).then(paid(5));
  });
  it('is awarded above the claim, and never below what was paid', () => {
    given(explained, claimed).when({ type: 'Award', amount: 85_000_001 }).then(awardOf(85_000_001));
    given(...all, paid(25_000_000))
      .when({ type: 'Award', amount: 25_000_000 })
      .then(awardOf(25_000_000));
    given(...all, paid(25_000_000))
      .when({ type: 'Award', amount: 24_999_999 })
      .thenRefused('award-below-paid');
  });
  it('is taken as it is said to have happened, where that is said to be meant', () => {
    given(explained, claimed, awardOf(5)).when({ type: 'Pay', amount: 7, unbalanced: true }).then(paid(7));
    given(...all, paid(25_000_000))
      .when({ type: 'Award', amount: 1, unbalanced: true })
      .then(awardOf(1));
  });
  it('is paid only once claimed, in whole rupiah above nought', () => {
    given(explained).when(pay(5)).thenRefused('illegal-transition');
    given(...all)
      .when(pay(0))
      .thenRefused('amount-not-positive');
  });

  describe('whose verdict is notified without an award', () => {
    const unawarded = [explained, claimed, notified];
    it('has a last day, and owes nothing on it', () => {
      given(explained, claimed)
        .when({ type: 'NotifyVerdict', notifiedAt: at('06-05 00:00'), dueAt })
        .then(notified);
      given(...unawarded)
        .when({ type: 'FireTimers', at: dueAt })
        .thenNothing();
      expect(nextDue(fold(restitution, unawarded))).toBeNull();
    });
    it('is awarded later, and overdue once something is owed', () => {
      given(...unawarded)
        .when({ type: 'Award', amount: 60_000_000 })
        .then(awarded);
      given(...unawarded, awarded)
        .when({ type: 'FireTimers', at: at('07-01 00:00') })
        .then({ type: 'RestitutionOverdue', data: { record: RECORD, dueAt, outstanding: 60_000_000 }, ...of, time: dueAt });
    });
    it('is notified once, awarded or not', () => {
      const again: RestitutionCommand = { type: 'NotifyVerdict', notifiedAt: at('06-06 00:00'), dueAt };
      given(...unawarded)
        .when(again)
        .thenRefused('illegal-transition');
      given(...unawarded, awarded)
        .when(again)
        .thenRefused('illegal-transition');
    });
  });

  describe('not paid', () => {
    const overdue: RestitutionEvent = {
      type: 'RestitutionOverdue',
      data: { record: RECORD, dueAt, outstanding: 60_000_000 },
      ...of,
    };
    const detain = (months: number): RestitutionCommand => ({ type: 'ImposeDetention', months });
    const detained = (months: number): RestitutionEvent => ({
      type: 'SubstituteDetentionImposed',
      data: { record: RECORD, months },
      ...of,
    });
    it('is served by detention once overdue, while something is owed', () => {
      given(...all, overdue)
        .when(detain(12))
        .then(detained(12));
      given(...all)
        .when(detain(6))
        .thenRefused('restitution-not-overdue');
      given(...all, overdue, paid(60_000_000))
        .when(detain(6))
        .thenRefused('restitution-not-overdue');
    });
    it('is served for a year at most, in all', () => {
      given(...all, overdue)
        .when(detain(13))
        .thenRefused('detention-too-long');
      given(...all, overdue, detained(8))
        .when(detain(5))
        .thenRefused('detention-too-long');
      given(...all, overdue, detained(8))
        .when(detain(4))
        .then(detained(4));
    });
  });
});

describe('a legal process', () => {
  const { given } = scenario(legalProcess);
  const charges = [{ article: 'UU 21/2007 art. 2(1)', since: '2007-04-19' }];
  const filed: ProcessEvent = {
    type: 'PoliceReportFiled',
    data: { ref: 'LP/9/FIKTIF' as Ref, record: RECORD, subject: SUBJECT, lpNumber: 'LP/B/9/FIKTIF', filedOn: '2026-02-01' },
    ...of,
  };
  const step = (type: ProcessEvent['type'], data: object): ProcessEvent =>
    ({ type, data: { record: RECORD, ...data }, ...of }) as ProcessEvent;
  const way: readonly (readonly [ProcessCommand, ProcessEvent])[] = [
    [{ type: 'OpenInvestigation', charges }, step('InvestigationOpened', { charges })],
    [{ type: 'DeclareComplete', charges }, step('CaseFileDeclaredComplete', { charges })],
    [{ type: 'TransferToCourt', court: 'PN Fiktif' }, step('CaseTransferredToCourt', { court: 'PN Fiktif' })],
    [
      { type: 'RecordVerdict', verdict: 'Convicted', charges, decidedOn: '2026-05-28' },
      step('VerdictRecorded', { verdict: 'Convicted', charges, decidedOn: '2026-05-28' }),
    ],
    [{ type: 'NoteFinal', finalOn: '2026-06-05' }, step('VerdictBecameFinal', { finalOn: '2026-06-05' })],
  ];

  it.each(way.map((_, index) => index))('goes its way, step %i', (index) => {
    const before = [filed, ...way.slice(0, index).map(([, event]) => event)];
    const [command, event] = way[index]!;
    given(...before)
      .when(command)
      .then(event);
  });
  it.each(way.map((_, index) => index))('takes no step twice or too early, step %i', (index) => {
    const [command] = way[index]!;
    if (index > 0) given(filed).when(command).thenRefused('illegal-transition');
    given(filed, ...way.map(([, event]) => event))
      .when(command)
      .thenRefused('illegal-transition');
  });
  it('stops, and goes no further', () => {
    const stopped = step('ProcessStopped', { reason: 'InsufficientEvidence' });
    given(filed).when({ type: 'StopProcess', reason: 'InsufficientEvidence' }).then(stopped);
    given(filed, stopped).when({ type: 'OpenInvestigation', charges }).thenRefused('illegal-transition');
  });
  it('begins with a report', () => given().when({ type: 'OpenInvestigation', charges }).thenRefused('process-unknown'));
});

describe('a way home', () => {
  const { given } = scenario(victimReturn);
  const arranged: ReturnEvent = {
    type: 'ReturnArranged',
    data: { ref: 'P-1' as Ref, record: RECORD, subject: SUBJECT, destination: '3202', leaves: '2026-08-30', escort: 'Agency' },
    ...of,
  };
  const visits = [
    { months: 1, dueOn: '2026-09-30', dueAt: at('10-01 00:00') },
    { months: 3, dueOn: '2026-11-30', dueAt: at('12-01 00:00') },
    { months: 6, dueOn: '2027-02-28', dueAt: '2027-02-28T16:00:00.000Z' as Instant },
  ];
  const scheduled = visits.map((visit): ReturnEvent => ({
    type: 'AfterCareVisitScheduled',
    data: { record: RECORD, ...visit },
    ...of,
  }));
  const home: ReturnEvent[] = [
    arranged,
    { type: 'VictimReturned', data: { record: RECORD, arrived: '2026-08-31' }, ...of },
    ...scheduled,
  ];

  it('is followed by visits after 1, 3 and 6 months, at the end of shorter ones', () =>
    given(arranged)
      .when({ type: 'RecordReturn', arrived: '2026-08-31', months: [1, 3, 6] })
      .then(...home.slice(1)));
  it('misses a visit at the end of its day, once', () => {
    const overdue: ReturnEvent = {
      type: 'AfterCareVisitOverdue',
      data: { record: RECORD, months: 1, dueAt: visits[0]!.dueAt },
      ...of,
    };
    given(...home)
      .when({ type: 'FireTimers', at: at('10-01 00:00') })
      .then({ ...overdue, time: visits[0]!.dueAt });
    given(...home, overdue)
      .when({ type: 'FireTimers', at: at('10-02 00:00') })
      .thenNothing();
  });
  it('takes no note of an erased person, and a visit without one', () => {
    const visit = { months: 1, visitedOn: '2026-09-20', result: 'Well' } as const;
    const erased = victim({ erased: ['narrative'] });
    given(...home)
      .when({ type: 'RecordVisit', ...visit, notes: 'Catatan contoh', facts: erased })
      .thenRefused('subject-erased');
    given(...home)
      .when({ type: 'RecordVisit', ...visit, facts: erased })
      .then({ type: 'AfterCareVisitRecorded', data: { record: RECORD, subject: SUBJECT, ...visit }, ...of });
    const { ref, destination, leaves, escort } = arranged.data as Extract<ReturnEvent, { type: 'ReturnArranged' }>['data'];
    given()
      .when({ type: 'ArrangeReturn', record: RECORD, ref, destination, leaves, escort, facts: victim({ erased: ['shelter'] }) })
      .thenRefused('subject-erased');
  });
  it('takes a visit late too, and once', () => {
    const visit = { months: 1, visitedOn: '2026-10-05', result: 'Well' } as const;
    const recorded: ReturnEvent = { type: 'AfterCareVisitRecorded', data: { record: RECORD, subject: SUBJECT, ...visit }, ...of };
    given(...home)
      .when({ type: 'RecordVisit', ...visit })
      .then(recorded);
    given(...home, recorded)
      .when({ type: 'RecordVisit', ...visit })
      .thenRefused('illegal-transition');
    given(...home)
      .when({ type: 'RecordVisit', ...visit, months: 2 })
      .thenRefused('no-such-visit');
  });
});

describe('a shelter', () => {
  const { given } = scenario(shelter);
  const opened: ShelterEvent = { type: 'ShelterOpened', data: { ref: 'RUMAH-1' as Ref, subject: SUBJECT, places: 1 } };
  const taken: ShelterEvent = { type: 'ShelterPlaceTaken', data: { record: RECORD }, ...of };
  const other = SUBJECT as never;
  it('takes as many as it has places for', () => {
    given(opened).when({ type: 'TakePlace', record: RECORD, facts: victim() }).then(taken);
    given(opened, taken).when({ type: 'TakePlace', record: other, facts: victim() }).thenRefused('shelter-full');
    given(opened, taken).when({ type: 'TakePlace', record: RECORD, facts: victim() }).thenRefused('already-in-shelter');
  });
  it('frees a place for the next', () => {
    const freed: ShelterEvent = { type: 'ShelterPlaceFreed', data: { record: RECORD } };
    given(opened, taken).when({ type: 'FreePlace', record: RECORD }).then(freed);
    given(opened, taken, freed).when({ type: 'TakePlace', record: RECORD, facts: victim() }).then(taken);
    given(opened).when({ type: 'FreePlace', record: RECORD }).thenRefused('not-in-shelter');
  });
  it('never has fewer places than guests', () =>
    given(opened, taken).when({ type: 'ChangePlaces', places: 0 }).thenRefused('places-taken'));
});

describe('a support plan', () => {
  const { given } = scenario(supportPlan);
  const services = [{ service: 'LegalAid' as const }];
  const drafted: PlanEvent = {
    type: 'SupportPlanDrafted',
    data: { ref: 'RP-1' as Ref, record: RECORD, subject: SUBJECT, services },
    ...of,
  };
  const approved: PlanEvent = { type: 'SupportPlanApproved', data: { record: RECORD, withVictim: true }, ...of };
  it('is drafted, approved, reviewed and ended', () => {
    given()
      .when({ type: 'DraftPlan', ref: 'RP-1' as Ref, record: RECORD, services, facts: victim() })
      .then(drafted);
    given(drafted).when({ type: 'ApprovePlan', withVictim: true }).then(approved);
    const ended: PlanEvent = { type: 'SupportPlanReviewed', data: { record: RECORD, result: 'End' }, ...of };
    given(drafted, approved).when({ type: 'ReviewPlan', result: 'End' }).then(ended);
    given(drafted, approved, ended).when({ type: 'ReviewPlan', result: 'Continue' }).thenRefused('illegal-transition');
  });
  it('says what is to be reached and what to be done, of a person whose data are kept', () => {
    const sealed = { goals: 'Pulih (contoh)', actions: 'Pendampingan (contoh)' };
    const draft = { type: 'DraftPlan' as const, ref: 'RP-1' as Ref, record: RECORD, services, ...sealed };
    given()
      .when({ ...draft, facts: victim() })
      .then({ ...drafted, data: { ...drafted.data, ...sealed } } as PlanEvent);
    given()
      .when({ ...draft, facts: victim({ erased: ['narrative'] }) })
      .thenRefused('subject-erased');
  });
  it('says what changes', () => {
    given(drafted, approved).when({ type: 'ReviewPlan', result: 'Change' }).thenRefused('changes-missing');
    given(drafted).when({ type: 'ReviewPlan', result: 'End' }).thenRefused('illegal-transition');
  });
});
