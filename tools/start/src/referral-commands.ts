import { classOfService, type ServiceCategory } from '@satualur/contracts/codes/services';
import type { Asking } from './asking';
import type { ReferralStep } from './inputs';
import { iso, msOf } from './instants';
import type { PackAgency, PackReferral } from './pack';
import { addressAt } from './pack-agencies';

/** What an answer entered for a recipient off the platform carries. */
export const proxyOf = ({ external, evidenceRef, referralId }: PackReferral): object =>
  external ? { proxied: true, evidence: evidenceRef ?? referralId } : {};

interface Basis {
  readonly fromRecord: string;
  readonly serviceCategory: string;
  readonly legalBasis: string;
}

/** A pack states a basis with its referral alone; the sender records it of its record before the first sending that rests on it. */
export async function recordBasis(
  asking: Asking,
  sender: PackAgency,
  { fromRecord, serviceCategory, legalBasis }: Basis,
): Promise<void> {
  const name = `${fromRecord} ${legalBasis} ${serviceCategory}`;
  if (legalBasis === 'Consent' || asking.ids.find('basis', name) !== undefined) return;
  const classes = [...new Set(['identity', classOfService[serviceCategory as ServiceCategory]])];
  const body = { basis: legalBasis, purposes: [serviceCategory], classes };
  const path = `/records/${await asking.record(fromRecord)}/legal-bases`;
  await asking.make('basis', name, sender, { service: 'intake', path, key: `basis ${name}`, body });
}

/** A referral's life: applied for and sent by the sender, answered and served by the recipient or its proxy. */
export class ReferralCommands {
  constructor(private readonly asking: Asking) {}

  async perform(step: ReferralStep, referral: PackReferral): Promise<void> {
    const { reason } = referral;
    switch (step) {
      case 'apply-for-services':
        return this.apply(referral);
      case 'send':
        return this.send(referral);
      case 'acknowledge':
        return this.answer(referral, 'acknowledge');
      case 'accept':
        return this.accept(referral);
      case 'reject':
        return this.answer(referral, 'reject', { reason, ...(reason === 'Other' && { text: 'sebab lain, lihat berkas' }) });
      case 'withdraw':
        return this.withdraw(referral);
      case 'terminate':
        return this.answer(referral, 'terminate', { reason });
      case 'start-service':
        return this.startService(referral);
      case 'complete-service':
        return this.completeService(referral);
    }
  }

  private async apply(referral: PackReferral): Promise<void> {
    const ref = referral.serviceApplicationId!;
    const body = {
      ...{ ref, record: await this.asking.record(referral.fromRecord), service: referral.serviceCategory },
      requestedAt: iso(referral.requestedAt),
    };
    const command = { service: 'victim-services', path: '/applications', key: `application ${ref}`, body } as const;
    await this.asking.make('application', ref, this.asking.senderOf(referral), command);
  }

  private async send(referral: PackReferral): Promise<void> {
    const { referralId: ref, batchId } = referral;
    const sender = this.asking.senderOf(referral);
    const body = { ...(await this.lineOf(referral)), ...(batchId !== undefined && { batch: batchId }) };
    await this.asking.make('referral', ref, sender, { service: 'referral', path: '/referrals', key: `send ${ref}`, body });
  }

  /** All are sent or none; each is decided by itself. */
  async sendBatch(batch: string, referrals: readonly PackReferral[]): Promise<void> {
    const { staff, ids } = this.asking;
    const lines: object[] = [];
    for (const referral of referrals) lines.push(await this.lineOf(referral));
    const sender = staff.of(this.asking.senderOf(referrals[0]!));
    const command = { service: 'referral', path: '/batches', key: `batch ${batch}`, body: { ref: batch, lines } } as const;
    const { body } = await this.asking.ask(sender, command);
    for (const { id, ref } of body['referrals'] as readonly { readonly id: string; readonly ref: string }[])
      ids.set('referral', ref, id);
  }

  /** What is asked for one victim, once its basis is recorded. */
  private async lineOf(referral: PackReferral): Promise<object> {
    const { pack, ids } = this.asking;
    const { referralId: ref, serviceApplicationId, supersedes } = referral;
    await recordBasis(this.asking, this.asking.senderOf(referral), referral);
    return {
      ref,
      record: await this.asking.record(referral.fromRecord),
      to: addressAt(pack, referral.requestedTarget ?? referral.toAgency, msOf(referral.sentAt)),
      service: referral.serviceCategory,
      legalBasis: referral.legalBasis,
      ...(serviceApplicationId !== null && { application: ids.of('application', serviceApplicationId) }),
      ...(supersedes !== undefined && { supersedes: ids.of('referral', supersedes) }),
    };
  }

  private async accept(referral: PackReferral): Promise<void> {
    const { recipientRecord } = referral;
    const named = recipientRecord === undefined ? {} : { recipientRecord: await this.asking.record(recipientRecord) };
    return this.answer(referral, 'accept', named);
  }

  private answer(referral: PackReferral, what: string, body: object = {}): Promise<void> {
    return this.step(this.asking.answererOf(referral), referral, what, { ...body, ...proxyOf(referral) });
  }

  private withdraw(referral: PackReferral): Promise<void> {
    return this.step(this.asking.senderOf(referral), referral, 'withdraw', { reason: referral.reason });
  }

  private step(by: PackAgency, { referralId: ref }: PackReferral, what: string, body: object): Promise<void> {
    const path = `/referrals/${this.asking.ids.of('referral', ref)}/${what}`;
    return this.asking.by(by, { service: 'referral', path, key: `${what} ${ref}`, body });
  }

  private async startService(referral: PackReferral): Promise<void> {
    const { referralId: ref } = referral;
    const body = { referral: this.asking.ids.of('referral', ref), ...proxyOf(referral) };
    const command = { service: 'victim-services', path: '/episodes', key: `start ${ref}`, body } as const;
    await this.asking.make('episode', ref, this.asking.answererOf(referral), command);
  }

  private completeService(referral: PackReferral): Promise<void> {
    const { referralId: ref } = referral;
    const path = `/episodes/${this.asking.ids.of('episode', ref)}/complete`;
    const command = { service: 'victim-services', path, key: `complete ${ref}`, body: proxyOf(referral) } as const;
    return this.asking.by(this.asking.answererOf(referral), command);
  }
}
