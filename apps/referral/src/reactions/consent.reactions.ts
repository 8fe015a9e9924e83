import { type AgencyKey, type Instant, type Uuid, uuidOfStream } from '@satualur/contracts/ids';
import type { ConsentEvent, RecordEvent, StopEvent } from '@satualur/contracts/intake/events';
import type { GrantEvent } from '@satualur/contracts/referral/events';
import { isLegal } from '@satualur/contracts/referral/life-cycle';
import { instantNow } from '@satualur/event-store/clock';
import type { Unit } from '@satualur/event-store/store';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import type { CommandReaction } from '@satualur/service-host/reactions';
import { decideIn, decideOut, inOf, outOf } from '../both-halves';
import { keyGrant } from '../domain/grant';
import { referralIn } from '../domain/referral-in';
import { referralOut, stateOfOut } from '../domain/referral-out';
import { sentOfRecord, workedOnFor } from '../rows/referral-queries';

type Because = Extract<GrantEvent, { type: 'KeysRevoked' }>['data']['because'];

/** The keys that went with a referral, if any did: nobody hands them out any more. */
async function revoke(unit: Unit, { store }: OpenAgency, referral: Uuid, because: Because): Promise<void> {
  const grant = await store.holder('grant', referral);
  if (grant) await unit.decide(grant, keyGrant, { type: 'RevokeKeys', because });
}

/** What was sent on the consent of one record to one recipient. */
async function sentOnConsent(unit: Unit, agency: OpenAgency, record: Uuid, to: AgencyKey) {
  const found = [];
  for (const id of await sentOfRecord(agency.rows, record, to)) {
    const half = await unit.load(outOf(id), referralOut);
    if (half.sent?.legalBasis === 'Consent') found.push({ id, half });
  }
  return found;
}

/** What is undecided is withdrawn at the instant of the consent's withdrawal; what was accepted waits for the recipient's stop. */
async function stopSending(unit: Unit, agency: OpenAgency, record: Uuid, to: AgencyKey, time: Instant): Promise<void> {
  for (const { id, half } of await sentOnConsent(unit, agency, record, to)) {
    if (isLegal(stateOfOut(half)!, 'Withdrawn'))
      await decideOut(unit, id, { type: 'WithdrawReferral', reason: 'ConsentWithdrawn', time }, instantNow(agency.clock));
    await revoke(unit, agency, id, 'ConsentWithdrawn');
  }
}

/** The person withdrew consent: nothing more is delivered to those recipients. */
export const consentWithdrawn: CommandReaction<OpenAgency> = {
  name: 'consent-withdrawn',
  from: 'own-log',
  on: ['ConsentWithdrawn'],
  async react({ event, envelope }, unit, agency) {
    const { data } = event as Extract<ConsentEvent, { type: 'ConsentWithdrawn' }>;
    for (const { recipient } of data.stops) await stopSending(unit, agency, data.record, recipient, envelope.time);
  },
};

/** This agency confirmed that it stopped: what it was doing on that consent ends here. */
export const processingStopped: CommandReaction<OpenAgency> = {
  name: 'processing-stopped',
  from: 'own-log',
  on: ['ProcessingStopConfirmed'],
  async react({ event, envelope }, unit, agency) {
    const { owner, subject } = (event as Extract<StopEvent, { type: 'ProcessingStopConfirmed' }>).data;
    for (const id of await workedOnFor(agency.rows, owner, subject))
      await decideIn(unit, id, { type: 'StopProcessing', time: envelope.time }, instantNow(agency.clock));
  },
};

/** The stop of a recipient off the platform, whose half stands in this store. */
export const proxiedStopNoted: CommandReaction<OpenAgency> = {
  name: 'proxied-stop-noted',
  from: 'own-log',
  on: ['StopConfirmationNoted'],
  async react({ event, envelope }, unit, agency) {
    const { data } = event as Extract<ConsentEvent, { type: 'StopConfirmationNoted' }>;
    for (const { id, half } of await sentOnConsent(unit, agency, uuidOfStream(envelope.subject), data.recipient)) {
      const known = half.sent?.proxied && (await unit.load(inOf(id), referralIn)).received;
      if (known) await decideIn(unit, id, { type: 'StopProcessing', time: data.at }, instantNow(agency.clock));
    }
  },
};

/** The subject's keys are destroyed: every grant of them ends. */
export const subjectErased: CommandReaction<OpenAgency> = {
  name: 'subject-erased',
  from: 'own-log',
  on: ['SubjectErased'],
  async react({ event, envelope }, unit, agency) {
    if ((event as RecordEvent).type !== 'SubjectErased') return;
    for (const id of await sentOfRecord(agency.rows, uuidOfStream(envelope.subject)))
      await revoke(unit, agency, id, 'SubjectErased');
  },
};
