import { noticeRows } from '@satualur/notices/notice-rows';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import type { Reaction } from '@satualur/service-host/reactions';
import { erasureConfirmed, keysRevoked } from './reactions/granted-keys';
import { keysAnnounced, keysGranted, keysRequested } from './reactions/keys-granted.reaction';
import {
  caseErased,
  guardianConsented,
  subjectErased,
  suspectRecorded,
  updateApplied,
  updateHeld,
} from './reactions/own-records';
import { stopAsked, stopConfirmed } from './reactions/stops';
import { intakeRows } from './rows/intake-rows.reaction';

export const intakeReactions: readonly Reaction<OpenAgency>[] = [
  ...[keysGranted, keysAnnounced, keysRequested, keysRevoked],
  ...[stopAsked, stopConfirmed, erasureConfirmed],
  ...[caseErased, subjectErased, updateApplied, updateHeld, suspectRecorded, guardianConsented],
  ...[intakeRows, noticeRows('intake')],
];
