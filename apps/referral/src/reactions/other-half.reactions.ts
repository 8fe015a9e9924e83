import { type AgencyKey, streamOf, type Uuid, uuidOfStream } from '@satualur/contracts/ids';
import type { ReferralInEvent, ReferralOutEvent } from '@satualur/contracts/referral/events';
import type { Unit } from '@satualur/event-store/store';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import type { CommandReaction, Heard } from '@satualur/service-host/reactions';
import { asAnswer, asNotice, type FromLog } from '../domain/exchange';
import { referralIn } from '../domain/referral-in';
import { referralOut } from '../domain/referral-out';
import { bookkeeping } from '../open-referrals';

const fromLog = <E>({ event, log }: Heard): FromLog<E> => ({ ...event, origin: log as AgencyKey }) as unknown as FromLog<E>;
const idOf = ({ envelope }: Heard) => uuidOfStream(envelope.subject);

/** What the sender did, noted in the recipient's half. */
export const senderActed: CommandReaction<OpenAgency> = {
  name: 'sender-acted',
  from: 'inbox',
  on: ['ReferralSent', 'ReferralWithdrawn', 'ReferralExpired', 'ReferralExpiryRevoked', 'ReferralTerminatedBySender'],
  async react(heard, unit, agency) {
    const { envelope } = heard;
    const arrival = { self: agency.key, stream: envelope.subject, version: Number(envelope.sequence) };
    const command = asNotice(fromLog<ReferralOutEvent>(heard), arrival);
    if (command) await unit.decide(streamOf('referralin', idOf(heard)), referralIn, command);
  },
};

/** What the recipient did, noted in the sender's half; an acceptance that wins late ends the reroutes made meanwhile. */
export const recipientAnswered: CommandReaction<OpenAgency> = {
  name: 'recipient-answered',
  from: 'inbox',
  on: [
    'ReferralAcknowledged',
    'ReferralAccepted',
    'ReferralRejected',
    'ReferralWithdrawalConfirmed',
    'ReferralServiceStarted',
    'ReferralCompleted',
    'ReferralTerminatedByRecipient',
  ],
  async react(heard, unit) {
    const command = asAnswer(fromLog<ReferralInEvent>(heard));
    if (!command) return;
    const events = await unit.decide(streamOf('referralout', idOf(heard)), referralOut, command);
    await bookkeeping(unit, idOf(heard));
    if (events.some(({ type }) => type === 'ReferralExpiryRevoked')) await endReroutesOf(idOf(heard), unit);
  },
};

/** The whole chain: a reroute may have been rerouted in its turn. */
async function endReroutesOf(referral: Uuid, unit: Unit): Promise<void> {
  const { reroutes } = await unit.load(streamOf('referralout', referral), referralOut);
  for (const reroute of reroutes) {
    await unit.decide(streamOf('referralout', reroute), referralOut, { type: 'EndDuplicate' });
    await bookkeeping(unit, reroute);
    await endReroutesOf(reroute, unit);
  }
}
