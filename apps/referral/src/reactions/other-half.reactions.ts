import { type AgencyKey, type Instant, streamOf, type Uuid, uuidOfStream } from '@satualur/contracts/ids';
import type { ReferralInEvent, ReferralOutEvent } from '@satualur/contracts/referral/events';
import type { Unit } from '@satualur/event-store/store';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import type { CommandReaction, Heard } from '@satualur/service-host/reactions';
import { decideIn, decideOut, inOf, openKey, outOf } from '../both-halves';
import { asAnswer, asNotice, type FromLog } from '../domain/exchange';
import { recordFacts } from '../domain/record-facts';
import { referralIn } from '../domain/referral-in';
import { referralOut } from '../domain/referral-out';
import { tellOfContact, tellOfEnd, tellOfReceipt, tellOfServiceOverdue, tellSecretariat, tellSender } from '../notices';
import { instantNow } from '@satualur/event-store/clock';

const fromLog = <E>({ event, log }: Heard): FromLog<E> => ({ ...event, origin: log as AgencyKey }) as unknown as FromLog<E>;
const idOf = ({ envelope }: Heard) => uuidOfStream(envelope.subject);

/** What the sender did, noted in the recipient's half; of a referral that came in, was ended or is of somebody to be reached otherwise, people are told. */
export const senderActed: CommandReaction<OpenAgency> = {
  name: 'sender-acted',
  from: 'inbox',
  on: [
    'ReferralSent',
    'ReferralWithdrawn',
    'ReferralExpired',
    'ReferralExpiryRevoked',
    'ReferralTerminatedBySender',
    'ReferralContactChanged',
  ],
  async react(heard, unit, agency) {
    const { envelope } = heard;
    const arrival = { self: agency.key, stream: envelope.subject, version: Number(envelope.sequence) };
    const command = asNotice(fromLog<ReferralOutEvent>(heard), arrival);
    if (!command) return;
    const id = idOf(heard);
    const before = await unit.load(inOf(id), referralIn);
    const events = await decideIn(unit, id, command, instantNow(agency.clock));
    for (const { type, data } of events) {
      if (type === 'ReferralReceived') await tellOfReceipt(unit, id, data.emergency === true);
      if (type === 'ReferralContactNoted') await tellOfContact(unit, id, data);
      if (type === 'ReferralNoticeNoted') await tellOfEnd(unit, id, before);
    }
  },
};

/** What the recipient did, noted in the sender's half; an acceptance that wins late takes its place back. */
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
  async react(heard, unit, agency) {
    const { subject: stream, sequence } = heard.envelope;
    const command = asAnswer({ ...fromLog<ReferralInEvent>(heard), stands: { stream, version: Number(sequence) } });
    if (!command) return;
    const [id, now] = [idOf(heard), instantNow(agency.clock)];
    const events = await decideOut(unit, id, command, now);
    const { sent } = await unit.load(outOf(id), referralOut);
    if (sent) await tellSender(unit, id, events, { record: sent.record, emergency: sent.emergency === true, at: now });
    if (!events.some(({ type }) => type === 'ReferralExpiryRevoked')) return;
    await takePlaceBack(id, unit, agency, now);
    await tellContact(id, unit, now);
  },
};

/** What became of the contact rule while the referral passed for ended. */
async function tellContact(referral: Uuid, unit: Unit, now: Instant): Promise<void> {
  const { sent, ended } = await unit.load(outOf(referral), referralOut);
  if (!sent || ended) return;
  const { contact } = await unit.peek(streamOf('record', sent.record), recordFacts);
  if (contact) await decideOut(unit, referral, { type: 'ChangeContact', contact }, now);
}

/**
 * The acceptance was lawful, so the referral never lost its place: what was sent meanwhile is a duplicate, whether it superseded this
 * one or came of itself, and is ended in the same append (domain 5.5, 9).
 */
async function takePlaceBack(referral: Uuid, unit: Unit, { store }: OpenAgency, now: Instant): Promise<void> {
  await endReroutesOf(referral, unit, now);
  const { sent, ended } = await unit.load(outOf(referral), referralOut);
  if (!sent || ended) return;
  const holder = await store.holder('open-referral', openKey(sent));
  if (holder === outOf(referral)) return;
  if (holder) {
    await decideOut(unit, uuidOfStream(holder), { type: 'EndDuplicate' }, now);
    await endReroutesOf(uuidOfStream(holder), unit, now);
  }
  unit.claim('open-referral', openKey(sent), outOf(referral));
}

/** The whole chain: a reroute may have been rerouted in its turn. */
async function endReroutesOf(referral: Uuid, unit: Unit, now: Instant): Promise<void> {
  const { reroutes } = await unit.load(outOf(referral), referralOut);
  for (const reroute of reroutes) {
    await decideOut(unit, reroute, { type: 'EndDuplicate' }, now);
    await endReroutesOf(reroute, unit, now);
  }
}

const escalatedOf = ({ event }: Heard) => (event as Extract<ReferralOutEvent, { type: 'ReferralEscalated' }>).data;

/** Another agency's referral waits too long: the secretariat's people are told. */
export const escalated: CommandReaction<OpenAgency> = {
  name: 'referral-escalated',
  from: 'inbox',
  on: ['ReferralEscalated'],
  react: (heard, unit) => tellSecretariat(unit, idOf(heard), escalatedOf(heard)),
};

/** The secretariat's own referral waits too long: its inbox gets no copy of what it says itself. */
export const escalatedHere: CommandReaction<OpenAgency> = {
  name: 'own-referral-escalated',
  from: 'own-log',
  on: ['ReferralEscalated'],
  async react(heard, unit, { key }) {
    const data = escalatedOf(heard);
    if (data.secretariat === key) await tellSecretariat(unit, idOf(heard), data);
  },
};

/** A service that this agency was asked for should have started by now. */
export const serviceOverdue: CommandReaction<OpenAgency> = {
  name: 'referral-service-overdue',
  from: 'inbox',
  on: ['ReferralServiceOverdue'],
  react: (heard, unit) => tellOfServiceOverdue(unit, idOf(heard)),
};
