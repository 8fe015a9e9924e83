import { LEGAL_AID, MIGRANTS, NEWCOMER, POLICE, SHELTER, SOCIAL, SUCCESSOR, UNIT } from './agents';
import { DAY, HOUR, LEFT, RENAMED, SUCCEEDED } from './calendar';
import { expired, served, type Story } from './referral.stories';

const MINUTE = HOUR / 60;

/** Renamed between the sending and the answer: one agency, asked by the old code and answering under the new. */
const renamedBetween: Story = (history, _, turn) => {
  const sent = RENAMED - 10 * HOUR - turn * MINUTE;
  const record = history.record(POLICE, sent - HOUR);
  const referral = history.referral(POLICE, record, sent, served(MIGRANTS, 'MigrantWorkerProtection', sent));
  history.record(MIGRANTS, sent + 20 * HOUR, { viaReferral: referral });
  history.refuse(RENAMED + DAY, MIGRANTS, 'RejectReferral', 'IllegalTransition', { referralId: referral });
};

/** One code, two agencies one after the other. */
const successor: Story = (history, _, turn) => {
  const [before, after] = [RENAMED - 2 * DAY - turn * MINUTE, SUCCEEDED + DAY + turn * MINUTE];
  const record = history.record(POLICE, before - HOUR);
  history.referral(POLICE, record, before, served(UNIT, 'CaseManagement', before));
  const later = history.referral(POLICE, record, after, served(SUCCESSOR, 'LegalAid', after));
  history.record(SUCCESSOR, after + 20 * HOUR, { viaReferral: later });
  const own = history.record(UNIT, after + HOUR);
  history.referral(UNIT, own, after + 2 * HOUR, served(SUCCESSOR, 'CaseManagement', after + 2 * HOUR));
};

/** An agency that comes when its code is free, sends and is sent to. */
const newcomer: Story = (history, _, turn) => {
  const start = RENAMED + DAY + turn * MINUTE;
  const record = history.record(NEWCOMER, start);
  const sent = start + HOUR;
  history.referral(NEWCOMER, record, sent, served(MIGRANTS, 'MigrantWorkerProtection', sent));
  const back = history.record(MIGRANTS, start + 3 * HOUR);
  history.referral(MIGRANTS, back, start + 4 * HOUR, served(NEWCOMER, 'CaseManagement', start + 4 * HOUR));
};

/** Left without an answer; nothing can be sent to it after that. */
const left: Story = (history, _, turn) => {
  const sent = LEFT - DAY - turn * MINUTE;
  const record = history.record(POLICE, sent - HOUR);
  const first = history.referral(POLICE, record, sent, expired(history, SHELTER, 'CaseManagement', sent));
  const again = sent + (history.policies.decideHours + 1) * HOUR;
  const more = { supersedes: first };
  history.referral(POLICE, record, again, served(SOCIAL, 'CaseManagement', again, { more }));
  history.refuseSending(LEFT + DAY, POLICE, 'RecipientInactive', SHELTER, record, 'Coordination', 'PublicTask');
};

/** Its records stay when it has left. */
const sentBeforeLeaving: Story = (history, _, turn) => {
  const sent = LEFT - 2 * DAY - turn * MINUTE;
  const record = history.record(SHELTER, sent - HOUR);
  history.referral(SHELTER, record, sent, served(LEGAL_AID, 'LegalAid', sent));
};

export const agencyStories: readonly Story[] = [renamedBetween, successor, newcomer, left, sentBeforeLeaving];
