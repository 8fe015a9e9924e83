import type { AgencyKey, Ref, Uuid } from '@satualur/contracts/ids';
import {
  agencyRecordRegistered,
  assertions,
  keysAwaited,
  keysReceived,
  legalBasisRecorded,
} from '@satualur/contracts/intake/examples';
import * as referrals from '@satualur/contracts/referral/examples';
import type { SealedBox } from '@satualur/contracts/sealed';
import * as services from '@satualur/contracts/victim-services/examples';
import type { WrittenEvent } from '@satualur/contracts/testing';
import { idOf } from '@satualur/contracts/testing';
import { at, type Story } from './story';

export const box: SealedBox = { sealed: 'identity', ct: 'A'.repeat(60) };
export const sealedAssertions = (over: Parameters<typeof assertions>[0] = {}) => {
  const { role, sex, exploitation, traffickingStatus } = { ...assertions(), ...over };
  const plain = { role, name: { value: box, method: 'SelfDeclared' as const }, ...(sex && { sex }) };
  return { ...plain, ...(exploitation && { exploitation }), ...(traffickingStatus && { traffickingStatus }) };
};

export interface Plan {
  readonly ref: string;
  readonly from: string;
  readonly to: string;
  readonly record: string;
  readonly service: 'CaseManagement' | 'HealthRehabilitation';
  readonly application?: string;
  readonly supersedes?: string;
  readonly sent: string;
  readonly acknowledgeBy: string;
  readonly deadline: string;
}

/** One referral as its two agencies' services write it; ids are made of the agencies' own numbers. */
export class ReferralStory {
  private readonly parties;
  private sending!: WrittenEvent;

  constructor(
    private readonly story: Story,
    private readonly plan: Plan,
  ) {
    this.parties = { from: plan.from as AgencyKey, to: plan.to as AgencyKey, secretariat: 'dp3akb-63' as AgencyKey };
  }

  send(): this {
    const { ref, from, to, record, service, application, supersedes, sent, acknowledgeBy, deadline } = this.plan;
    const { application: _, ...example } = referrals.sending;
    const data = {
      ...example,
      ...this.parties,
      ...{ ref: ref as Ref, record: idOf(record), service, person: { name: box } },
      ...{ acknowledgeBy: at(acknowledgeBy), deadline: at(deadline), expireAt: at(deadline) },
      ...(application && { application: idOf(application) }),
      ...(supersedes && { supersedes: idOf(supersedes) }),
    };
    const toRecipient = { audience: [this.parties.to], caseid: this.story.caseid };
    this.sending = this.story.tell(from, 'referralout', ref, { type: 'ReferralSent', data, ...toRecipient }, sent);
    if (supersedes) this.out(referrals.referralRerouted({ by: idOf(ref), to: this.parties.to }), sent, supersedes);
    const grant = { to: this.parties.to, referral: idOf(ref) };
    const granted = { ...referrals.keysGranted(grant), ...toRecipient };
    const announced = this.story.tell(from, 'grant', `grant ${ref}`, granted, sent);
    const sentAs = { stream: this.sending.envelope.subject, version: 1, at: at(sent) };
    this.incoming(referrals.referralReceived({ ...data, sentAs }), sent, this.sending);
    const keys = { from: this.parties.from };
    this.story.tell(to, 'keys', `keys ${ref}`, keysAwaited(keys), sent, announced);
    this.story.tell(to, 'keys', `keys ${ref}`, keysReceived(keys, { audience: [this.parties.from] }), sent);
    return this;
  }

  acknowledge(local: string): this {
    return this.answer('Acknowledged', this.incoming(referrals.referralAcknowledged(), local), local);
  }

  accept(local: string): this {
    return this.answer('Accepted', this.incoming(referrals.referralAccepted(), local), local);
  }

