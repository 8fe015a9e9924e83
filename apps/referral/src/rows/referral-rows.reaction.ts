import { categoryOf } from '@satualur/contracts/ids';
import {
  referralInEvents,
  type ReferralInEvent,
  referralOutEvents,
  type ReferralOutEvent,
} from '@satualur/contracts/referral/events';
import type { StoredEvent } from '@satualur/event-store/store';
import type { RowReaction } from '@satualur/service-host/reactions';
import { upsert } from '@satualur/service-host/row-upsert';
import { type ReferralRow, rowOfIn, rowOfOut } from './referral.row';

/** Where the row of a half stands. */
export const listed = (row: ReferralRow) => ({ table: 'item', key: ['half', 'id'], row });

/** The own log's referrals as rows, with the reader's mark in one transaction. */
export const referralRows: RowReaction = {
  name: 'referral-rows',
  from: 'own-log',
  on: [...Object.keys(referralOutEvents), ...Object.keys(referralInEvents)],
  rowsOf(events) {
    const row =
      events[0] && categoryOf(events[0].stream) === 'referralout'
        ? rowOfOut(events as readonly StoredEvent<ReferralOutEvent>[])
        : rowOfIn(events as readonly StoredEvent<ReferralInEvent>[]);
    return row ? [upsert('referral', listed(row))] : [];
  },
};
