import type { Service } from './api';
import { msOf } from './inputs';
import { addressAt, type Pack, type PackRefused } from './pack';

/** Answers that a pack may have refused, by their command. */
const answers: Readonly<Record<string, { readonly path: string; readonly body: object }>> = {
  AcknowledgeReferral: { path: 'acknowledge', body: {} },
  AcceptReferral: { path: 'accept', body: {} },
  RejectReferral: { path: 'reject', body: { reason: 'Other', text: 'ditolak' } },
  WithdrawReferral: { path: 'withdraw', body: { reason: 'Other' } },
  TerminateReferral: { path: 'terminate', body: { reason: 'Other' } },
  ConfirmWithdrawal: { path: 'confirm-withdrawal', body: {} },
};

export interface AskedInVain {
  readonly service: Service;
  readonly path: string;
  readonly body: object;
}

/** The request of a command that must be refused; `ids` are the services' by the pack's numbers. Throws for a command that no service knows. */
export function refusedCommand(refused: PackRefused, index: number, pack: Pack, ids: ReadonlyMap<string, string>): AskedInVain {
  const { command, referralId = '' } = refused;
  const { referrals } = pack;
  if (command === 'SendReferral') return sending(refused, index, pack, ids);
  const referral = referrals.find((one) => one.referralId === referralId);
  const proxy = referral?.external ? { proxied: true, evidence: referral.evidenceRef ?? referralId } : {};
  if (command === 'StartService')
    return { service: 'victim-services', path: '/episodes', body: { referral: ids.get(referralId), ...proxy } };
  if (command === 'CompleteService')
    return { service: 'victim-services', path: `/referrals/${ids.get(referralId)}/complete`, body: proxy };
  const answer = answers[command];
  if (!answer) throw new Error(`the pack names the command ${command}, which no service knows`);
  const takesProxy = command !== 'WithdrawReferral' && command !== 'ConfirmWithdrawal';
  const body = { ...answer.body, ...(takesProxy && proxy) };
  return { service: 'referral', path: `/referrals/${ids.get(referralId)}/${answer.path}`, body };
}

/** A statutory service is asked for under the application that the record has for it, so that the refusal is for the pack's reason. */
function sending(
  { at, fromRecord = '', toAgency = '', serviceCategory, legalBasis }: PackRefused,
  index: number,
  pack: Pack,
  ids: ReadonlyMap<string, string>,
): AskedInVain {
  const like = pack.referrals.find((one) => one.fromRecord === fromRecord && one.serviceCategory === serviceCategory);
  const application = ids.get(like?.serviceApplicationId ?? '');
  const body = {
    ...{
      ref: `DITOLAK-${index}`,
      record: ids.get(fromRecord),
      to: addressAt(pack, toAgency, msOf(at)),
      service: serviceCategory,
      legalBasis,
    },
    ...(application !== undefined && { application }),
  };
  return { service: 'referral', path: '/referrals', body };
}
