import { type CatalogueEntry, catalogueByType } from '@satualur/contracts/catalogue';
import { categoryOf, Instant, StreamId } from '@satualur/contracts/ids';
import type { KnownEvent } from './known-event';

/** Fields that a later build added are no fault; anything else that the schema does not hold is. */
const holds = (schema: CatalogueEntry['schema'], data: object): boolean =>
  schema.safeParse(data).error?.issues.every((issue) => issue.code === 'unrecognized_keys') ?? true;

/** Whether this build understands the event: of a known type, in a stream of its kind, with data and times of its form. Others are shown as unread, never guessed. */
export function isReadable({ envelope }: KnownEvent): boolean {
  const entry = catalogueByType.get(envelope.type);
  return (
    entry !== undefined &&
    Instant.safeParse(envelope.time).success &&
    StreamId.safeParse(envelope.subject).success &&
    entry.categories.includes(categoryOf(envelope.subject)) &&
    holds(entry.schema, envelope.data)
  );
}
