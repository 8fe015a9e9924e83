import { type Actor, streamOf, type StreamId } from '@satualur/contracts/ids';
import { type Clock, instantNow } from '@satualur/event-store/clock';
import type { EventStore } from '@satualur/event-store/store';
import { uuidFrom } from '@satualur/service-host/secrets';
import { type CodeCommand, codes, type Versions } from '../domain/code-list';
import { referenceData } from './reference';

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

/** Publishes what of the reference data the registry does not hold yet, by its own commands; says how many. A second call publishes nothing. */
export async function loadReference(
  store: EventStore,
  clock: Clock,
  data: readonly CodeCommand[] = referenceData,
): Promise<number> {
  let published = 0;
  for (const command of data) {
    const stream = codeStream(command);
    const cause = { actor: 'system/reference-data' as Actor, at: instantNow(clock), command: { id: commandId(command) } };
    const { events, repeated } = await store.transact(cause, async (unit) => {
      if (isThere(command, await unit.load(stream, codes))) return;
      await unit.decide(stream, codes, command);
    });
    if (!repeated && events.length > 0) published++;
  }
  return published;
}
