import { referralInEvents } from '@satualur/contracts/referral/events';
import { applicationEvents, restitutionEvents, returnEvents, shelterEvents } from '@satualur/contracts/victim-services/events';
import type { Alongside } from '@satualur/event-store/store';
import type { RowReaction } from '@satualur/service-host/reactions';
import { rowsOf, type ServicesRow } from './services.row';

/** A row made of fewer events never replaces one made of more. */
export function upsert({ table, key, row }: ServicesRow): Alongside {
  const columns = Object.keys(row);
  const changed = columns.filter((column) => !(key as readonly string[]).includes(column));
  return {
    text: `INSERT INTO "victim-services".${table} AS r (${columns.join(', ')}) VALUES (${columns.map((_, index) => `$${index + 1}`).join(', ')})
      ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${changed.map((column) => `${column} = EXCLUDED.${column}`).join(', ')}
      WHERE r.version <= EXCLUDED.version`,
    values: Object.values(row),
  };
}

/** The own log's applications, referrals received, returns, claims and shelters as rows, with the reader's mark in one transaction. */
export const servicesRows: RowReaction = {
  name: 'services-rows',
  from: 'own-log',
  on: Object.keys({ ...applicationEvents, ...referralInEvents, ...returnEvents, ...restitutionEvents, ...shelterEvents }),
  rowsOf: (events) => rowsOf(events).map(upsert),
};
