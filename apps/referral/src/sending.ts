import type { ServiceCategory } from '@satualur/contracts/codes/services';
import type { Cause, LegalBasis } from '@satualur/contracts/event';
import { type Instant, type Ref, streamOf, type Uuid, uuidOfStream } from '@satualur/contracts/ids';
import { consentedClasses, consents, consentStanding } from '@satualur/contracts/intake/consent';
import { basisStanding, classesLacking, legalBases } from '@satualur/contracts/intake/legal-basis';
import { withGrace } from '@satualur/contracts/registry/deadlines';
import type { Route } from '@satualur/contracts/registry/routing';
import type { DataClass } from '@satualur/contracts/sealed';
import type { Unit } from '@satualur/event-store/store';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import type { Directory } from '@satualur/service-host/directory';
import { askedBy } from './asked-by';
import { decideOut, openKey, outOf } from './both-halves';
import { applicationFacts } from './domain/application-facts';
import { classesFor, keyGrant } from './domain/grant';
import { recordFacts } from './domain/record-facts';
import { referralOut } from './domain/referral-out';
import { route } from './domain/routing';
import type { Recipient, SendReferral } from './domain/sending';
import { referredPerson } from './referred-person';
import { mustBeHere } from './here';
import { mustStandAt } from './timer-passed';

/** What a caller asks to be sent; `to` is a code, or `GT-<kabkota>` for a task force. */
export interface NewReferral {
  readonly ref: Ref;
  readonly record: Uuid;
  readonly to: string;
  readonly service: ServiceCategory;
  readonly legalBasis: LegalBasis;
  readonly application?: Uuid | undefined;
  readonly supersedes?: Uuid | undefined;
  readonly emergency?: true | undefined;
  readonly batch?: Ref | undefined;
}

export interface SendingIds {
  readonly referral: Uuid;
  readonly grant: Uuid;
}

/**
 * Sends one referral in the unit's append: its two halves where the recipient is off the platform, the grant of its keys, its claims,
 * and what it does to the referral it supersedes.
 */
export async function sendIn(
  agency: OpenAgency,
  unit: Unit,
  ids: SendingIds,
  referral: NewReferral,
  cause: Cause,
): Promise<void> {
  const { at } = cause;
  mustBeHere(agency, at);
  const routed = route(referral.to, agency.directory, at);
  const consented = await consentOf(unit, referral, routed, cause);
  const command = await sending(agency, unit, { ...referral, ...routed }, cause, consented?.standing);
  const events = await decideOut(unit, ids.referral, command, at);
  unit.claim('referral', referral.ref, outOf(ids.referral));
  unit.claim('open-referral', openKey(command), outOf(ids.referral));
  if (referral.application) sendLastOf(unit, referral.application, ids.referral);
  const sent = events.find(({ type }) => type === 'ReferralSent');
  if (sent?.type === 'ReferralSent' && !sent.data.proxied) await grantKeys(unit, ids, sent, consented?.classes);
  const { supersedes } = referral;
  if (supersedes) await decideOut(unit, supersedes, { type: 'RerouteReferral', by: ids.referral, to: routed.to }, at);
}

/** Of an application's referrals the last sent tells whether it was given up; the claim passes on in the order of sending. */
function sendLastOf(unit: Unit, application: Uuid, referral: Uuid): void {
  unit.release('last-referral', application);
  unit.claim('last-referral', application, outOf(referral));
}

type Sent = Parameters<typeof keyGrant.decide>[0] & { type: 'GrantKeys' };

/** The claim finds the grant again when the keys must be revoked. */
async function grantKeys(
  unit: Unit,
  ids: SendingIds,
  sent: Sent['sent'],
  consented: readonly DataClass[] | undefined,
): Promise<void> {
  const stream = streamOf('grant', ids.grant);
  const command = { type: 'GrantKeys' as const, ...ids, sent, ...(consented && { consented }) };
  await unit.decide(stream, keyGrant, command);
  unit.claim('grant', ids.referral, stream);
}

/** Checked in this very append: consent withdrawn a moment before stops it, a moment later stops the next. */
async function consentOf(unit: Unit, { record, service, legalBasis }: NewReferral, { to }: Route, { at }: Cause) {
  if (legalBasis !== 'Consent') return undefined;
  const given = await unit.check(streamOf('consent', record), consents);
  const asked = { recipient: to, purpose: service, at };
  return { standing: consentStanding(given, asked), classes: consentedClasses(given, asked) };
}

/** Checked likewise: recorded, for this service and what it carries, and in force at this instant. */
async function basisOf(unit: Unit, { record, service, legalBasis }: NewReferral, { at }: Cause) {
  if (legalBasis === 'Consent') return undefined;
  const recorded = await unit.check(streamOf('legalbasis', record), legalBases);
  const asked = { basis: legalBasis, purpose: service, classes: classesFor(service), at };
  return { basis: basisStanding(recorded, asked), basisLacks: classesLacking(recorded, asked) };
}

function recipientIn({ directory }: OpenAgency, { to }: Route, { at }: Cause): Recipient | undefined {
  const agency = directory.agency(to);
  if (!agency) return undefined;
  const { onPlatform, services } = agency;
  return { active: directory.isActive(to, at), onPlatform, ...(services && { services }) };
}

function limitsOf(directory: Directory, sentAt: Instant, emergency: true | undefined): SendReferral['facts']['limits'] {
  const deadline = directory.dueAt('Decide', sentAt);
  const grace = directory.policyAt(sentAt)?.policy.expiryGraceHours ?? 0;
  const acknowledgeBy = directory.dueAt(emergency ? 'AcknowledgeEmergency' : 'Acknowledge', sentAt);
  return { acknowledgeBy, deadline, expireAt: withGrace(deadline, grace) };
}

async function sending(
  agency: OpenAgency,
  unit: Unit,
  referral: NewReferral & Route,
  cause: Cause,
  consent: SendReferral['facts']['consent'],
): Promise<SendReferral> {
  const { application, supersedes, emergency, batch, ...rest } = referral;
  const { directory, store } = agency;
  const record = await unit.check(streamOf('record', referral.record), recordFacts);
  const recipient = recipientIn(agency, referral, cause);
  const superseded = supersedes && (await unit.load(outOf(supersedes), referralOut));
  if (supersedes && superseded) mustStandAt(outOf(supersedes), superseded, cause.at);
  const secretariat = directory.policyAt(cause.at)?.provincialSecretariat;
  const open = await store.holder('open-referral', openKey(referral));
  if (open) mustStandAt(open, await unit.peek(open, referralOut), cause.at);
  const basis = await basisOf(unit, referral, cause);
  return {
    type: 'SendReferral',
    at: cause.at,
    from: agency.key,
    person: await referredPerson(agency, await unit.events(streamOf('record', referral.record))),
    ...rest,
    ...(application && { application }),
    ...(supersedes && { supersedes }),
    ...(emergency && { emergency }),
    ...(batch && { batch }),
    facts: {
      record,
      limits: limitsOf(directory, cause.at, emergency),
      askedBy: await askedBy(unit, store, referral),
      ...(recipient && { recipient }),
      ...(secretariat && { secretariat }),
      ...(consent && { consent }),
      ...basis,
      ...(open && { openReferral: uuidOfStream(open) }),
      ...(application && { application: await unit.peek(streamOf('application', application), applicationFacts) }),
      ...(superseded?.sent && { superseded: superseded.sent }),
    },
  };
}
