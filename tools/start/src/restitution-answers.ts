import type { RestitutionSummary } from '@satualur/contracts/timeline/summaries';
import { type Check, compared } from './checks';
import { msOf } from './instants';
import type { Pack, PackRestitution } from './pack';
import type { PackIds } from './pack-ids';
import { claimName } from './restitution-commands';
import type { ToldAt } from './told';
import { daysLater, endOfLocalDay, localDate } from './wita';

type Ledger = Pick<RestitutionSummary, 'claimed' | 'awarded' | 'paid' | 'outstanding' | 'dueOn' | 'overdue'>;

/** The day of the pack's own answer, else that of the policy; null while no final verdict was notified. */
function dueOnOf({ finalVerdictNotifiedAt, dueAt }: PackRestitution, { policies, asOf }: Pack): string | null {
  if (finalVerdictNotifiedAt === null || msOf(finalVerdictNotifiedAt) >= msOf(asOf.B)) return null;
  return localDate(dueAt == null ? daysLater(msOf(finalVerdictNotifiedAt), policies.restitutionDays) : msOf(dueAt));
}

function wantedLedger(claim: PackRestitution, pack: Pack): Ledger {
  const atB = msOf(pack.asOf.B);
  const awarded = claim.awardedAt !== null && msOf(claim.awardedAt) < atB ? claim.awarded : null;
  const paid = claim.payments.reduce((sum, { at, amount }) => sum + (msOf(at) < atB ? amount : 0), 0);
  const outstanding = (awarded ?? 0) - paid;
  const dueOn = dueOnOf(claim, pack);
  const overdue = dueOn !== null && outstanding > 0 && endOfLocalDay(msOf(dueOn), 0) < atB;
  return { claimed: claim.claimed, awarded, paid, outstanding, dueOn, overdue };
}

/** The ledger of every claim with its due date, as known at B. */
export function ledgerChecks(pack: Pack, told: ToldAt, ids: PackIds): readonly Check[] {
  const ledgers = new Map(told.B.flatMap(({ restitution }) => restitution.map((one) => [one.claim as string, one])));
  return pack.restitution
    .filter(({ claimedAt }) => msOf(claimedAt) < msOf(pack.asOf.B))
    .map((claim) => {
      const given = ledgers.get(ids.of('claim', claimName(claim)));
      const { claimed, awarded, paid, outstanding, dueOn, overdue } = given ?? ({} as Partial<Ledger>);
      const ledger = { claimed, awarded, paid, outstanding, dueOn, overdue };
      return compared(`restitution of ${claim.recordId}: due ${dueOn ?? '-'}`, ledger, wantedLedger(claim, pack));
    });
}
