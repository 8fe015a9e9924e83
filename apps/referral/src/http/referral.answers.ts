import { LegalBasis } from '@satualur/contracts/event';
import { ServiceCategory } from '@satualur/contracts/codes/services';
import { AgencyKey, Instant, Ref, Uuid } from '@satualur/contracts/ids';
import { ReferralState } from '@satualur/contracts/referral/life-cycle';
import { DraftView, ReferralView } from '@satualur/contracts/views';
import { Done, DoneAs, paged } from '@satualur/service-host/answers';
import { z } from 'zod';
import { QUEUE_NAMES } from '../rows/referral-queries';

/** One's own half; a draft has no more than what was put into it. */
export const OwnHalf = z.union([ReferralView, DraftView]);
/** The ids of the referrals sent, in the order of the lines. */
export const BatchSent = DoneAs.extend({ referrals: z.array(z.object({ id: Uuid, ref: Ref })) });
export const Drafted = Done.extend({ ref: Ref.optional() });

/** One half as a list shows it; what is absent or does not hold is left out. */
const Listed = z.object({
  half: z.enum(['sender', 'recipient']),
  id: Uuid,
  state: z.enum(['Draft', 'Discarded', ...ReferralState.options]),
  ref: Ref.optional(),
  counterpart: AgencyKey.optional(),
  record: Uuid.optional(),
  service: ServiceCategory.optional(),
  legal_basis: LegalBasis.optional(),
  application: Uuid.optional(),
  batch: Ref.optional(),
  since: Instant,
  acknowledge_by: Instant.optional(),
  deadline: Instant.optional(),
  emergency: z.literal(true).optional(),
  proxied: z.literal(true).optional(),
  overdue: z.literal(true).optional(),
  rerouted: z.literal(true).optional(),
  withdrawal_confirmed: z.literal(true).optional(),
});
const Count = z.int().min(0);
export const ReferralQueue = paged(Listed);
export const Referrals = paged(Listed).extend({ counts: z.record(z.string(), Count) });
export const QueueCounts = z.object({
  counts: z.record(z.enum(QUEUE_NAMES), z.object({ open: Count, overdue: Count })),
});
