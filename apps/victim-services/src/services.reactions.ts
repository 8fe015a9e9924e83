import { noticeRows } from '@satualur/notices/notice-rows';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import type { Reaction } from '@satualur/service-host/reactions';
import {
  referralEndedHere,
  referralEndedThere,
  referredAgain,
  serviceStarted,
  serviceStartedByProxy,
} from './reactions/application.reactions';
import { keysDestroyed } from './reactions/forgotten-keys.reactions';
import { servicesRows } from './rows/services-rows.reaction';

export const servicesReactions: readonly Reaction<OpenAgency>[] = [
  ...[keysDestroyed, servicesRows, noticeRows('victim-services')],
  ...[serviceStarted, serviceStartedByProxy, referredAgain, referralEndedHere, referralEndedThere],
];
