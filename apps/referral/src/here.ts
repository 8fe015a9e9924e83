import type { Instant } from '@satualur/contracts/ids';
import { type Must, mustHold } from '@satualur/decider/decider';
import type { OpenAgency } from '@satualur/service-host/agency-side';

export type HereRule = 'agency-left';
const must: Must<HereRule> = mustHold;

/** An agency that left writes nothing any more. */
export const mustBeHere = ({ key, directory }: Pick<OpenAgency, 'key' | 'directory'>, at: Instant): void =>
  must(!directory.hasLeft(key, at), 'agency-left');
