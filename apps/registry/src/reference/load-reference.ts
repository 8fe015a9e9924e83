import { type Actor, streamOf, type StreamId, type Uuid } from '@satualur/contracts/ids';
import { type Clock, instantNow } from '@satualur/event-store/clock';
import type { EventStore } from '@satualur/event-store/store';
import { uuidFrom } from '@satualur/service-host/secrets';
import { type HolidayCommand, holidays } from '../domain/calendar';
import { type CodeCommand, codes, type Versions } from '../domain/code-list';
import { referenceData, referenceYears } from './reference';

/** Where all versions of one list, or of one map, are kept. */
export const codeStream = (command: CodeCommand): StreamId =>
  command.type === 'PublishCodeList'
    ? streamOf('codes', uuidFrom('code list', command.list))
    : streamOf('codes', uuidFrom('concept map', command.map));

const commandId = (command: CodeCommand) =>
  command.type === 'PublishCodeList'
    ? uuidFrom('reference list', command.list, command.version)
    : uuidFrom('reference map', command.map, command.validFrom);

/** The task force published this version itself, or another that holds from the same day: theirs stands. */
const isThere = (command: CodeCommand, { from, versions }: Versions): boolean =>
  from.some((known) => Date.parse(known) === Date.parse(command.validFrom)) ||
  (command.type === 'PublishCodeList' && versions.includes(command.version));

export const holidayStream = (year: number): StreamId => streamOf('holidays', uuidFrom('holidays', String(year)));

const publishing = (clock: Clock, id: Uuid) => ({
  ...{ actor: 'system/reference-data' as Actor, at: instantNow(clock), command: { id } },
});

/** Publishes the holidays of the years for which nobody has published any; says of how many years. */
export async function loadHolidays(
  store: EventStore,
  clock: Clock,
  years: readonly HolidayCommand[] = referenceYears,
): Promise<number> {
  let published = 0;
  for (const command of years) {
    const stream = holidayStream(command.year);
    const cause = publishing(clock, uuidFrom('reference holidays', String(command.year)));
    const { events, repeated } = await store.transact(cause, async (unit) => {
      if ((await unit.load(stream, holidays)).days === undefined) await unit.decide(stream, holidays, command);
    });
    if (!repeated && events.length > 0) published++;
  }
  return published;
}

/** Publishes what of the reference data the registry does not hold yet, by its own commands; says how many. A second call publishes nothing. */
export async function loadReference(
  store: EventStore,
  clock: Clock,
  data: readonly CodeCommand[] = referenceData,
): Promise<number> {
  let published = 0;
  for (const command of data) {
    const stream = codeStream(command);
    const cause = publishing(clock, commandId(command));
    const { events, repeated } = await store.transact(cause, async (unit) => {
      if (isThere(command, await unit.load(stream, codes))) return;
      await unit.decide(stream, codes, command);
    });
    if (!repeated && events.length > 0) published++;
  }
  return published;
}
