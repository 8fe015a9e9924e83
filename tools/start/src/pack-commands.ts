import type { Answer, Api } from './api';
import { Asking } from './asking';
import { ConsentCommands } from './consent-commands';
import type { Input } from './inputs';
import type { Pack, PackRecord } from './pack';
import { PackIds } from './pack-ids';
import { RecordCommands } from './record-commands';
import { ReferralCommands } from './referral-commands';
import { type Refusal, RefusedCommands } from './refused-commands';
import { RegistryCommands } from './registry-commands';
import { RestitutionCommands } from './restitution-commands';
import type { StaffList } from './staff';

export interface OpenedCase {
  readonly caseid: string;
  readonly record: string;
  readonly agency: string;
}

/** What a play knows beyond the pack: enough to go on with it. */
export interface Kept {
  readonly ids: readonly (readonly [string, string])[];
  readonly cases: readonly OpenedCase[];
  readonly refused: readonly Refusal[];
  readonly accepted: number;
}

/** Each input of a pack as the command of FORMAT 11, by a member of staff of the agency named. */
export class PackCommands {
  readonly ids: PackIds;
  readonly registry: RegistryCommands;
  private readonly asking: Asking;
  private readonly records: RecordCommands;
  private readonly consents: ConsentCommands;
  private readonly referrals: ReferralCommands;
  private readonly restitution: RestitutionCommands;
  private readonly refusing: RefusedCommands;
  /** By id. */
  private readonly opened: Map<string, OpenedCase>;
  private readonly refusals: Map<number, Refusal>;

  constructor(
    pack: Pack,
    api: Api,
    staff: StaffList,
    { ids, cases, refused, accepted }: Kept = { ids: [], cases: [], refused: [], accepted: 0 },
  ) {
    this.ids = new PackIds(ids);
    this.asking = new Asking(pack, api, staff, this.ids, accepted);
    this.registry = new RegistryCommands(this.asking);
    this.records = new RecordCommands(this.asking);
    this.consents = new ConsentCommands(this.asking);
    this.referrals = new ReferralCommands(this.asking);
    this.restitution = new RestitutionCommands(this.asking);
    this.refusing = new RefusedCommands(this.asking);
    this.opened = new Map(cases.map((one) => [one.caseid, one]));
    this.refusals = new Map(refused.map((one) => [one.index, one]));
  }

  /** Commands accepted. */
  get accepted(): number {
    return this.asking.accepted;
  }

  get cases(): readonly OpenedCase[] {
    return [...this.opened.values()];
  }

  /** One entry for each of the pack's refused commands that was played, in the pack's order. */
  get refused(): readonly Refusal[] {
    return [...this.refusals.values()].sort((a, b) => a.index - b.index);
  }

  kept(): Kept {
    return { ids: this.ids.kept(), cases: this.cases, refused: this.refused, accepted: this.accepted };
  }

  /** Throws with the service's answer when a command of a lawful pack is not accepted. */
  async perform(input: Input): Promise<void> {
    switch (input.do) {
      case 'enter-platform':
        return this.registry.enter(input.agency);
      case 'rename-agency':
        return this.registry.rename(input.agency, input.code, input.atMs);
      case 'leave-platform':
        return this.registry.leave(input.agency, input.atMs);
      case 'register-record':
        return this.open(input.record, await this.records.register(input.record));
      case 'void-record':
        return this.records.void(input.record);
      case 'update-record':
        return this.records.update(input.update);
      case 'register-case-event':
        return this.records.registerCaseEvent(input.event);
      case 'grant-consent':
        return this.consents.grant(input.grant);
      case 'withdraw-consent':
        return this.consents.withdraw(input.acts);
      case 'confirm-stop':
        return this.consents.confirmStop(input.act);
      case 'claim-restitution':
        return this.restitution.claim(input.claim);
      case 'award-restitution':
        return this.restitution.award(input.claim);
      case 'notify-verdict':
        return this.restitution.notifyVerdict(input.claim);
      case 'pay-restitution':
        return this.restitution.pay(input.claim, input.payment);
      case 'send-batch':
        return this.referrals.sendBatch(input.batch, input.referrals);
      case 'refused':
        return this.refuse(await this.refusing.perform(input.refused));
      default:
        return this.referrals.perform(input.do, input.referral);
    }
  }

  private open({ recordId, agency }: PackRecord, { body }: Answer): void {
    const caseid = String(body['caseid']);
    if (!this.opened.has(caseid)) this.opened.set(caseid, { caseid, record: recordId, agency });
  }

  private refuse(refusal: Refusal): void {
    this.refusals.set(refusal.index, refusal);
  }
}