  start(local: string): this {
    const { ref, from, to, service, application } = this.plan;
    const { application: _, ...example } = services.serviceStarted().data;
    const data = {
      ...example,
      referral: idOf(ref),
      service,
      referredBy: this.parties.from,
      ...(application && { application: idOf(application) }),
    };
    const began = this.story.tell(
      to,
      'episode',
      `episode ${ref}`,
      { ...services.serviceStarted(), ...this.toSender, data },
      local,
    );
    const follows = { at: at(local), hlc: began.hlc, episode: idOf(`episode ${ref}`) };
    const followed = this.incoming(referrals.referralServiceStarted(follows), local, began);
    if (application) {
      const start = { referral: idOf(ref), provider: this.parties.to, startedAt: at(local) };
      const satisfied = services.serviceApplicationSatisfied(start, this.ofCase);
      this.story.tell(from, 'application', application, satisfied, local, began);
    }
    return this.answer('ServiceStarted', followed, local);
  }

  complete(local: string): this {
    const { ref, to } = this.plan;
    const done = { referral: idOf(ref), referredBy: this.parties.from, outcome: 'NotStated' as const };
    const ended = this.story.tell(to, 'episode', `episode ${ref}`, services.serviceCompleted(done, this.toSender), local);
    const follows = { at: at(local), hlc: ended.hlc, episode: idOf(`episode ${ref}`) };
    return this.answer('Completed', this.incoming(referrals.referralCompleted(follows), local, ended), local);
  }

  overdue(): this {
    const local = this.plan.acknowledgeBy;
    this.out(referrals.referralOverdue({ acknowledgeBy: at(local) }), local);
    return this.escalate('Overdue', local);
  }

  expire(): this {
    const local = this.plan.deadline;
    const expired = this.out(referrals.referralExpired({ deadline: at(local) }, { audience: [this.parties.to] }), local);
    this.incoming(referrals.referralNoticeNoted({ notice: 'Expired', at: at(local), hlc: expired.hlc }), local, expired);
    return this.escalate('Expired', local);
  }

  private escalate(because: 'Overdue' | 'Expired', local: string): this {
    const audience = [this.parties.secretariat];
    this.out(referrals.referralEscalated({ because, secretariat: this.parties.secretariat }, { audience }), local);
    return this;
  }

  private answer(answer: 'Acknowledged' | 'Accepted' | 'ServiceStarted' | 'Completed', given: WrittenEvent, local: string): this {
    this.out(referrals.referralAnswerNoted({ answer, at: at(local), hlc: given.hlc }), local, this.plan.ref, given);
    return this;
  }

  private get ofCase() {
    return { caseid: this.story.caseid };
  }
  private get toSender() {
    return { ...this.ofCase, audience: [this.parties.from] };
  }

  private out(event: Parameters<Story['tell']>[3], local: string, referral = this.plan.ref, cause?: WrittenEvent): WrittenEvent {
    return this.story.tell(this.plan.from, 'referralout', referral, { ...event, ...this.ofCase }, local, cause);
  }

  private incoming(event: Parameters<Story['tell']>[3], local: string, cause?: WrittenEvent): WrittenEvent {
    const routed = event.audience ? { ...event, ...this.toSender } : { ...event, ...this.ofCase };
    return this.story.tell(this.plan.to, 'referralin', this.plan.ref, routed, local, cause);
  }
}

export function register(
  story: Story,
  log: string,
  ref: string,
  local: string,
  over: Parameters<typeof sealedAssertions>[0],
  via?: string,
) {
  const viaReferral: { viaReferral?: Uuid } = via === undefined ? {} : { viaReferral: idOf(via) };
  const event = agencyRecordRegistered({ ref: ref as Ref, assertions: sealedAssertions(over), ...viaReferral });
  return story.tell(log, 'record', ref, { ...event, caseid: story.caseid }, local);
}

/** The sender's basis for what it is about to ask, as a pack's play records it. */
export function base(story: Story, { from, record, service, sent }: Plan) {
  const data = { record: idOf(record), purposes: [service] };
  return story.tell(from, 'legalbasis', record, legalBasisRecorded(data, { caseid: story.caseid }), sent);
}

export function apply(story: Story, log: string, ref: string, record: string, local: string, due: string) {
  const data = { ref: ref as Ref, record: idOf(record), requestedAt: at(local), dueAt: at(due) };
  return story.tell(log, 'application', ref, services.serviceApplicationFiled(data, { caseid: story.caseid }), local);
}
