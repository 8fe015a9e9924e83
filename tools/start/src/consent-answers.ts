import type { WithdrawalSummary } from '@satualur/contracts/timeline/summaries';
import { type Check, compared } from './checks';
import { msOf } from './instants';
import type { Pack, PackWithdrawal } from './pack';
import { agencyNamed, keyOf } from './pack-agencies';
import type { PackIds } from './pack-ids';
import type { ToldAt } from './told';

const HOUR_MS = 3_600_000;

type Stop = Pick<WithdrawalSummary, 'state' | 'overdue'> & { readonly confirmedMs: number | null };

function wantedStop({ withdrawnAt, recipientConfirmedStopAt: at }: PackWithdrawal, { policies, asOf }: Pack): Stop {
  const atB = msOf(asOf.B);
  const confirmBy = msOf(withdrawnAt) + policies.stopConfirmHours * HOUR_MS;
  const confirmedMs = at !== null && msOf(at) < atB ? msOf(at) : null;
  const overdue = confirmBy < Math.min(confirmedMs ?? Infinity, atB);
  return { confirmedMs, overdue, state: confirmedMs !== null ? 'confirmed' : overdue ? 'overdue' : 'requested' };
}

/** How each withdrawal stands with each recipient, as known at B. */
export function stopChecks(pack: Pack, told: ToldAt, ids: PackIds): readonly Check[] {
  const consents = new Map(told.B.flatMap(({ consents: some }) => some.map((one) => [one.record as string, one.withdrawals])));
  return pack.consents.flatMap((act) => {
    if (!('withdrawnAt' in act) || msOf(act.withdrawnAt) >= msOf(pack.asOf.B)) return [];
    const recipient = keyOf(pack, agencyNamed(pack, act.recipient, msOf(act.withdrawnAt))!);
    const given = (consents.get(ids.of('record', act.recordId)) ?? []).find(
      (one) => one.recipient === recipient && msOf(one.withdrawn) === msOf(act.withdrawnAt),
    );
    const confirmedMs = given?.confirmed == null ? null : msOf(given.confirmed);
    const stop = given && { confirmedMs, overdue: given.overdue, state: given.state };
    return [compared(`stop of ${act.recordId} by ${act.recipient}: ${given?.state ?? 'absent'}`, stop, wantedStop(act, pack))];
  });
}
