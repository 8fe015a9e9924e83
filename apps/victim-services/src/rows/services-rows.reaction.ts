import { referralInEvents } from '@satualur/contracts/referral/events';
import { applicationEvents, restitutionEvents, returnEvents, shelterEvents } from '@satualur/contracts/victim-services/events';
import type { RowReaction } from '@satualur/service-host/reactions';
import { upsert } from '@satualur/service-host/row-upsert';
import { rowsOf } from './services.row';

/** The own log's applications, referrals received, returns, claims and shelters as rows, with the reader's mark in one transaction. */
export const servicesRows: RowReaction = {
  name: 'services-rows',
  from: 'own-log',
  on: Object.keys({ ...applicationEvents, ...referralInEvents, ...returnEvents, ...restitutionEvents, ...shelterEvents }),
  rowsOf: (events) => rowsOf(events).map((row) => upsert('victim-services', row)),
};
