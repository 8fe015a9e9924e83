import type { intakeEvents } from '../intake/events';
import * as intake from '../intake/examples';
import type { AnyEvent } from '../event';
import type { platformEvents } from '../platform/events';
import { commandRefused } from '../platform/examples';
import type { referralEvents } from '../referral/events';
import * as referral from '../referral/examples';
import type { registryEvents } from '../registry/events';
import * as registry from '../registry/examples';
import type { victimServicesEvents } from '../victim-services/events';
import * as services from '../victim-services/examples';

/** Bare names of all events. */
export type EventName = keyof (typeof registryEvents &
  typeof intakeEvents &
  typeof referralEvents &
  typeof victimServicesEvents &
  typeof platformEvents);

/** One example of every event: an event without one does not compile. */
export const examples: Record<EventName, () => AnyEvent> = {
  AgencyRegistered: registry.agencyRegistered,
  AgencyProvisioned: registry.agencyProvisioned,
  TaskForceFormed: registry.taskForceFormed,
  TaskForceAbsenceRecorded: registry.taskForceAbsenceRecorded,
  SlaPolicyChanged: registry.slaPolicyChanged,
  AgencyRecordRegistered: intake.agencyRecordRegistered,
  KeysAwaited: intake.keysAwaited,
  KeysReceived: intake.keysReceived,
  KeysRequested: intake.keysRequested,
  ReferralSent: referral.referralSent,
  ReferralWithdrawn: referral.referralWithdrawn,
  ReferralRerouted: referral.referralRerouted,
  ReferralExpired: referral.referralExpired,
  ReferralExpiryRevoked: referral.referralExpiryRevoked,
  ReferralOverdue: referral.referralOverdue,
  ReferralEscalated: referral.referralEscalated,
  ReferralTerminatedBySender: referral.referralTerminatedBySender,
  ReferralAnswerNoted: referral.referralAnswerNoted,
  ReferralReceived: referral.referralReceived,
  ReferralAcknowledged: referral.referralAcknowledged,
  ReferralAccepted: referral.referralAccepted,
  ReferralRejected: referral.referralRejected,
  ReferralWithdrawalConfirmed: referral.referralWithdrawalConfirmed,
  ReferralServiceStarted: referral.referralServiceStarted,
  ReferralCompleted: referral.referralCompleted,
  ReferralTerminatedByRecipient: referral.referralTerminatedByRecipient,
  ReferralNoticeNoted: referral.referralNoticeNoted,
  KeysGranted: referral.keysGranted,
  ServiceApplicationFiled: services.serviceApplicationFiled,
  ServiceApplicationSatisfied: services.serviceApplicationSatisfied,
  ServiceApplicationBreached: services.serviceApplicationBreached,
  ServiceStarted: services.serviceStarted,
  ServiceCompleted: services.serviceCompleted,
  CommandRefused: commandRefused,
};

export const eventNames = Object.keys(examples) as EventName[];
