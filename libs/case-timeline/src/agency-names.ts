import type { AgencyName } from '@satualur/contracts/timeline/views';
import { inOrder, type KnownEvent, publishedOf } from './known-event';
import type { Instant } from '@satualur/contracts/ids';

/** Codes and names as the registry knew them, by key. */
export function agencyNames(events: Iterable<KnownEvent>, asOf?: Instant): ReadonlyMap<string, AgencyName> {
  const names = new Map<string, AgencyName>();
  for (const known of inOrder(events, asOf)) {
    const event = publishedOf(known);
    if (event.type !== 'AgencyRegistered') continue;
    const { key, code, name } = event.data;
    names.set(key, { key, code, name });
  }
  return names;
}
