import { instantOf, msOfInstant, type Uuid, uuidOfStream } from '@satualur/contracts/ids';
import type { RecordEvent } from '@satualur/contracts/intake/events';
import type { ReferralInEvent } from '@satualur/contracts/referral/events';
import { hadEffect, settle } from '@satualur/contracts/referral/life-cycle';
import { fold } from '@satualur/decider/decider';
import type { Alongside, StoredEvent } from '@satualur/event-store/store';
import { referralFacts } from '../domain/referral-facts';
import type { IntakeRow } from './intake.row';
import { NEVER } from './never';

/** Above the version of every row that is made of a referral's own events: what was registered stays so. */
const REGISTERED_VERSION = 2_147_483_647;

/** A referral of which no record is owed any more: its acceptance lost the race, or it ended without a service. */
const isOver = (events: readonly StoredEvent<ReferralInEvent>[]): boolean => {
  const settled = settle(
    fold(
      referralFacts,
      events.map(({ event }) => event),
    ).acts,
  );
  return !hadEffect(settled, 'Accepted') || settled.state === 'Terminated';
};

/** An acceptance opens the recipient's duty to register a record of the person, unless it named one that it holds (domain 5.4). */
export function dutyRow(events: readonly StoredEvent[]): IntakeRow | undefined {
  const [first] = events as readonly StoredEvent<ReferralInEvent>[];
  const accepted = (events as readonly StoredEvent<ReferralInEvent>[]).find(({ event }) => event.type === 'ReferralAccepted');
  if (first?.event.type !== 'ReferralReceived' || accepted?.event.type !== 'ReferralAccepted') return undefined;
  const { ref, service, from, proxied } = first.event.data;
  if (proxied || accepted.event.data.recipientRecord) return undefined;
  return {
    table: 'work',
    key: ['queue', 'id'],
    row: {
      ...{ queue: 'to-register', id: uuidOfStream(first.stream), version: events.length, ref, record: null },
      ...{ kind: service, counterpart: from, state: isOver(events as never) ? 'Done' : 'Open' },
      ...{ opened_at: instantOf(msOfInstant(accepted.envelope.time)), due_at: NEVER },
    },
  };
}

/** The record that answers a referral is registered: the duty is done, whatever else is read of the referral. */
export function dutyDone(events: readonly StoredEvent[]): Alongside | undefined {
  const registered = (events as readonly StoredEvent<RecordEvent>[]).find(({ event }) => event.type === 'AgencyRecordRegistered');
  if (registered?.event.type !== 'AgencyRecordRegistered' || !registered.event.data.viaReferral) return undefined;
  const record: Uuid = uuidOfStream(registered.stream);
  const at = instantOf(msOfInstant(registered.envelope.time));
  return {
    text: `INSERT INTO "intake".work (queue, id, version, record, state, opened_at, due_at) VALUES ('to-register', $1, $2, $3, 'Done', $4, $5)
      ON CONFLICT (queue, id) DO UPDATE SET version = EXCLUDED.version, record = EXCLUDED.record, state = EXCLUDED.state`,
    values: [registered.event.data.viaReferral, REGISTERED_VERSION, record, at, NEVER],
  };
}
