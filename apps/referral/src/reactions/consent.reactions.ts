import type { Hlc } from '@satualur/contracts/hlc';
import { type AgencyKey, type Instant, type Uuid, uuidOfStream } from '@satualur/contracts/ids';
import type { ConsentEvent, RecordEvent, StopEvent } from '@satualur/contracts/intake/events';
import type { GrantEvent } from '@satualur/contracts/referral/events';
import { isLegal } from '@satualur/contracts/referral/life-cycle';
import { instantNow } from '@satualur/event-store/clock';
import type { StoredEvent, Unit } from '@satualur/event-store/store';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import type { CommandReaction } from '@satualur/service-host/reactions';
import { decideIn, decideOut, outOf } from '../both-halves';
import { keyGrant } from '../domain/grant';
import { referralOut, stateOfOut } from '../domain/referral-out';
import { sentOfRecord, workedOnFor } from '../rows/referral-queries';

type Because = Extract<GrantEvent, { type: 'KeysRevoked' }>['data']['because'];

/** The keys that went with a referral, if any did: nobody hands them out any more. */
async function revoke(unit: Unit, { store }: OpenAgency, referral: Uuid, because: Because): Promise<void> {
  const grant = await store.holder('grant', referral);
  if (grant) await unit.decide(grant, keyGrant, { type: 'RevokeKeys', because });
}

/** What was sent to a recipient on one record's consent before a withdrawal; what was sent since rests on a newer one. */
async function sentOnConsent(unit: Unit, agency: OpenAgency, { record, to, before }: Withdrawal) {
  const found = [];
  for (const id of await sentOfRecord(agency.rows, record, to)) {
    const half = await unit.load(outOf(id), referralOut);
    const sending = (await unit.events(outOf(id))).find(({ event }) => event.type === 'ReferralSent');
    if (half.sent?.legalBasis === 'Consent' && sending!.hlc < before) found.push({ id, half });
  }
  return found;
}

interface Withdrawal {
  readonly record: Uuid;
  readonly to: AgencyKey;
  readonly before: Hlc;
}

/** What is undecided is withdrawn at the instant of the consent's withdrawal; what was accepted waits for the recipient's stop. */
async function stopSending(unit: Unit, agency: OpenAgency, withdrawal: Withdrawal, time: Instant): Promise<void> {
  for (const { id, half } of await sentOnConsent(unit, agency, withdrawal)) {
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
    const { record, stops } = (event as Extract<ConsentEvent, { type: 'ConsentWithdrawn' }>).data;
    for (const { recipient: to } of stops) await stopSending(unit, agency, { record, to, before: envelope.hlc }, envelope.time);
  },
};

/** This agency, or its clerk for one off the platform, confirmed a stop: what was done on that consent ends, what came on a newer one goes on. */
export const processingStopped: CommandReaction<OpenAgency> = {
  name: 'processing-stopped',
  from: 'own-log',
  on: ['ProcessingStopConfirmed'],
  async react({ event, envelope }, unit, agency) {
    const {
      owner,
      subject,
      recipient: by = agency.key,
    } = (event as Extract<StopEvent, { type: 'ProcessingStopConfirmed' }>).data;
    const stop = (await unit.events(envelope.subject)).find((stored) => stored.event.type === 'StopRequested');
    if (!stop) return;
    const { at: withdrawnAt } = (stop.event as Extract<StopEvent, { type: 'StopRequested' }>).data;
    for (const id of await workedOnFor(agency.rows, owner, subject)) {
      const command = { type: 'StopProcessing' as const, by, withdrawnAt, time: envelope.time };
      await decideIn(unit, id, command, instantNow(agency.clock));
    }
  },
};

/** The stop of a recipient off the platform, whose half stands in this store. */
export const proxiedStopNoted: CommandReaction<OpenAgency> = {
  name: 'proxied-stop-noted',
  from: 'own-log',
  on: ['StopConfirmationNoted'],
  async react({ event, envelope }, unit, agency) {
    const { recipient: to, stop, at: time } = (event as Extract<ConsentEvent, { type: 'StopConfirmationNoted' }>).data;
    const said = (await unit.events(envelope.subject)) as readonly StoredEvent<ConsentEvent>[];
    const asked = said.find(
      (stored) => stored.event.type === 'ConsentWithdrawn' && stored.event.data.stops.some((s) => s.stop === stop),
    );
    if (!asked) return;
    const withdrawal = { record: uuidOfStream(envelope.subject), to, before: asked.hlc };
    for (const { id, half } of await sentOnConsent(unit, agency, withdrawal)) {
      const command = { type: 'StopProcessing' as const, by: to, withdrawnAt: asked.envelope.time, time };
      if (half.sent?.proxied) await decideIn(unit, id, command, instantNow(agency.clock));
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
