import { categoryOf } from '@satualur/contracts/ids';
import {
  referralInEvents,
  type ReferralInEvent,
  referralOutEvents,
  type ReferralOutEvent,
} from '@satualur/contracts/referral/events';
import type { Alongside, StoredEvent } from '@satualur/event-store/store';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import type { CommandReaction } from '@satualur/service-host/reactions';
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
export const referralRows: CommandReaction<OpenAgency> = {
  name: 'referral-rows',
  from: 'own-log',
  on: [...Object.keys(referralOutEvents), ...Object.keys(referralInEvents)],
  async react({ envelope }, unit) {
    const events = await unit.events(envelope.subject);
    const row =
      categoryOf(envelope.subject) === 'referralout'
        ? rowOfOut(events as readonly StoredEvent<ReferralOutEvent>[])
        : rowOfIn(events as readonly StoredEvent<ReferralInEvent>[]);
    if (row) unit.alongside(upsert(row));
  },
};
