import type {
  ApplicationSummary,
  ConsentSummary,
  ReferralSummary,
  RestitutionSummary,
  WithdrawalSummary,
} from '@satualur/contracts/timeline/summaries';
import { msOf } from './instants';
import type { Pack } from './pack';
import type { Told } from './told';

/** Blocks of FORMAT 8 by name, each key with its value. */
export type Blocks = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Kab/kota of which the registry knows whether they have a task force. */
export type Coverage = readonly { readonly kabkota: string; readonly formed: boolean }[];

const HOUR_MS = 3_600_000;

/** Half up on the exact value; null when nothing is divided by. */
export const ratio = (above: number, below: number, decimals: number): number | null =>
  below === 0 ? null : Math.floor((2 * above * 10 ** decimals + below) / (2 * below)) / 10 ** decimals;

const count = <T>(of: readonly T[], holds: (one: T) => boolean): number => of.filter(holds).length;

/** How many there are of each name; of those that there are. */
function tally(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** What the product says as of `at` under the heads of FORMAT 8 that its services answer for by themselves: no link bears on them. */
export function figuresOf(told: Told, coverage: Coverage, pack: Pick<Pack, 'period'>, at: string): Blocks {
  const inPeriod = (instant: string): boolean => msOf(pack.period.from) <= msOf(instant) && msOf(instant) < msOf(pack.period.to);
  const referrals = told.flatMap((one) => one.referrals);
  const registered = new Map(
    told.flatMap(({ records }) => records.map((one) => [one.record as string, one.registered as string])),
  );
  return {
    referrals: referralFigures(
      referrals.filter(({ sent }) => inPeriod(sent)),
      msOf(at),
    ),
    statutory7day: statutoryFigures(told.flatMap((one) => one.applications).filter(({ requested }) => inPeriod(requested))),
    consent: consentFigures(
      told.flatMap((one) => one.consents),
      referrals,
      inPeriod,
    ),
    restitutionIDR: restitutionFigures(
      told.map(({ restitution }) =>
        restitution.filter(({ claimed, record }) => claimed !== null && inPeriod(registered.get(record) ?? '')),
      ),
    ),
    taskForceCoverage: coverageFigures(coverage),
  };
}

const ACCEPTED: ReadonlySet<string> = new Set(['Accepted', 'InService', 'Completed', 'Terminated']);
const isAnswered = ({ state }: ReferralSummary): boolean => ACCEPTED.has(state) || state === 'Rejected';

function referralFigures(referrals: readonly ReferralSummary[], atMs: number) {
  const total = referrals.length;
  const acceptedEver = count(referrals, ({ state }) => ACCEPTED.has(state));
  const ofState = (wanted: string) => tally(referrals.flatMap(({ state, service }) => (state === wanted ? [service] : [])));
  const acknowledgement = referrals.map((one) => [one.ref as string, acknowledgementOf(one, atMs)] as const);
  return {
    total,
    byStatus: tally(referrals.map(({ state }) => state)),
    acceptedEver,
    external: count(referrals, ({ external }) => external),
    routed: count(referrals, ({ routed }) => routed !== null),
    rerouted: count(referrals, ({ supersedes }) => supersedes !== null),
    acceptanceRateOfSent: ratio(acceptedEver * 100, total, 1),
    acceptanceRateOfDecided: ratio(acceptedEver * 100, count(referrals, isAnswered), 1),
    medianHoursSentToDecision: medianHours(referrals.filter(isAnswered).map(({ sent, decided }) => msOf(decided!) - msOf(sent))),
    acknowledgedWithin24h: count(acknowledgement, ([, outcome]) => outcome === 'met'),
    acknowledgeBreaches: acknowledgement.flatMap(([ref, outcome]) => (outcome === 'breached' ? [ref] : [])).sort(),
    completedByCategory: ofState('Completed'),
    inServiceByCategory: ofState('InService'),
  };
}

/** By the acknowledgement, or where there is none by acceptance or rejection; a withdrawal within the limit ends the clock. */
function acknowledgementOf(referral: ReferralSummary, atMs: number): 'met' | 'breached' | 'none' {
  const { acknowledged, decided, state } = referral;
  const limit = msOf(referral.acknowledgeBy);
  const answer = acknowledged ?? (isAnswered(referral) ? decided : null);
  if (answer !== null && msOf(answer) <= limit) return 'met';
  if (state === 'Withdrawn' && msOf(decided!) <= limit) return 'none';
  return limit < atMs ? 'breached' : 'none';
}

function medianHours(milliseconds: readonly number[]): number | null {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : ratio(low + high, 2 * HOUR_MS, 2);
}

function statutoryFigures(applications: readonly ApplicationSummary[]) {
  const [met, running, withdrawn] = (['met', 'running', 'withdrawn'] as const).map((outcome) =>
    count(applications, (one) => one.outcome === outcome),
  ) as [number, number, number];
  const breached = applications
    .filter(({ outcome }) => outcome === 'breached')
    .map(({ ref, days }) => ({ serviceApplicationId: ref as string, days }))
    .sort((a, b) => (a.serviceApplicationId < b.serviceApplicationId ? -1 : 1));
  const compliancePercent = ratio(met * 100, met + breached.length, 1);
  return { applications: applications.length, met, running, withdrawn, breached, compliancePercent };
}

function consentFigures(
  consents: readonly ConsentSummary[],
  referrals: readonly ReferralSummary[],
  inPeriod: (instant: string) => boolean,
) {
  const entries = consents.flatMap(({ record, withdrawals }) =>
    withdrawals.filter(({ withdrawn }) => inPeriod(withdrawn)).map((withdrawal) => ({ record, withdrawal })),
  );
  const toNotify = entries.filter(({ record, withdrawal: { recipient, withdrawn } }) =>
    referrals.some((one) => one.record === record && one.to === recipient && msOf(one.sent) <= msOf(withdrawn)),
  );
  return {
    withdrawals: new Set(entries.map(({ record, withdrawal }) => `${record} ${withdrawal.withdrawn}`)).size,
    recipientsToNotify: toNotify.length,
    confirmedWithin72h: count(toNotify, ({ withdrawal }) => isConfirmedInTime(withdrawal)),
  };
}

const isConfirmedInTime = ({ confirmed, confirmBy }: WithdrawalSummary): boolean =>
  confirmed !== null && msOf(confirmed) <= msOf(confirmBy);

/** Claims by person: those of one case are one person's, as far as no link joins it to another case. */
function restitutionFigures(byPerson: readonly (readonly RestitutionSummary[])[]) {
  const claims = byPerson.flat();
  const sum = (of: readonly RestitutionSummary[], key: 'claimed' | 'awarded' | 'paid'): number =>
    of.reduce((total, claim) => total + (claim[key] ?? 0), 0);
  const awarded = byPerson.filter((of) => of.some((claim) => claim.awarded !== null));
  return {
    ...{ claimed: sum(claims, 'claimed'), awarded: sum(claims, 'awarded'), paid: sum(claims, 'paid') },
    outstanding: sum(claims, 'awarded') - sum(claims, 'paid'),
    victimsAwarded: awarded.length,
    victimsFullyPaid: count(awarded, (of) => sum(of, 'paid') >= sum(of, 'awarded')),
    victimsOverdue: count(awarded, (of) => of.some(({ overdue }) => overdue)),
  };
}

function coverageFigures(coverage: Coverage) {
  const withTaskForce = count(coverage, ({ formed }) => formed);
  return { kabkota: coverage.length, withTaskForce, percent: ratio(withTaskForce * 100, coverage.length, 1) };
}
