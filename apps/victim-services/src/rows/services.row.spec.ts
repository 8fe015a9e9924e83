import { APPLICATION, at, HOSPITAL, POLICE, RECORD, REFERRAL, SUBJECT } from '@satualur/contracts/cast';
import type { AnyEvent } from '@satualur/contracts/event';
import { type StreamId, streamOf } from '@satualur/contracts/ids';
import type { StoredEvent } from '@satualur/event-store/store';
import { rowsOf } from './services.row';

const SINCE = at('02-03 10:00');
const stored = (stream: StreamId, ...events: object[]): readonly StoredEvent[] =>
  events.map((event, index) => ({ stream, version: index + 1, event: event as AnyEvent, envelope: { time: SINCE } }) as never);
const rowsFor = (category: string, id: typeof RECORD, ...events: object[]) =>
  rowsOf(stored(streamOf(category, id), ...events)).map(({ row }) => row);

describe('an application', () => {
  const filed = {
    type: 'ServiceApplicationFiled',
    data: { ref: 'SA-1', record: RECORD, service: 'LegalAid', requestedAt: SINCE, dueAt: at('02-10 10:00') },
  };
  const satisfied = { type: 'ServiceApplicationSatisfied', data: { startedAt: at('02-12 10:00') } };
  const breached = { type: 'ServiceApplicationBreached', data: { dueAt: at('02-10 10:00') } };

  it.each([
    { events: [filed], state: 'Open' },
    { events: [filed, breached], state: 'Overdue' },
    { events: [filed, breached, satisfied], state: 'Done' },
    { events: [filed, { type: 'ServiceApplicationWithdrawn', data: { reason: 'MovedAway' } }], state: 'Done' },
  ])('waits for a service until one starts or none is wanted: $state', ({ events, state }) =>
    expect(rowsFor('application', APPLICATION, ...events)).toMatchObject([
      { queue: 'awaiting-service', kind: 'Application', state, due_at: at('02-10 10:00'), version: events.length },
    ]),
  );
});

describe('an application in an emergency', () => {
  const limits = { dueAt: at('02-10 10:00'), firstAidBy: at('02-05 10:00') };
  const filed = {
    type: 'ServiceApplicationFiled',
    data: { ref: 'SA-1', record: RECORD, service: 'Repatriation', requestedAt: SINCE, emergency: true, ...limits },
  };
  const aided = { type: 'FirstAidGiven', data: { givenAt: at('02-04 10:00') } };
  const unaided = { type: 'FirstAidOverdue', data: { dueAt: limits.firstAidBy } };
  const started = { type: 'ServiceApplicationSatisfied', data: { startedAt: at('02-04 10:00') } };

  it.each([
    { events: [filed], state: 'Open', due: limits.firstAidBy },
    { events: [filed, unaided], state: 'Overdue', due: limits.firstAidBy },
    { events: [filed, unaided, aided], state: 'Open', due: limits.dueAt },
    { events: [filed, started], state: 'Open', due: limits.firstAidBy },
    { events: [filed, started, aided], state: 'Done', due: limits.dueAt },
    { events: [filed, { type: 'ServiceApplicationWithdrawn', data: { reason: 'MovedAway' } }], state: 'Done', due: limits.dueAt },
  ])('waits for first aid and for a service: %#, $state', ({ events, state, due }) =>
    expect(rowsFor('application', APPLICATION, ...events)).toMatchObject([{ state, due_at: due }]),
  );
});

describe('a referral received', () => {
  const received = { type: 'ReferralReceived', data: { ref: 'F-1', from: POLICE, to: HOSPITAL, service: 'LegalAid' } };
  const accepted = { type: 'ReferralAccepted', data: {}, hlc: '0000000000000002' };
  const started = { type: 'ReferralServiceStarted', data: {}, hlc: '0000000000000003' };

  it('waits from its acceptance to the start of its service', () => {
    expect(rowsFor('referralin', REFERRAL, received)).toEqual([]);
    const [waiting] = rowsFor('referralin', REFERRAL, received, accepted);
    expect(waiting).toMatchObject({ kind: 'Referral', counterpart: POLICE, state: 'Open' });
    expect(rowsFor('referralin', REFERRAL, received, accepted, started)).toMatchObject([{ state: 'Done' }]);
  });

  it('to a recipient off the platform waits for this agency’s clerk', () => {
    const proxied = { ...received, data: { ...received.data, proxied: true } };
    const [waiting] = rowsFor('referralin', REFERRAL, proxied, accepted);
    expect(waiting).toMatchObject({ kind: 'ProxiedReferral', counterpart: HOSPITAL });
  });
});

describe('a return', () => {
  it('has a row for each visit, done when it was made', () => {
    const visit = (type: string, months: number) => ({ type, data: { record: RECORD, months, dueAt: at('03-31 10:00') } });
    const events = [
      { type: 'ReturnArranged', data: { ref: 'P-1', record: RECORD, subject: SUBJECT } },
      ...[1, 3, 6].map((months) => visit('AfterCareVisitScheduled', months)),
      visit('AfterCareVisitRecorded', 1),
      visit('AfterCareVisitOverdue', 3),
    ];
    const rows = rowsFor('return', APPLICATION, ...events);
    expect(rows).toMatchObject([{ state: 'Done' }, { state: 'Overdue' }, { state: 'Open' }]);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(3);
  });
});

describe('a claim for restitution', () => {
  const event = (type: string, data: object = {}) => ({ type, data: { record: RECORD, ...data } });
  const awarded = [event('RestitutionRightExplained'), event('RestitutionAwarded', { amount: 60 })];
  const notified = event('RestitutionVerdictNotified', { dueAt: at('06-19 10:00') });
  const paid = (amount: number) => event('RestitutionPaid', { amount });

  it('is due once its verdict is notified, until all is paid', () => {
    expect(rowsFor('restitution', APPLICATION, ...awarded)).toEqual([]);
    const owed = rowsFor('restitution', APPLICATION, ...awarded, notified, paid(25));
    expect(owed).toMatchObject([{ state: 'Open', outstanding: '35', due_at: at('06-19 10:00') }]);
    const late = rowsFor('restitution', APPLICATION, ...awarded, notified, event('RestitutionOverdue'));
    expect(late).toMatchObject([{ state: 'Overdue' }]);
    expect(rowsFor('restitution', APPLICATION, ...awarded, notified, paid(60))).toMatchObject([{ state: 'Done' }]);
  });
});

it('a shelter has its places and the free ones', () => {
  const opened = { type: 'ShelterOpened', data: { ref: 'RUMAH-1', places: 4 } };
  const taken = { type: 'ShelterPlaceTaken', data: { record: RECORD } };
  expect(rowsFor('shelter', APPLICATION, opened, taken)).toEqual([
    { id: APPLICATION, version: 2, ref: 'RUMAH-1', places: 4, free: 3 },
  ]);
});

it('other streams are in no list', () =>
  expect(rowsFor('plan', APPLICATION, { type: 'SupportPlanDrafted', data: {} })).toEqual([]));
