import type { PackReferral, PackWithdrawal } from '../pack';
import { A, at, B, DAY, endOfDay, FROM, HOUR } from './calendar';
import type { History, Policies } from './history';

const ms = (text: string): number => Date.parse(text.length === 10 ? `${text}T00:00:00+08:00` : text);
const by = (text: string | null, instant: number): boolean => text !== null && ms(text) < instant;
const inPeriod = (text: string): boolean => ms(text) >= FROM && ms(text) < A;
/** Half up; amounts here are far from where a double errs. */
const rounded = (value: number, decimals: number): number => Math.round(value * 10 ** decimals + 1e-9) / 10 ** decimals;
const share = (part: number, whole: number): number | null => (whole === 0 ? null : rounded((100 * part) / whole, 1));

function counts(names: readonly string[]): Record<string, number> {
  return Object.fromEntries([...new Set(names)].map((name) => [name, names.filter((one) => one === name).length]));
}

type State = (referral: PackReferral) => string;
const decidedAs = (referral: PackReferral, decision: string, instant: number): boolean =>
  referral.decision === decision && by(referral.decidedAt, instant);

/** Sent in the period and known, with what FORMAT 8 counts of them. */
function referralFigures({ referrals, policies }: History, instant: number, state: State): object {
  const sent = referrals.filter(({ sentAt }) => inPeriod(sentAt) && by(sentAt, instant));
  const accepted = sent.filter((one) => decidedAs(one, 'Accepted', instant));
  const rejected = sent.filter((one) => decidedAs(one, 'Rejected', instant));
  const services = (wanted: string) => counts(sent.filter((one) => state(one) === wanted).map((one) => one.serviceCategory));
  const hours = [...accepted, ...rejected].map((one) => (ms(one.decidedAt) - ms(one.sentAt)) / HOUR).sort((a, b) => a - b);
  const middle = [hours[Math.floor((hours.length - 1) / 2)], hours[Math.floor(hours.length / 2)]];
  const clocks = sent.map((one) => [one.referralId, acknowledgement(one, policies, instant)] as const);
  return {
    ...{ total: sent.length, byStatus: counts(sent.map(state)), acceptedEver: accepted.length },
    external: sent.filter(({ external }) => external).length,
    routed: sent.filter(({ routingReason }) => routingReason !== undefined).length,
    rerouted: sent.filter(({ supersedes }) => supersedes !== undefined).length,
    acceptanceRateOfSent: share(accepted.length, sent.length),
    acceptanceRateOfDecided: share(accepted.length, accepted.length + rejected.length),
    medianHoursSentToDecision: hours.length === 0 ? null : rounded((middle[0]! + middle[1]!) / 2, 2),
    acknowledgedWithin24h: clocks.filter(([, outcome]) => outcome === 'met').length,
    acknowledgeBreaches: clocks.flatMap(([id, outcome]) => (outcome === 'breached' ? [id] : [])).sort(),
    ...{ completedByCategory: services('Completed'), inServiceByCategory: services('InService') },
  };
}

function acknowledgement(referral: PackReferral, { acknowledgeHours }: Policies, instant: number): string {
  const limit = ms(referral.sentAt) + acknowledgeHours * HOUR;
  const { acknowledgedAt, decision, decidedAt } = referral;
  const answered = decision === 'Accepted' || decision === 'Rejected' ? decidedAt : null;
  const answer = acknowledgedAt ?? answered;
  if (by(answer, instant) && ms(answer!) <= limit) return 'met';
  const withdrawn = decidedAs(referral, 'Withdrawn', instant) && ms(decidedAt) <= limit;
  return !withdrawn && limit < instant ? 'breached' : 'open';
}

const PERSONAL = ['ConsentWithdrawn', 'VictimDeclined', 'NotAVictim', 'MovedAway', 'Deceased'];

function statutoryFigures({ referrals, policies }: History, instant: number): object {
  const ids = [...new Set(referrals.flatMap((one) => one.serviceApplicationId ?? []))].sort();
  const clocks = ids.flatMap((id) => {
    const chain = referrals.filter((one) => one.serviceApplicationId === id);
    const start = Math.min(...chain.map((one) => ms(one.requestedAt)));
    if (!inPeriod(at(start)) || !chain.some(({ sentAt }) => by(sentAt, instant))) return [];
    return [{ id, ...clockOf(chain, start, policies, instant) }];
  });
  const number = (outcome: string) => clocks.filter((one) => one.outcome === outcome).length;
  const breached = clocks.filter(({ outcome }) => outcome === 'breached');
  return {
    ...{ applications: clocks.length, met: number('met'), running: number('running'), withdrawn: number('withdrawn') },
    breached: breached.map(({ id, days }) => ({ serviceApplicationId: id, days })),
    compliancePercent: share(number('met'), number('met') + breached.length),
  };
}

