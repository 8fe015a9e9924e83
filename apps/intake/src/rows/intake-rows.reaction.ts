import {
  breachEvents,
  heldUpdateEvents,
  recordEvents,
  stopEvents,
  subjectRequestEvents,
  workerEvents,
} from '@satualur/contracts/intake/events';
import type { Alongside } from '@satualur/event-store/store';
import type { RowReaction } from '@satualur/service-host/reactions';
import { type IntakeRow, rowOf } from './intake.row';

/** A row made of fewer events never replaces one made of more. */
export function upsert({ table, key, row }: IntakeRow): Alongside {
  const columns = Object.keys(row);
  const changed = columns.filter((column) => !(key as readonly string[]).includes(column));
  return {
    text: `INSERT INTO "intake".${table} AS r (${columns.join(', ')}) VALUES (${columns.map((_, index) => `$${index + 1}`).join(', ')})
      ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${changed.map((column) => `${column} = EXCLUDED.${column}`).join(', ')}
      WHERE r.version <= EXCLUDED.version`,
    values: Object.values(row),
  };
}

/** The own log's records, requests, stops, breaches, held updates and absences as rows, with the reader's mark in one transaction. */
export const intakeRows: RowReaction = {
  name: 'intake-rows',
  from: 'own-log',
  on: Object.keys({
    ...recordEvents,
    ...stopEvents,
    ...subjectRequestEvents,
    ...breachEvents,
    ...heldUpdateEvents,
    ...workerEvents,
  }),
  rowsOf(events) {
    const row = rowOf(events);
    return row ? [upsert(row)] : [];
  },
};
