import { type Instant, streamOf, type StreamId, type Uuid, uuidOfStream } from '@satualur/contracts/ids';
import type { Unit } from '@satualur/event-store/store';
import { inCharge } from '@satualur/notices/in-charge';
import { raise } from '@satualur/notices/raise';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import { aboutOf } from './domain/about';
import type { RegisterRecord } from './domain/agency-record.commands';
import { nextDue, screeningClock, type ScreeningClockCommand } from './domain/screening-clock';
import { liveIn } from './live';

/** One clock a record, in a stream named by it beside the screenings themselves. */
export const clockStream = (record: Uuid): StreamId => streamOf('screening', record);

async function toClock(unit: Unit, record: Uuid, command: ScreeningClockCommand): Promise<number> {
  const stream = clockStream(record);
  const events = await unit.decide(stream, screeningClock, command);
  if (events.length > 0) unit.due(stream, nextDue(await unit.load(stream, screeningClock)));
  return events.length;
}

type Registered = Pick<RegisterRecord, 'channel' | 'imported' | 'assertions'> & { readonly viaReferral?: unknown };

/** A victim's record that names its complaint channel is a complaint; what another agency referred, or an older register held, is none. */
function isComplaint({ channel, imported, viaReferral, assertions }: Registered): boolean {
  const referred = channel === 'Referral' || viaReferral !== undefined;
  return channel !== undefined && !referred && !imported && assertions.role?.value === 'victim';
}

/** Starts the clock of a complaint that was just registered. */
export async function awaitScreening(
  unit: Unit,
  { directory }: OpenAgency,
  registered: Registered & { readonly record: Uuid },
  since: Instant,
): Promise<void> {
  if (!isComplaint(registered)) return;
  const { record } = registered;
  const about = aboutOf(record, await liveIn(unit, record, since));
  await toClock(unit, record, { type: 'AwaitScreening', about, since, dueAt: directory.dueAt('Screen', since) });
}

/** The record's first screening is finished: its clock stops, if it has one. */
export const noteScreened = async (unit: Unit, record: Uuid, screening: Uuid, doneAt: Instant): Promise<void> =>
  void (await toClock(unit, record, { type: 'NoteScreened', screening, doneAt }));

/** The limit passed: whoever is in charge of the record is told, and the supervisor. */
export async function fireScreeningClock(unit: Unit, stream: StreamId, at: Instant): Promise<void> {
  const record = uuidOfStream(stream);
  const about = aboutOf(record, await liveIn(unit, record, at));
  unit.due(stream, null);
  if ((await toClock(unit, record, { type: 'FireTimers', about, at })) === 0) return;
  const notice = { kind: 'ScreeningDue' as const, about: stream, emergency: false };
  const { worker } = await inCharge(unit, record, at);
  if (worker !== undefined) await raise(unit, { ...notice, role: 'caseworker', worker });
  await raise(unit, { ...notice, role: 'supervisor' });
}
