import type { Asking } from './asking';
import { msOf } from './instants';
import type { PackGrant, PackWithdrawal } from './pack';
import { addressAt, keyOf } from './pack-agencies';

/** Where the proof lies that a recipient off the platform has stopped; a pack names none. */
const STOP_EVIDENCE = 'SURAT/PENGHENTIAN';

/** Names the stop that a withdrawal asks of one recipient. */
export const stopName = ({ recordId, withdrawnAt, recipient }: PackWithdrawal): string =>
  `${recordId} ${msOf(withdrawnAt)} ${recipient}`;

/** GrantConsent and WithdrawConsent by the owner of the record, ConfirmStop by the recipient. */
export class ConsentCommands {
  constructor(private readonly asking: Asking) {}

  async grant(grant: PackGrant): Promise<void> {
    const { pack } = this.asking;
    const { recordId, grantedAt, givenBy, guardianNik, purposes } = grant;
    const recipients = grant.recipients.map((code) => addressAt(pack, code, msOf(grantedAt)));
    const body = { givenBy, recipients, purposes, ...(guardianNik !== undefined && { guardianNik }) };
    const key = `consent ${pack.consents.indexOf(grant)} ${recordId} ${recipients.join(' ')}`;
    const path = `/records/${await this.asking.record(recordId)}/consents`;
    return this.asking.by(this.asking.ownerOf(recordId), { service: 'intake', path, key, body });
  }

  /** One act, of one record at one instant. The answer names the stop that each recipient is to confirm. */
  async withdraw(acts: readonly PackWithdrawal[]): Promise<void> {
    const { pack, ids, staff } = this.asking;
    const [{ recordId, withdrawnAt }] = acts as [PackWithdrawal];
    const recipients = acts.map(({ recipient }) => addressAt(pack, recipient, msOf(withdrawnAt)));
    const path = `/records/${await this.asking.record(recordId)}/consents/withdraw`;
    const key = `withdraw consent ${recordId} ${msOf(withdrawnAt)}`;
    const owner = staff.of(this.asking.ownerOf(recordId));
    const { body } = await this.asking.ask(owner, { service: 'intake', path, key, body: { recipients } });
    const stops = body['stops'] as readonly { readonly recipient: string; readonly stop: string }[];
    for (const act of acts) {
      const recipient = keyOf(pack, this.recipientOf(act));
      ids.set('stop', stopName(act), stops.find((one) => one.recipient === recipient)!.stop);
    }
  }

  /** For a recipient off the platform the owner confirms, with evidence. */
  confirmStop(act: PackWithdrawal): Promise<void> {
    const name = stopName(act);
    const recipient = this.recipientOf(act);
    const { onPlatform } = recipient;
    const path = `/stops/${this.asking.ids.of('stop', name)}/confirm`;
    const body = onPlatform ? {} : { evidence: STOP_EVIDENCE };
    const by = onPlatform ? recipient : this.asking.ownerOf(act.recordId);
    return this.asking.by(by, { service: 'intake', path, key: `confirm stop ${name}`, body });
  }

  private recipientOf({ recipient, withdrawnAt }: PackWithdrawal) {
    return this.asking.agency(recipient, msOf(withdrawnAt));
  }
}
