import type { Hlc } from '@satualur/contracts/hlc';
import type { Instant, StreamId, SubjectId } from '@satualur/contracts/ids';
import { isSealedBox } from '@satualur/contracts/sealed';
import type { StoredEvent } from '@satualur/event-store/store';
import { viewed } from './access-log';
import type { OpenAgency } from './agency-side';
import { openBoxes } from './open-boxes';
import { notFound } from './problem';

type Who = Parameters<typeof viewed>[1];

/** One thing that happened, as its agency recorded it, with what was sealed open to the owner. */
export interface Happened {
  readonly what: string;
  readonly at: Instant;
  readonly data: object;
}

const sealedFields = (events: readonly StoredEvent[]): readonly string[] => {
  const sealed = events.flatMap(({ event }) => Object.entries(event.data).filter(([, value]) => isSealedBox(value)));
  return [...new Set(sealed.map(([field]) => field))];
};

async function opened({ key, vault }: OpenAgency, { event, envelope, stream, version }: StoredEvent): Promise<Happened> {
  const { subject, ...fields } = event.data as { readonly subject?: SubjectId };
  const data = await Promise.all(
    Object.entries(fields).map(async ([field, value]) => {
      const shown = subject ? await openBoxes(vault, value, { owner: key, subject, stream, version }, field) : value;
      return [field, shown] as const;
    }),
  );
  return { what: event.type, at: envelope.time, data: Object.fromEntries(data) };
}

/**
 * All that stands in one stream of the caller's agency, opened by its own vault; the look itself is an event before the answer. Answers 404
 * where there is nothing.
 */
export async function openedHistory(
  agency: OpenAgency,
  who: Who,
  stream: StreamId,
): Promise<{ readonly history: readonly Happened[]; readonly version: number; readonly hlc: Hlc }> {
  const events = await agency.store.read(stream);
  if (events.length === 0) throw notFound();
  const history = await Promise.all(events.map((event) => opened(agency, event)));
  return { history, version: events.length, hlc: await viewed(agency, who, stream, sealedFields(events)) };
}
