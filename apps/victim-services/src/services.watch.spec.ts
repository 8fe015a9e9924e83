import { APPLICATION, at, POLICE, RECORD, STAFF } from '@satualur/contracts/cast';
import type { AnyEvent } from '@satualur/contracts/event';
import { type Instant, msOfInstant, type StreamId, streamOf } from '@satualur/contracts/ids';
import type { NoticeEvent } from '@satualur/contracts/platform/events';
import { HybridClock } from '@satualur/event-store/clock';
import { storedEvent } from '@satualur/event-store/envelope';
import { MemoryEventStore, MemoryLog } from '@satualur/event-store/memory-store';
import { randomIds } from '@satualur/event-store/random-ids';
import type { Unit } from '@satualur/event-store/store';
import { fireDue } from '@satualur/service-host/timers';
import { serviceApplication } from './domain/service-application';
import { victimReturn } from './domain/victim-return';
import { apply, noteStart, victim } from './domain/victim-services.builders';
import { fireServices } from './services.timers';
import { wakeForApplication, wakeForReturn } from './services.watch';

const application = streamOf('application', APPLICATION);
const homecoming = streamOf('return', APPLICATION);

/** The agency's log in memory, with the real write path and timers of this service. */
class Office {
  private readonly log = new MemoryLog();
  private readonly ids = randomIds();
  private at: Instant = at('02-03 10:00');
  private readonly hybrid = new HybridClock({ now: () => msOfInstant(this.at) }, false);
  private readonly stores = {
    intake: this.storeOf('intake'),
    'victim-services': this.storeOf('victim-services'),
  };

  private storeOf(service: string) {
    return new MemoryEventStore({ log: this.log, source: `/agencies/${POLICE}/${service}`, clock: this.hybrid });
  }

  work(work: (unit: Unit, now: Instant) => Promise<void>, service: keyof Office['stores'] = 'victim-services') {
    const cause = { actor: STAFF, at: this.at, command: { id: this.ids.next() } };
    return this.stores[service].transact(cause, (unit) => work(unit, this.at));
  }

  assign(worker: string) {
    const event = { type: 'WorkerAssigned', data: { worker } } as AnyEvent;
    return this.work((unit) => unit.record(streamOf('record', RECORD), [event]), 'intake');
  }

  async passTo(until: Instant): Promise<void> {
    const store = this.stores['victim-services'];
    for (let due = await store.nextDue(); due && due.at <= until; due = await store.nextDue()) {
      this.at = due.at;
      await fireDue(store, fireServices, { now: () => msOfInstant(this.at) });
    }
    this.at = until;
  }

  /** Whom the notices raised so far tell of what. */
  told(about: StreamId): string[] {
    const notices = this.log.events.map(({ bytes }) => storedEvent(bytes).event as NoticeEvent);
    return notices.flatMap(({ type, data }) =>
      type === 'NotificationRaised' && data.about === about
        ? [[data.kind, data.role, ...(data.worker ? [data.worker] : [])].join(' ')]
        : [],
    );
  }
}

let office: Office;
beforeEach(() => (office = new Office()));
const file = (over: Parameters<typeof apply>[0] = {}) =>
  office.work(async (unit, now) => {
    await unit.decide(application, serviceApplication, apply(over));
    unit.due(application, wakeForApplication(await unit.load(application, serviceApplication), now));
  });

describe('the statutory limit', () => {
  it('is told a day before to whoever is in charge, and to the supervisor when it passes', async () => {
    await office.assign('staff-7');
    await file();
    await office.passTo(at('02-08 23:59'));
    expect(office.told(application)).toEqual([]);
    await office.passTo(at('02-10 12:00'));
    expect(office.told(application)).toEqual(['ServiceDue caseworker staff-7']);
    await office.passTo(at('02-14 10:00'));
    expect(office.told(application)).toEqual(['ServiceDue caseworker staff-7', 'ServiceDue supervisor']);
  });

  it('of first aid is told like that of the service, each by itself', async () => {
    await file({ emergency: true });
    await office.passTo(at('02-05 12:00'));
    expect(office.told(application)).toEqual(['ServiceDue caseworker']);
    await office.passTo(at('02-07 10:00'));
    expect(office.told(application)).toEqual(['ServiceDue caseworker', 'ServiceDue supervisor']);
    await office.passTo(at('02-14 10:00'));
    expect(office.told(application)).toEqual([
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
    expect(office.told(application)).toEqual([]);
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
  expect(office.told(homecoming)).toEqual(['AfterCareDue caseworker']);
  await office.work(async (unit, now) => {
    await unit.decide(homecoming, victimReturn, { type: 'RecordVisit', months: 1, visitedOn: '2026-03-03', result: 'Well' });
    unit.due(homecoming, wakeForReturn(await unit.load(homecoming, victimReturn), now));
  });
  await office.passTo(at('05-04 10:00'));
  expect(office.told(homecoming)).toEqual(['AfterCareDue caseworker', 'AfterCareDue caseworker', 'AfterCareDue supervisor']);
});