function clockOf(chain: readonly PackReferral[], start: number, policies: Policies, instant: number) {
  const { statutoryDays: days, statutoryDayEnds } = policies;
  const limit = statutoryDayEnds === 'EndOfLocalDay' ? endOfDay(start, days) : start + days * DAY;
  const services = chain.filter((one) => by(one.serviceStartedAt, instant)).map((one) => ms(one.serviceStartedAt!));
  if (services.length > 0) {
    const first = Math.min(...services);
    return { outcome: first <= limit ? 'met' : 'breached', days: rounded((first - start) / DAY, 1) };
  }
  const last = chain
    .filter(({ sentAt }) => by(sentAt, instant))
    .sort((a, b) => ms(a.sentAt) - ms(b.sentAt))
    .at(-1)!;
  const over =
    ['Withdrawn', 'Terminated'].includes(last.closedAs ?? '') && by(last.closedAt, instant) && ms(last.closedAt!) <= limit;
  if (over && PERSONAL.includes(last.reason ?? '')) return { outcome: 'withdrawn', days: null };
  return { outcome: limit < instant ? 'breached' : 'running', days: null };
}

function consentFigures({ consents, referrals, policies }: History, instant: number, sameAgency: SameAgency): object {
  const acts = consents
    .filter((one): one is PackWithdrawal => 'withdrawnAt' in one)
    .filter(({ withdrawnAt }) => inPeriod(withdrawnAt) && by(withdrawnAt, instant));
  const notified = acts.filter(({ recordId, recipient, withdrawnAt }) =>
    referrals.some(
      (one) =>
        one.fromRecord === recordId && sameAgency(one.toAgency, one.sentAt, recipient, withdrawnAt) && one.sentAt <= withdrawnAt,
    ),
  );
  const inTime = notified.filter(
    ({ withdrawnAt, recipientConfirmedStopAt: stop }) =>
      by(stop, instant) && ms(stop!) <= ms(withdrawnAt) + policies.stopConfirmHours * HOUR,
  );
  return {
    withdrawals: new Set(acts.map(({ recordId, withdrawnAt }) => `${recordId} ${withdrawnAt}`)).size,
    ...{ recipientsToNotify: notified.length, confirmedWithin72h: inTime.length },
  };
}

/** Every claim is of a person of its own. */
function restitutionFigures({ restitution, records }: History, instant: number): object {
  const registered = new Map(records.map(({ recordId, recordedAt }) => [recordId, recordedAt]));
  const claims = restitution
    .filter(({ recordId, claimedAt }) => inPeriod(registered.get(recordId)!) && by(claimedAt, instant))
    .map(({ claimed, awarded, awardedAt, payments, dueAt }) => ({
      ...{ claimed, awarded: by(awardedAt, instant) ? awarded : null },
      paid: payments.filter((one) => by(one.at, instant)).reduce((sum, { amount }) => sum + amount, 0),
      due: dueAt == null ? Infinity : endOfDay(ms(dueAt), 0),
    }));
  const sum = (of: (claim: (typeof claims)[number]) => number) => claims.reduce((total, claim) => total + of(claim), 0);
  const awarded = claims.filter((claim) => claim.awarded !== null);
  return {
    ...{ claimed: sum((one) => one.claimed), awarded: sum((one) => one.awarded ?? 0), paid: sum(({ paid }) => paid) },
    outstanding: sum((one) => (one.awarded ?? 0) - one.paid),
    victimsAwarded: awarded.length,
    victimsFullyPaid: awarded.filter((one) => one.paid >= one.awarded!).length,
    victimsOverdue: awarded.filter((one) => one.due < instant && one.awarded! > one.paid).length,
  };
}

/** Whether two codes, each at its instant, mean one agency. */
export type SameAgency = (code: string, instant: string, other: string, otherInstant: string) => boolean;

export interface TaskForce {
  readonly kabkota: string;
  readonly exists: boolean;
}

/** The figures of FORMAT 8 that rest on no link, by this history alone. */
export function expectedOf(history: History, taskForces: readonly TaskForce[], sameAgency: SameAgency): object {
  const withTaskForce = taskForces.filter(({ exists }) => exists).length;
  const asOf = (instant: number, state: State) => ({
    instant: at(instant),
    referrals: referralFigures(history, instant, state),
    statutory7day: statutoryFigures(history, instant),
    consent: consentFigures(history, instant, sameAgency),
    restitutionIDR: restitutionFigures(history, instant),
    taskForceCoverage: { kabkota: taskForces.length, withTaskForce, percent: share(withTaskForce, taskForces.length) },
  });
  return { asOfA: asOf(A, (one) => one.statusAtA ?? 'none'), asOfB: asOf(B, (one) => one.statusAtB ?? 'none') };
}
