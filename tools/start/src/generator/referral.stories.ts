import { ELSEWHERE, HOSPITAL, LEGAL_AID, POLICE, SECRETARIAT, SHELTER, SOCIAL } from './agents';
import { A, at, B, DAY, HOUR, LEFT } from './calendar';
import type { History, Life } from './history';

/** Writes what befalls one victim from an instant on; `turn` counts the times that the story was told. */
export type Story = (history: History, start: number, turn: number) => void;

/** Answered within a day, served within two, completed after three weeks. */
export const served = (to: Life['to'], service: string, sent: number, more: Partial<Life> = {}): Life => ({
  ...{ to, service, ack: sent + 4 * HOUR, decision: 'Accepted', decided: sent + 20 * HOUR },
  ...{ started: sent + 40 * HOUR, closed: sent + 20 * DAY, closedAs: 'Completed' },
  ...more,
});

export const expired = (
  { policies }: History,
  to: Life['to'],
  service: string,
  sent: number,
  more: Partial<Life> = {},
): Life => ({
  ...{ to, service, decision: 'Expired', decided: sent + policies.decideHours * HOUR, reason: 'NoResponse' },
  ...more,
});

const MINUTE = HOUR / 60;

const completed: Story = (history, start) => {
  const record = history.record(POLICE, start, { caseRef: `CASE-${start % 97}` });
  const sent = start + 2 * HOUR;
  const referral = history.referral(POLICE, record, sent, served(SOCIAL, 'SocialRehabilitation', sent));
  history.record(SOCIAL, sent + 20 * HOUR, { viaReferral: referral, caseRef: `CASE-${start % 97}` });
  history.refuse(sent + 50 * HOUR, SOCIAL, 'RejectReferral', 'IllegalTransition', { referralId: referral });
  history.refuseSending(sent + HOUR, POLICE, 'DuplicateOpen', SOCIAL, record, 'SocialRehabilitation', 'PublicTask');
};

const expiredAndRerouted: Story = (history, start, turn) => {
  const record = history.record(POLICE, start);
  const sent = start + HOUR;
  const first = history.referral(POLICE, record, sent, expired(history, HOSPITAL, 'HealthRehabilitation', sent));
  const after = sent + history.policies.decideHours * HOUR;
  history.refuse(after + 8 * HOUR, HOSPITAL, 'AcceptReferral', 'Expired', { referralId: first });
  const to = turn % 2 === 0 ? LEGAL_AID : HOSPITAL;
  const chain = { application: `SA-${first}`, requested: sent - HOUR, more: { supersedes: first } };
  history.referral(POLICE, record, after + 2 * HOUR, served(to, 'HealthRehabilitation', after + 2 * HOUR, chain));
};

const rejectedAndRerouted: Story = (history, start) => {
  const record = history.record(SECRETARIAT, start);
  const sent = start + HOUR;
  const late = history.policies.acknowledgeHours * HOUR + 6 * HOUR;
  const first = history.referral(SECRETARIAT, record, sent, {
    ...{ to: SOCIAL, service: 'SocialRehabilitation', ack: sent + late },
    ...{ decision: 'Rejected', decided: sent + 40 * HOUR, reason: 'CapacityFull' },
  });
  const again = sent + 50 * HOUR;
  const to = again + 30 * DAY < LEFT ? SHELTER : LEGAL_AID;
  const chain = { application: `SA-${first}`, requested: sent - HOUR, more: { supersedes: first } };
  history.referral(SECRETARIAT, record, again, served(to, 'SocialRehabilitation', again, chain));
};

/** Rejected and sent to nobody else: a clock that ends in a breach. */
const rejectedForGood: Story = (history, start) => {
  const record = history.record(HOSPITAL, start);
  const sent = start + HOUR;
  const life = { ack: sent + HOUR, decision: 'Rejected', decided: sent + 2 * HOUR, reason: 'Other' } as const;
  history.referral(HOSPITAL, record, sent, { ...life, to: SOCIAL, service: 'Reintegration' });
};

/** Served when the statutory days are over. */
const servedLate: Story = (history, start) => {
  const record = history.record(POLICE, start);
  const sent = start + HOUR;
  const started = sent + (history.policies.statutoryDays + 2) * DAY;
  history.referral(POLICE, record, sent, served(SOCIAL, 'SocialRehabilitation', sent, { started, closed: started + DAY }));
};

const abroad: Story = (history, start, turn) => {
  const record = history.record(SOCIAL, start);
  const sent = start + HOUR;
  const rejected = { ack: sent + HOUR, decision: 'Rejected', decided: sent + DAY, reason: 'WrongArea' } as const;
  const life = [
    served(ELSEWHERE, 'Repatriation', sent),
    expired(history, ELSEWHERE, 'Repatriation', sent),
    { ...rejected, to: ELSEWHERE, service: 'Repatriation' },
  ][turn % 3]!;
  history.referral(SOCIAL, record, sent, life);
};

const routed: Story = (history, start) => {
  const record = history.record(POLICE, start);
  const more = { requestedTarget: 'GT-6305', routingReason: 'NoTaskForce' };
  history.referral(POLICE, record, start + HOUR, served(SECRETARIAT, 'Coordination', start + HOUR, { more }));
};

