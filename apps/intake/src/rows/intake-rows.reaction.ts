import {
  breachEvents,
  heldUpdateEvents,
  recordEvents,
  stopEvents,
  subjectRequestEvents,
  workerEvents,
} from '@satualur/contracts/intake/events';
import type { RowReaction } from '@satualur/service-host/reactions';
import { upsert } from '@satualur/service-host/row-upsert';
import { rowOf } from './intake.row';

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
    return row ? [upsert('intake', row)] : [];
  },
};
