import { categoryOf } from '@satualur/contracts/ids';
import {
  referralInEvents,
  type ReferralInEvent,
  referralOutEvents,
  type ReferralOutEvent,
} from '@satualur/contracts/referral/events';
import type { Alongside, StoredEvent } from '@satualur/event-store/store';
import type { RowReaction } from '@satualur/service-host/reactions';
import { COLUMNS, type ReferralRow, rowOfIn, rowOfOut } from './referral.row';

const changed = COLUMNS.filter((column) => column !== 'half' && column !== 'id');

/** A row made of fewer events never replaces one made of more. */
export const upsert = (row: ReferralRow): Alongside => ({
  text: `INSERT INTO "referral".item AS i (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map((_, index) => `$${index + 1}`).join(', ')})
    ON CONFLICT (half, id) DO UPDATE SET ${changed.map((column) => `${column} = EXCLUDED.${column}`).join(', ')}
    WHERE i.version <= EXCLUDED.version`,
  values: COLUMNS.map((column) => row[column]),
});

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
    return row ? [upsert(row)] : [];
  },
};