/** Ended by the person, before and after the acceptance. */
const declined: Story = (history, start) => {
  const record = history.record(POLICE, start);
  const sent = start + HOUR;
  history.referral(POLICE, record, sent, {
    ...{ to: SOCIAL, service: 'SocialRehabilitation', decision: 'Accepted', decided: sent + HOUR },
    ...{ closed: sent + 30 * HOUR, closedAs: 'Terminated', reason: 'VictimDeclined' },
  });
  const other = sent + 3 * HOUR;
  history.referral(POLICE, record, other, {
    ...{ to: LEGAL_AID, service: 'LegalAid', ack: other + HOUR, decision: 'Withdrawn', decided: other + 5 * HOUR },
    reason: 'MovedAway',
  });
};

/** Lines of one batch, each decided by itself. */
const batch: Story = (history, start, turn) => {
  const sent = start + 3 * HOUR;
  const more = { batchId: `B-${turn + 1}` };
  const records = [0, 1].map((line) => history.record(POLICE, start + line * MINUTE));
  history.referral(POLICE, records[0]!, sent, served(SOCIAL, 'CaseManagement', sent, { more }));
  const life = { ack: sent + HOUR, decision: 'Rejected', decided: sent + 2 * HOUR, reason: 'OutOfMandate' } as const;
  history.referral(POLICE, records[1]!, sent, { ...life, to: SOCIAL, service: 'CaseManagement', more });
};

/** To save a life: accepted without a word before, served in the hour. */
const urgent: Story = (history, start) => {
  const record = history.record(POLICE, start);
  const sent = start + MINUTE;
  const life = { decision: 'Accepted', decided: sent + 20 * MINUTE, started: sent + 40 * MINUTE } as const;
  const closed = { closed: sent + DAY, closedAs: 'Completed', basis: 'VitalInterest', requested: sent } as const;
  history.referral(POLICE, record, sent, { ...life, ...closed, to: HOSPITAL, service: 'HealthRehabilitation' });
};

const alreadyHeld: Story = (history, start) => {
  const record = history.record(POLICE, start);
  const held = history.record(HOSPITAL, start + MINUTE);
  const sent = start + HOUR;
  const life = served(HOSPITAL, 'HealthRehabilitation', sent, { more: { recipientRecord: held } });
  history.referral(POLICE, record, sent, life);
};

/** Everything at one instant, in the order of its kinds. */
const atOnce: Story = (history, start) => {
  const record = history.record(POLICE, start);
  const life = { ack: start, decision: 'Accepted', decided: start, started: start, requested: start } as const;
  const referral = history.referral(POLICE, record, start, { ...life, to: SOCIAL, service: 'SocialRehabilitation' });
  history.record(SOCIAL, start, { viaReferral: referral });
};

/** One number for a record, a referral, an application and a case. */
const sameNumber: Story = (history, start, turn) => {
  const number = `2026/${turn + 1}`;
  const record = history.record(POLICE, start, { recordId: number, caseRef: number });
  history.caseEvents.push({ caseRef: number, agency: 'POL-6371', recordedAt: at(start), victimCount: 1 });
  const own = { application: number, more: { referralId: number } };
  const sent = start + HOUR;
  history.referral(POLICE, record, sent, served(SOCIAL, 'SocialRehabilitation', sent, own));
  history.refuse(sent + 50 * HOUR, SOCIAL, 'AcceptReferral', 'IllegalTransition', { referralId: number });
};

/** Around A and B: nothing at T is part of it, and an expiry after B is nobody's yet. */
const atTheEnds: Story = (history, _, turn) => {
  const [atA, beforeB] = [A + turn * MINUTE, B - 30 * HOUR - turn * MINUTE];
  const record = history.record(POLICE, A - 1_000);
  history.referral(POLICE, record, atA, served(LEGAL_AID, 'LegalAid', atA, { closed: B + DAY }));
  const sentBeforeA = A - 10 * HOUR - turn * MINUTE;
  const answeredAfterA = { ack: A, decided: A + 3 * HOUR, started: A + 2 * DAY, closed: A + 9 * DAY };
  const early = history.record(POLICE, sentBeforeA - HOUR);
  history.referral(POLICE, early, sentBeforeA, served(SOCIAL, 'SocialRehabilitation', sentBeforeA, answeredAfterA));
  history.referral(POLICE, record, beforeB, expired(history, SOCIAL, 'CaseManagement', beforeB));
  const acknowledged = { ack: beforeB + HOUR };
  history.referral(POLICE, record, beforeB, expired(history, HOSPITAL, 'HealthRehabilitation', beforeB, acknowledged));
};

/** Each answer where the state does not allow it. */
const illegal: Story = (history, start) => {
  const record = history.record(POLICE, start);
  const sent = start + HOUR;
  const referral = history.referral(POLICE, record, sent, served(SOCIAL, 'SocialRehabilitation', sent));
  const refuse = (hours: number, by: Life['to'], command: string) =>
    history.refuse(sent + hours * HOUR, by, command, 'IllegalTransition', { referralId: referral });
  for (const command of ['TerminateReferral', 'StartService', 'CompleteService']) refuse(10, SOCIAL, command);
  for (const command of ['AcknowledgeReferral', 'AcceptReferral', 'RejectReferral', 'CompleteService'])
    refuse(30, SOCIAL, command);
  refuse(30, POLICE, 'WithdrawReferral');
  for (const command of ['AcceptReferral', 'TerminateReferral', 'StartService', 'CompleteService'])
    refuse(21 * 24, SOCIAL, command);
};

export const referralStories: readonly Story[] = [
  ...[completed, completed, expiredAndRerouted, rejectedAndRerouted, rejectedForGood, servedLate, abroad, routed, declined],
  ...[batch, urgent, alreadyHeld, atOnce, sameNumber, atTheEnds, illegal],
];
