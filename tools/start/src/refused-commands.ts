import type { Asking, Command } from './asking';
import { msOf } from './instants';
import type { PackAgency, PackReferral, PackRefused } from './pack';
import { addressAt } from './pack-agencies';
import { proxyOf, recordBasis } from './referral-commands';

/** What became of a command that must be refused, by its place in the pack. */
export interface Refusal {
  readonly index: number;
  readonly refused: boolean;
  /** The service's own; null when it was not asked. */
  readonly code: string | null;
}

/** What a service answers to a command that its rules refuse. */
const REFUSALS = new Set([403, 409, 422]);

/** Answers that a pack may have refused, by their command. */
const ANSWERS: Readonly<Record<string, { readonly path: string; readonly body: object; readonly bySender?: true }>> = {
  AcknowledgeReferral: { path: 'acknowledge', body: {} },
  AcceptReferral: { path: 'accept', body: {} },
  RejectReferral: { path: 'reject', body: { reason: 'Other', text: 'ditolak' } },
  WithdrawReferral: { path: 'withdraw', body: { reason: 'Other' }, bySender: true },
  TerminateReferral: { path: 'terminate', body: { reason: 'Other' } },
  ConfirmWithdrawal: { path: 'confirm-withdrawal', body: {}, bySender: true },
};

/** Commands that no service of the agencies' side knows: they come with reconciliation. */
export const OF_RECONCILIATION: ReadonlySet<string> = new Set(['ResolveDiscrepancy']);

/** Commands that must be refused, each by the agency named, or by the proxy of one off the platform. */
export class RefusedCommands {
  constructor(private readonly asking: Asking) {}

  /** Throws for a command that no service knows. */
  async perform(refused: PackRefused): Promise<Refusal> {
    const { index } = refused;
    if (OF_RECONCILIATION.has(refused.command)) return { index, refused: false, code: null };
    const { pack, staff } = this.asking;
    const referral = pack.referrals.find(({ referralId }) => referralId === refused.referralId);
    const writer = this.writer(refused, referral);
    const asked = refused.command === 'SendReferral' ? await this.sending(refused, writer) : this.answer(refused, referral);
    const { status, body } = await this.asking.try(staff.of(writer), { ...asked, key: `refused ${index} ${refused.command}` });
    return { index, refused: REFUSALS.has(status), code: String(body['code'] ?? '') };
  }

  private writer({ agency, at }: PackRefused, referral: PackReferral | undefined): PackAgency {
    const named = this.asking.agency(agency, msOf(at));
    if (named.onPlatform || !referral) return named;
    return this.asking.agency(referral.proxiedBy ?? referral.fromAgency, msOf(referral.sentAt));
  }

  private answer({ command, referralId = '' }: PackRefused, referral: PackReferral | undefined): Omit<Command, 'key'> {
    const id = this.asking.ids.of('referral', referralId);
    const proxy = referral ? proxyOf(referral) : {};
    if (command === 'StartService') return { service: 'victim-services', path: '/episodes', body: { referral: id, ...proxy } };
    if (command === 'CompleteService') return { service: 'victim-services', path: `/referrals/${id}/complete`, body: proxy };
    const answer = ANSWERS[command];
    if (!answer) throw new Error(`the pack names the command ${command}, which no service knows`);
    return {
      service: 'referral',
      path: `/referrals/${id}/${answer.path}`,
      body: { ...answer.body, ...(!answer.bySender && proxy) },
    };
  }

  /** Under the application that the record has for the service and on a basis recorded, so that the refusal is for the pack's reason. */
  private async sending(refused: PackRefused, sender: PackAgency): Promise<Omit<Command, 'key'>> {
    const { pack, ids } = this.asking;
    const { at, index, fromRecord = '', toAgency = '', serviceCategory = '', legalBasis = '' } = refused;
    await recordBasis(this.asking, sender, { fromRecord, serviceCategory, legalBasis });
    const like = pack.referrals.find((one) => one.fromRecord === fromRecord && one.serviceCategory === serviceCategory);
    const application = ids.find('application', like?.serviceApplicationId ?? '');
    const body = {
      ...{ ref: `DITOLAK-${index}`, record: await this.asking.record(fromRecord), to: addressAt(pack, toAgency, msOf(at)) },
      ...{ service: serviceCategory, legalBasis },
      ...(application !== undefined && { application }),
    };
    return { service: 'referral', path: '/referrals', body };
  }
}
