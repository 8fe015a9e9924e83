import type { Asking } from './asking';
import { iso, msOf } from './instants';
import type { PackRestitution } from './pack';

/** Names a claim; a record may have several. */
export const claimName = ({ recordId, claimedAt, claimed }: PackRestitution): string =>
  `${recordId} ${msOf(claimedAt)} ${claimed}`;

/** Explain and claim, award, notify the final verdict, record a payment: by the owner of the record. Whatever a pack says of money happened. */
export class RestitutionCommands {
  constructor(private readonly asking: Asking) {}

  async claim(claim: PackRestitution): Promise<void> {
    const name = claimName(claim);
    const body = { record: await this.asking.record(claim.recordId) };
    const command = { service: 'victim-services', path: '/restitution', key: `explain ${name}`, body } as const;
    await this.asking.make('claim', name, this.asking.ownerOf(claim.recordId), command);
    await this.step(claim, 'claim', { amount: claim.claimed });
  }

  award(claim: PackRestitution): Promise<void> {
    return this.step(claim, 'award', { amount: claim.awarded, unbalanced: true });
  }

  notifyVerdict(claim: PackRestitution): Promise<void> {
    return this.step(claim, 'notify-final', { notifiedAt: iso(claim.finalVerdictNotifiedAt!) });
  }

  pay(claim: PackRestitution, payment: number): Promise<void> {
    return this.step(claim, 'pay', { amount: claim.payments[payment]!.amount, unbalanced: true }, ` ${payment}`);
  }

  private step(claim: PackRestitution, what: string, body: object, more = ''): Promise<void> {
    const name = claimName(claim);
    const path = `/restitution/${this.asking.ids.of('claim', name)}/${what}`;
    const key = `${what} restitution ${name}${more}`;
    return this.asking.by(this.asking.ownerOf(claim.recordId), { service: 'victim-services', path, key, body });
  }
}
