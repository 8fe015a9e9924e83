import { EvidenceRef } from '@satualur/contracts/codes/casework';
import { RejectReason, ServiceCategory, WithdrawReason } from '@satualur/contracts/codes/services';
import { LegalBasis } from '@satualur/contracts/event';
import { GivenRef } from '@satualur/contracts/identity/nik';
import { Uuid } from '@satualur/contracts/ids';
import { ReferralState } from '@satualur/contracts/referral/life-cycle';
import { plainLine } from '@satualur/contracts/text';
import { pageQuery } from '@satualur/service-host/page';
import { z } from 'zod';

const AgencyCode = z.string().min(1).max(64);

const line = {
  ref: GivenRef,
  record: Uuid,
  /** An agency's code, now or before, or `GT-<kabkota>` for a task force. */
  to: AgencyCode,
  service: ServiceCategory,
  legalBasis: LegalBasis,
  application: Uuid.optional(),
  supersedes: Uuid.optional(),
  /** Life or limb. */
  emergency: z.literal(true).optional(),
};

export const Send = z.object({ ...line, batch: GivenRef.optional() });
export const Batch = z.object({ ref: GivenRef, lines: z.array(z.object(line)).min(1).max(200) });
/** Any part may still be missing but the record. */
export const DraftBody = z.object(line).partial().required({ record: true });

/** An answer that the sender's clerk records for a recipient off the platform, with the paper it stands on. */
const proxy = { proxied: z.literal(true).optional(), evidence: EvidenceRef.optional() };
export type ProxyBody = { readonly proxied?: true | undefined; readonly evidence?: string | undefined };

export const Acknowledge = z.object(proxy);
export const Accept = z.object({ recipientRecord: Uuid.optional(), ...proxy });
export const Reject = z.object({
  reason: RejectReason,
  suggested: AgencyCode.optional(),
  text: plainLine(200).optional(),
  ...proxy,
});
export const Withdraw = z.object({ reason: WithdrawReason });
export const Terminate = z.object({ reason: WithdrawReason, ...proxy });
/** A command that says nothing but itself. */
export const Nothing = z.object({});

export const ListQuery = z.object({
  ...pageQuery,
  half: z.enum(['sender', 'recipient']).optional(),
  state: z.enum([...ReferralState.options, 'Draft']).optional(),
  service: ServiceCategory.optional(),
  /** The other agency's code. */
  with: AgencyCode.optional(),
  record: Uuid.optional(),
  batch: GivenRef.optional(),
  emergency: z.enum(['true', 'false']).optional(),
});
export const QueueQuery = ListQuery.pick({ cursor: true, limit: true, service: true, with: true, emergency: true });
