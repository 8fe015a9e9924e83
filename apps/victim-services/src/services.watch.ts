import { type Instant, instantOf, msOfInstant, type StreamId, type Uuid } from '@satualur/contracts/ids';
import type { Unit } from '@satualur/event-store/store';
import { inCharge } from '@satualur/notices/in-charge';
import { raise } from '@satualur/notices/raise';
import { type Application, firstAidDue, nextDue as limitOf, serviceApplication, serviceDue } from './domain/service-application';
import { nextDue as missedAt, type Return, victimReturn } from './domain/victim-return';

const HOUR_MS = 3_600_000;

/** People are reminded of something still to be done; `occasion` where it comes more than once. */
interface Reminder {
  readonly at: Instant;
  readonly occasion?: string;
  readonly emergency?: boolean;
}

const ahead = (due: Instant, hours: number): Instant => instantOf(msOfInstant(due) - hours * HOUR_MS);

const FIRST_AID = 'first aid';

/** A day before each statutory limit: of the service's start, and in an emergency of first aid. */
export function applicationReminders(state: Application): readonly Reminder[] {
  const [service, aid] = [serviceDue(state), firstAidDue(state)];
  return [
    ...(service === null ? [] : [{ at: ahead(service, 24) }]),
    ...(aid === null ? [] : [{ at: ahead(aid, 24), occasion: FIRST_AID, emergency: true }]),
  ];
}

/** A week before each visit. */
export const visitReminders = ({ visits }: Return): readonly Reminder[] =>
  visits
    .filter(({ status }) => status === 'due')
    .map(({ dueAt, months }) => ({ at: ahead(dueAt, 7 * 24), occasion: String(months) }));

const isAfter = (at: Instant, than: Instant): boolean => msOfInstant(at) > msOfInstant(than);

/** The limit itself, or an earlier reminder that is still to come. */
function wakeAt(limit: Instant | null, reminders: readonly Reminder[], now: Instant): Instant | null {
  const coming = reminders.map(({ at }) => at).filter((at) => isAfter(at, now));
  return [...(limit === null ? [] : [limit]), ...coming].sort((a, b) => msOfInstant(a) - msOfInstant(b))[0] ?? null;
}

export const wakeForApplication = (state: Application, now: Instant): Instant | null =>
  wakeAt(limitOf(state), applicationReminders(state), now);
export const wakeForReturn = (state: Return, now: Instant): Instant | null => wakeAt(missedAt(state), visitReminders(state), now);

async function recordOf(unit: Unit, stream: StreamId): Promise<Uuid> {
  const [first] = await unit.events(stream);
  return (first!.event.data as { readonly record: Uuid }).record;
}

interface Telling {
  readonly kind: 'ServiceDue' | 'AfterCareDue';
  readonly at: Instant;
}

/** By name whoever is in charge of the record; of a limit that passed, the supervisor too. */
async function tell(unit: Unit, stream: StreamId, { kind, at }: Telling, reminders: readonly Reminder[]): Promise<void> {
  for (const { occasion, emergency = false } of reminders.filter((reminder) => !isAfter(reminder.at, at))) {
    const whom = { role: 'caseworker' as const, ...(await inCharge(unit, await recordOf(unit, stream), at)) };
    await raise(unit, { kind, about: stream, emergency, ...whom }, occasion);
  }
}

export async function fireApplication(unit: Unit, stream: StreamId, at: Instant): Promise<void> {
  const missed = await unit.decide(stream, serviceApplication, { type: 'FireTimers', at });
  const state = await unit.load(stream, serviceApplication);
  await tell(unit, stream, { kind: 'ServiceDue', at }, applicationReminders(state));
  for (const { type } of missed) {
    const [emergency, occasion] = type === 'FirstAidOverdue' ? [true, FIRST_AID] : [false, undefined];
    await raise(unit, { kind: 'ServiceDue', about: stream, role: 'supervisor', emergency }, occasion);
  }
  unit.due(stream, wakeForApplication(state, at));
}

export async function fireReturn(unit: Unit, stream: StreamId, at: Instant): Promise<void> {
  const missed = await unit.decide(stream, victimReturn, { type: 'FireTimers', at });
  const state = await unit.load(stream, victimReturn);
  await tell(unit, stream, { kind: 'AfterCareDue', at }, visitReminders(state));
  for (const { type, data } of missed)
    if (type === 'AfterCareVisitOverdue')
      await raise(unit, { kind: 'AfterCareDue', about: stream, role: 'supervisor', emergency: false }, String(data.months));
  unit.due(stream, wakeForReturn(state, at));
}
