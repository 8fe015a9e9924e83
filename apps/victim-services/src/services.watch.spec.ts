import { APPLICATION, at, RECORD } from '@satualur/contracts/cast';
import type { AnyEvent } from '@satualur/contracts/event';
import { type StreamId, streamOf } from '@satualur/contracts/ids';
import type { NoticeEvent } from '@satualur/contracts/platform/events';
import { serviceApplication } from './domain/service-application';
import { victimReturn } from './domain/victim-return';
import { apply, noteStart, victim } from './domain/victim-services.builders';
import { wakeForApplication, wakeForReturn } from './services.watch';
import { ServicesWorld } from './services.world';

const application = streamOf('application', APPLICATION);
const homecoming = streamOf('return', APPLICATION);

let office: ServicesWorld;
beforeEach(() => (office = new ServicesWorld()));
/** Whom the notices raised so far tell of what. */
function told(about: StreamId): string[] {
  const notices = office.events().map(({ event }) => event as NoticeEvent);
  return notices.flatMap(({ type, data }) =>
    type === 'NotificationRaised' && data.about === about
      ? [[data.kind, data.role, ...(data.worker ? [data.worker] : [])].join(' ')]
      : [],
  );
}
const file = (over: Parameters<typeof apply>[0] = {}) =>
  office.work(async (unit, now) => {
    await unit.decide(application, serviceApplication, apply(over));
    unit.due(application, wakeForApplication(await unit.load(application, serviceApplication), now));
  });

describe('the statutory limit', () => {
  it('is told a day before to whoever is in charge, and to the supervisor when it passes', async () => {
    await office.write('intake', streamOf('record', RECORD), { type: 'WorkerAssigned', data: { worker: 'staff-7' } } as AnyEvent);
    await file();
    await office.passTo(at('02-08 23:59'));
    expect(told(application)).toEqual([]);
    await office.passTo(at('02-10 12:00'));
    expect(told(application)).toEqual(['ServiceDue caseworker staff-7']);
    await office.passTo(at('02-14 10:00'));
    expect(told(application)).toEqual(['ServiceDue caseworker staff-7', 'ServiceDue supervisor']);
  });

  it('of first aid is told like that of the service, each by itself', async () => {
    await file({ emergency: true });
    await office.passTo(at('02-05 12:00'));
    expect(told(application)).toEqual(['ServiceDue caseworker']);
    await office.passTo(at('02-07 10:00'));
    expect(told(application)).toEqual(['ServiceDue caseworker', 'ServiceDue supervisor']);
    await office.passTo(at('02-14 10:00'));
    expect(told(application)).toEqual([
      ...['ServiceDue caseworker', 'ServiceDue supervisor', 'ServiceDue caseworker', 'ServiceDue supervisor'],
    ]);
  });

  it('is told to nobody once a service has started', async () => {
    await file();
    await office.work(async (unit, now) => {
      await unit.decide(application, serviceApplication, noteStart());
      unit.due(application, wakeForApplication(await unit.load(application, serviceApplication), now));
    });
    await office.passTo(at('02-14 10:00'));
    expect(told(application)).toEqual([]);
  });
});

it('each after-care visit is told a week before, and to the supervisor when it was missed', async () => {
  await office.work(async (unit, now) => {
    const arranged = { ref: 'P-1', record: RECORD, destination: '3202', leaves: '2026-02-03', escort: 'Agency' } as const;
    await unit.decide(homecoming, victimReturn, { type: 'ArrangeReturn', facts: victim(), ...arranged } as never);
    await unit.decide(homecoming, victimReturn, { type: 'RecordReturn', arrived: '2026-02-03', months: [1, 3, 6] });
    unit.due(homecoming, wakeForReturn(await unit.load(homecoming, victimReturn), now));
  });
  await office.passTo(at('03-03 12:00'));
  expect(told(homecoming)).toEqual(['AfterCareDue caseworker']);
  await office.work(async (unit, now) => {
    await unit.decide(homecoming, victimReturn, { type: 'RecordVisit', months: 1, visitedOn: '2026-03-03', result: 'Well' });
    unit.due(homecoming, wakeForReturn(await unit.load(homecoming, victimReturn), now));
  });
  await office.passTo(at('05-04 10:00'));
  expect(told(homecoming)).toEqual(['AfterCareDue caseworker', 'AfterCareDue caseworker', 'AfterCareDue supervisor']);
});
