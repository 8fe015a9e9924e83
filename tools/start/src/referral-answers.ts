import type { ReferralSummary } from '@satualur/contracts/timeline/summaries';
import { type Check, compared } from './checks';
import { msOf } from './instants';
import type { Pack, PackReferral } from './pack';
import { agencyNamed, keyOf } from './pack-agencies';
import { statesIn, type ToldAt } from './told';

/** State as of T: everything strictly before it (FORMAT 7). */
export function stateAt(referral: PackReferral, atMs: number): string | null {
  const before = (at: string | null): boolean => at !== null && msOf(at) < atMs;
  const { sentAt, acknowledgedAt, decision, decidedAt, serviceStartedAt, closedAt, closedAs } = referral;
  if (!before(sentAt)) return null;
  if (closedAs !== null && before(closedAt)) return closedAs;
  if (before(serviceStartedAt)) return 'InService';
  if (before(decidedAt)) return decision;
  return before(acknowledgedAt) ? 'Acknowledged' : 'Sent';
}

/** The states of every referral at A and B: as the pack answers them, else as its history makes them. */
export function stateChecks(pack: Pack, told: ToldAt): readonly Check[] {
  const [atA, atB] = [statesIn(told.A), statesIn(told.B)];
  return pack.referrals.map((referral) => {
    const { referralId: ref, statusAtA, statusAtB } = referral;
    const given = { atA: atA.get(ref) ?? null, atB: atB.get(ref) ?? null };
    const wanted = {
      atA: statusAtA === undefined ? stateAt(referral, msOf(pack.asOf.A)) : statusAtA,
      atB: statusAtB === undefined ? stateAt(referral, msOf(pack.asOf.B)) : statusAtB,
    };
    return compared(`referral ${ref}: ${given.atA} at A, ${given.atB} at B`, given, wanted);
  });
}

type Life = Pick<ReferralSummary, 'to' | 'external' | 'proxied' | 'routed' | 'service' | 'legalBasis' | 'batch' | 'reason'> & {
  readonly supersedes: string | null;
  readonly acknowledgedMs: number | null;
  readonly decidedMs: number | null;
  readonly serviceStartedMs: number | null;
  readonly closedMs: number | null;
};

const ms = (at: string | null): number | null => (at === null ? null : msOf(at));

function givenLife(summary: ReferralSummary, refs: ReadonlyMap<string, string>): Life {
  const { to, external, proxied, routed, service, legalBasis, batch, reason, supersedes } = summary;
  return {
    ...{ to, external, proxied, routed, service, legalBasis, batch, reason },
    supersedes: supersedes === null ? null : (refs.get(supersedes) ?? supersedes),
    acknowledgedMs: ms(summary.acknowledged),
    decidedMs: ms(summary.decided),
    serviceStartedMs: ms(summary.serviceStarted),
    closedMs: ms(summary.closed),
  };
}

/** Expiries and what follows from consents withdrawn are answers; so is where a referral to a task force went. */
function wantedLife(referral: PackReferral, pack: Pack): Life {
  const atB = msOf(pack.asOf.B);
  const before = (at: string | null): number | null => (at !== null && msOf(at) < atB ? msOf(at) : null);
  const { external, decision, requestedTarget, routingReason, reason } = referral;
  const recipient = agencyNamed(pack, referral.toAgency, msOf(referral.sentAt))!;
  const decidedMs = before(referral.decidedAt);
  const closedMs = before(decision === 'Accepted' ? referral.closedAt : referral.decidedAt);
  const answered = decidedMs !== null && (decision === 'Accepted' || decision === 'Rejected');
  const acknowledgedMs = before(referral.acknowledgedAt);
  return {
    ...{ to: keyOf(pack, recipient), external, service: referral.serviceCategory as Life['service'] },
    ...{ legalBasis: referral.legalBasis as Life['legalBasis'], batch: (referral.batchId ?? null) as Life['batch'] },
    proxied: external && (acknowledgedMs !== null || answered),
    routed: routingReason === undefined ? null : { requested: requestedTarget!, reason: routingReason },
    ...{ reason: closedMs === null ? null : reason, supersedes: referral.supersedes ?? null },
    ...{ acknowledgedMs, decidedMs, serviceStartedMs: before(referral.serviceStartedAt), closedMs },
  };
}

/** Where each referral went, by what way, and when it was answered, served and closed, as known at B. */
export function lifeChecks(pack: Pack, told: ToldAt): readonly Check[] {
  const summaries = told.B.flatMap(({ referrals }) => referrals);
  const refs = new Map(summaries.map(({ referral, ref }) => [referral as string, ref as string]));
  const byRef = new Map(summaries.map((summary) => [summary.ref as string, summary]));
  return pack.referrals
    .filter(({ sentAt }) => msOf(sentAt) < msOf(pack.asOf.B))
    .map((referral) => {
      const given = byRef.get(referral.referralId);
      const life = given ? givenLife(given, refs) : null;
      return compared(`life of referral ${referral.referralId}`, life, wantedLife(referral, pack));
    });
}
