import { noticeRows } from '@satualur/notices/notice-rows';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import type { Reaction } from '@satualur/service-host/reactions';
import { consentWithdrawn, processingStopped, proxiedStopNoted, subjectErased } from './reactions/consent.reactions';
import { contactRuleSet } from './reactions/contact.reaction';
import { keysDestroyed, keysTakenBack } from './reactions/forgotten-keys.reactions';
import { escalated, escalatedHere, recipientAnswered, senderActed, serviceOverdue } from './reactions/other-half.reactions';
import { serviceMoved } from './reactions/service.reaction';
import { referralRows } from './rows/referral-rows.reaction';

/** What is to be forgotten comes first, then rows: what follows an event asks them of everything before it. */
export const referralReactions: readonly Reaction<OpenAgency>[] = [
  ...[keysDestroyed, keysTakenBack],
  ...[referralRows, noticeRows('referral'), senderActed, recipientAnswered, serviceMoved],
  ...[escalated, escalatedHere, serviceOverdue],
  contactRuleSet,
  ...[consentWithdrawn, processingStopped, proxiedStopNoted, subjectErased],
];
