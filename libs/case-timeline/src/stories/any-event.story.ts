import type { AnyEvent } from '@satualur/contracts/event';
import type { AgencyKey } from '@satualur/contracts/ids';
import * as intake from '@satualur/contracts/intake/examples';
import { notificationRaised } from '@satualur/contracts/platform/examples';
import * as referrals from '@satualur/contracts/referral/examples';
import { idOf } from '@satualur/contracts/testing';
import * as services from '@satualur/contracts/victim-services/examples';

/** What an event of any history may point to: agencies and streams by their numbers. */
export interface Draw {
  readonly log: number;
  readonly stream: number;
  readonly other: number;
}

type Make = (draw: Draw) => AnyEvent;

export const agencyOf = (number: number): AgencyKey => `agency-${number}` as AgencyKey;
export const streamName = (category: string, { log, stream }: Pick<Draw, 'log' | 'stream'>): string =>
  `${category} ${log} ${stream}`;

/** The stop of the other agency that a consent's withdrawal asks for. */
const stopOf = ({ other, stream }: Draw) => idOf(streamName('stop', { log: other, stream }));

/** Events by the category of their stream, in no lawful order: a fold has to stand any. */
const KINDS: Readonly<Record<string, readonly Make[]>> = {
  record: [
    () => intake.agencyRecordRegistered(),
    () => intake.victimStatusDetermined(),
    () => intake.fieldsCorrected(),
    () => intake.agencyRecordVoided(),
    () => intake.agencyCaseClosed(),
    () => intake.agencyCaseReopened(),
  ],
  referralout: [
    ({ log, other }) => {
      const parties = { from: agencyOf(log), to: agencyOf(other) };
      return referrals.referralSent(parties, { audience: [parties.to] });
    },
    () => referrals.referralAnswerNoted(),
    () => referrals.referralWithdrawn(),
    () => referrals.referralRouted(),
    () => referrals.referralDrafted(),
  ],
  referralin: [
    ({ log, other }) => referrals.referralReceived({ from: agencyOf(other), to: agencyOf(log) }),
    () => referrals.referralAccepted(),
    () => referrals.referralAcknowledged({ proxied: true }),
  ],
  application: [
    () => services.serviceApplicationFiled(),
    () => services.serviceApplicationBreached(),
    () => services.serviceApplicationWithdrawn(),
    () => services.serviceApplicationResumed(),
    () => services.serviceApplicationSatisfied(),
  ],
  consent: [
    ({ other }) => intake.consentGranted({ recipients: [agencyOf(other)] }),
    (draw) => {
      const recipient = agencyOf(draw.other);
      return intake.consentWithdrawn({ stops: [{ recipient, stop: stopOf(draw) }] }, { audience: [recipient] });
    },
    (draw) => intake.stopConfirmationNoted({ recipient: agencyOf(draw.other), stop: stopOf(draw) }),
    (draw) => intake.stopOverdue({ recipient: agencyOf(draw.other), stop: stopOf(draw) }),
  ],
  stop: [
    ({ other }) => intake.stopRequested({ owner: agencyOf(other) }),
    ({ other }) => intake.processingStopConfirmed({ owner: agencyOf(other) }, { audience: [agencyOf(other)] }),
  ],
  restitution: [
    () => services.restitutionClaimed(),
    () => services.restitutionAwarded(),
    () => services.restitutionVerdictNotified(),
    () => services.restitutionPaid(),
    () => services.restitutionOverdue(),
  ],
  process: [
    () => services.policeReportFiled(),
    () => services.investigationOpened(),
    () => services.verdictRecorded(),
    () => services.processStopped(),
  ],
  notice: [() => notificationRaised()],
};

/** Every kind of event a history may hold, with the category of its stream. */
export const kinds: readonly { readonly category: string; readonly make: Make }[] = Object.entries(KINDS).flatMap(
  ([category, makes]) => makes.map((make) => ({ category, make })),
);
