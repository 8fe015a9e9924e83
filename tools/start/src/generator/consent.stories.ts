import { HOSPITAL, LEGAL_AID, MIGRANTS, SECRETARIAT } from './agents';
import { DAY, HOUR } from './calendar';
import type { Life } from './history';
import type { Story } from './referral.stories';

/** Withdrawn from one recipient: before its decision, or after its acceptance and then until it has stopped. */
const withdrawn: Story = (history, start, turn) => {
  const record = history.record(HOSPITAL, start);
  const sent = start + 2 * HOUR;
  history.grant(record, sent, [MIGRANTS, LEGAL_AID], ['MigrantWorkerProtection', 'LegalAid']);
  const withdrawnAt = sent + 10 * HOUR;
  const confirmed = withdrawnAt + 20 * HOUR;
  const to = { to: MIGRANTS, service: 'MigrantWorkerProtection', basis: 'Consent', reason: 'ConsentWithdrawn' };
  const undecided: Life = { ...to, decision: 'Withdrawn', decided: withdrawnAt };
  const accepted: Life = { ...to, decision: 'Accepted', decided: sent + 3 * HOUR, closed: confirmed, closedAs: 'Terminated' };
  history.referral(HOSPITAL, record, sent, turn % 2 === 0 ? undecided : accepted);
  history.withdraw(record, withdrawnAt, MIGRANTS, confirmed);
  const again = withdrawnAt + HOUR;
  history.refuseSending(again, HOSPITAL, 'ConsentWithdrawn', MIGRANTS, record, 'MigrantWorkerProtection', 'Consent');
};

/** One act: a stop confirmed too late, one never confirmed, and one of an agency that was sent nothing. */
const withdrawnFromAll: Story = (history, start) => {
  const record = history.record(SECRETARIAT, start);
  const sent = start + 2 * HOUR;
  history.grant(
    record,
    start + HOUR,
    [MIGRANTS, LEGAL_AID, HOSPITAL],
    ['MigrantWorkerProtection', 'LegalAid', 'HealthRehabilitation'],
  );
  const withdrawnAt = sent + 40 * HOUR;
  const late = withdrawnAt + (history.policies.stopConfirmHours + 5) * HOUR;
  const common = { basis: 'Consent', reason: 'ConsentWithdrawn' };
  const served = {
    decision: 'Accepted',
    decided: sent + HOUR,
    started: sent + DAY,
    closed: late,
    closedAs: 'Terminated',
  } as const;
  history.referral(SECRETARIAT, record, sent, { ...common, ...served, to: MIGRANTS, service: 'MigrantWorkerProtection' });
  const open = { ack: sent + HOUR, decision: 'Withdrawn', decided: withdrawnAt } as const;
  history.referral(SECRETARIAT, record, sent, { ...common, ...open, to: LEGAL_AID, service: 'LegalAid' });
  history.withdraw(record, withdrawnAt, MIGRANTS, late);
  history.withdraw(record, withdrawnAt, LEGAL_AID);
  history.withdraw(record, withdrawnAt, HOSPITAL, withdrawnAt + HOUR);
};

/** The guardian who consents is a suspect of the same case. */
const suspected: Story = (history, start) => {
  const caseRef = `CASE-G-${start}`;
  const nik = '6399010101800001';
  history.record(SECRETARIAT, start, { caseRef }, { role: 'perpetrator', nik });
  const child = history.record(SECRETARIAT, start + HOUR, { caseRef });
  history.grant(child, start + 2 * HOUR, [LEGAL_AID], ['LegalAid'], nik);
  history.refuseSending(start + 3 * HOUR, SECRETARIAT, 'GuardianConflict', LEGAL_AID, child, 'LegalAid', 'Consent');
};

export const consentStories: readonly Story[] = [withdrawn, withdrawnFromAll, suspected];
