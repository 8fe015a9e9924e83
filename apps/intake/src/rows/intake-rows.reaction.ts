import {
  breachEvents,
  heldUpdateEvents,
  recordEvents,
  screeningClockEvents,
  stopEvents,
  subjectRequestEvents,
  workerEvents,
} from '@satualur/contracts/intake/events';
import type { ReferralInEvent } from '@satualur/contracts/referral/events';
import type { RowReaction } from '@satualur/service-host/reactions';
import { upsert } from '@satualur/service-host/row-upsert';
import { dutyDone } from './duty.row';
import { rowOf } from './intake.row';

/** Of the referrals received, what opens or ends the duty to register a record. */
const DUTIES = [
  'ReferralAccepted',
  'ReferralNoticeNoted',
  'ReferralTerminatedByRecipient',
] as const satisfies readonly ReferralInEvent['type'][];

/** The own log's records, duties, requests, stops, breaches, screenings awaited, held updates and absences as rows, with the reader's mark in one transaction. */
export const intakeRows: RowReaction = {
  name: 'intake-rows',
  from: 'own-log',
  on: [
    ...DUTIES,
    ...Object.keys({
      ...recordEvents,
      ...stopEvents,
      ...screeningClockEvents,
      ...subjectRequestEvents,
      ...breachEvents,
      ...heldUpdateEvents,
      ...workerEvents,
    }),
  ],
  rowsOf(events) {
    const row = rowOf(events);
    const done = dutyDone(events);
    return [...(row ? [upsert('intake', row)] : []), ...(done ? [done] : [])];
  },
};
