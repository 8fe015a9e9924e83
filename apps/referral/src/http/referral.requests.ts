import { RejectReason, ServiceCategory, WithdrawReason } from '@satualur/contracts/codes/services';
import { LegalBasis } from '@satualur/contracts/event';
import { Ref, Uuid } from '@satualur/contracts/ids';
import { z } from 'zod';

const AgencyCode = z.string().min(1).max(64);

export const Send = z.object({
  ref: Ref,
  record: Uuid,
  to: AgencyCode,
  service: ServiceCategory,
  legalBasis: LegalBasis,
  application: Uuid.optional(),
  supersedes: Uuid.optional(),
});
export const Accept = z.object({ recipientRecord: Uuid.optional() });
export const Reject = z.object({ reason: RejectReason, suggested: AgencyCode.optional() });
export const Withdraw = z.object({ reason: WithdrawReason });
export const Terminate = z.object({ reason: WithdrawReason });
/** A command that says nothing but itself. */
export const Nothing = z.object({});
