import { setTimeout as sleep } from 'node:timers/promises';
import { agencyKeyOf } from '@satualur/contracts/ids';
import type { Answer, Api, Service, Staff } from './api';
import { asserted } from './assertions';
import type { Input, ReferralStep } from './inputs';
import { msOf } from './inputs';
import {
  addressAt,
  agencyNamed,
  firstCodeOf,
  type Pack,
  type PackAgency,
  type PackRecord,
  type PackReferral,
  type PackUpdate,
} from './pack';
import { refusedCommand } from './refused-commands';
import type { StaffList } from './staff';

/** What became of a command that must be refused, by its place in the pack. */
export interface Refusal {
  readonly index: number;
  readonly refused: boolean;
  /** The service's own; null when it was not asked. */
  readonly code: string | null;
  /** The part of the product that it belongs to, where that part is not there yet. */
  readonly open?: 'reconciliation';
}
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

/** What a service answers to a command that its rules refuse. */
const REFUSALS = new Set([403, 409, 422]);

type Of<D extends Input['do']> = Extract<Input, { do: D }>;

const iso = (text: string): string => new Date(msOf(text)).toISOString();

/** Each input of a pack as the command of FORMAT 11, by a member of staff of the agency named. Knows the services' ids by the pack's numbers. */
export class PackCommands {
  readonly ids: Map<string, string>;
  accepted: number;
  /** By id. */
  private readonly opened: Map<string, OpenedCase>;
  private readonly refusals: Map<number, Refusal>;

  constructor(
    private readonly pack: Pack,
    private readonly api: Api,
    private readonly staff: StaffList,
    { ids, cases, refused, accepted }: Kept = { ids: [], cases: [], refused: [], accepted: 0 },
  ) {
    this.ids = new Map(ids);
    this.opened = new Map(cases.map((one) => [one.caseid, one]));
    this.refusals = new Map(refused.map((one) => [one.index, one]));
    this.accepted = accepted;
  }

  get cases(): readonly OpenedCase[] {
    return [...this.opened.values()];
  }

  /** One entry for each of the pack's refused commands that was played, in the pack's order. */
  get refused(): readonly Refusal[] {
    return [...this.refusals.values()].sort((a, b) => a.index - b.index);
  }

  kept(): Kept {
    return { ids: [...this.ids], cases: this.cases, refused: this.refused, accepted: this.accepted };
  }

  /** Throws with the service's answer when a command of a lawful pack is not accepted. */
  async perform(input: Input): Promise<void> {
    switch (input.do) {
      case 'rename-agency':
        return this.registry(input, 'rename', { code: input.code, name: input.agency.name });
      case 'leave-platform':
        return this.registry(input, 'leave', {});
      case 'register-record':
        return this.registerRecord(input.record);
      case 'void-record':
        return this.own('intake', input.record.agency, `records/${this.id(input.record.recordId)}/void`, `void ${input.ref}`, {});
      case 'update-record':
        return this.update(input.update, input.agency);
      case 'register-case-event': {
        const { caseRef, agency, recordedAt, victimCount } = input.event;
        const body = { ref: caseRef, recordedAt: iso(recordedAt), victimCount };
        const key = `case event ${this.pack.caseEvents.indexOf(input.event)} ${caseRef}`;
        return this.own('intake', agency, 'case-events', key, body);
      }
      case 'grant-consent':
      case 'withdraw-consent':
      case 'confirm-stop':
        return this.consent(input);
      case 'claim-restitution':
      case 'award-restitution':
      case 'notify-verdict':
      case 'pay-restitution':
        return this.restitution(input);
      case 'refused':
        return this.performRefused(input);
      default:
        return this.referral(input.do, input.referral);
    }
  }

  /** The agency that bears a code, now or once. */
  private agency(code: string): PackAgency {
    const agency = agencyNamed(this.pack, code);
    if (!agency) throw new Error(`the pack names ${code}, which is none of its agencies`);
    return agency;
  }

  id(ref: string): string {
    const id = this.ids.get(ref);
    if (id === undefined) throw new Error(`the pack names ${ref} before it exists`);
    return id;
  }

  /** One command, tried again while the agency is being opened; throws when it is refused. */
  async ask(service: Service, path: string, staff: Staff, key: string, body: object): Promise<Answer> {
    const answer = await this.post(service, path, staff, key, body);
    if (answer.status >= 300) throw new Error(`${key}: ${service} answered ${answer.status} ${JSON.stringify(answer.body)}`);
    this.accepted++;
    return answer;
  }

  /** Asks again while a service says that it is not ready. */
  private async post(service: Service, path: string, staff: Staff, key: string, body: object): Promise<Answer> {
    for (let attempt = 0; ; attempt++) {
      const answer = await this.api.post(service, path, staff, `${this.pack.pack ?? 'pack'} ${key}`, body);
      if (answer.status !== 503 || attempt >= 100) return answer;
      await sleep(100);
    }
  }

  remember(ref: string, answer: Answer): void {
    this.ids.set(ref, String(answer.body['id']));
  }

  private async own(service: Service, agency: string, path: string, key: string, body: object): Promise<void> {
    await this.ask(service, `/${path}`, this.staff.caseworker(agency), key, body);
  }

  private async registry({ agency, atMs }: Of<'rename-agency' | 'leave-platform'>, what: string, body: object): Promise<void> {
    const path = `/agencies/${this.id(`agency ${firstCodeOf(agency)}`)}/${what}`;
    await this.ask('registry', path, this.staff.secretariat, `${what} ${agency.code} ${atMs}`, body);
  }

  private async registerRecord(record: PackRecord): Promise<void> {
    const body = {
      ref: record.recordId,
      recordedAt: iso(record.recordedAt),
      ...(record.viaReferral != null && { viaReferral: this.id(record.viaReferral) }),
      ...(record.caseRef !== undefined && { caseRef: record.caseRef }),
      ...(record.evidenceHash !== undefined && { evidenceHash: record.evidenceHash }),
      assertions: asserted(record.assertions),
    };
    const answer = await this.ask('intake', '/records', this.staff.caseworker(record.agency), `record ${record.recordId}`, body);
    this.remember(record.recordId, answer);
    const caseid = String(answer.body['caseid']);
    if (!this.opened.has(caseid)) this.opened.set(caseid, { caseid, record: record.recordId, agency: record.agency });
  }

  /** An update that is there before its record is held by the service. */
  private async update(update: PackUpdate, agency: string): Promise<void> {
    const { recordId, at, kind, assertions } = update;
    const record = this.ids.get(recordId);
    const values = { recordedAt: iso(at), assertions: asserted(assertions) };
    const key = `${kind} ${recordId} ${this.pack.updates.indexOf(update)}`;
    const held = { StatusDetermined: 'Determine', FieldsCorrected: 'Correct', FieldsAsserted: 'Assert' }[kind];
    if (record === undefined) return this.own('intake', agency, 'held-updates', key, { record: recordId, kind: held, ...values });
    return this.own('intake', agency, `records/${record}/${held.toLowerCase()}`, key, values);
  }

  private async consent(input: Of<'grant-consent' | 'withdraw-consent' | 'confirm-stop'>): Promise<void> {
    switch (input.do) {
      case 'grant-consent': {
        const { recordId, givenBy, guardianNik, purposes } = input.grant;
        const recipients = input.grant.recipients.map((code) => addressAt(this.pack, code, input.atMs));
        const body = { givenBy, recipients, purposes, ...(guardianNik !== undefined && { guardianNik }) };
        const key = `consent ${this.pack.consents.indexOf(input.grant)} ${recordId} ${recipients.join(' ')}`;
        return this.own('intake', input.agency, `records/${this.id(recordId)}/consents`, key, body);
      }
      case 'withdraw-consent': {
        const [{ recordId, withdrawnAt }] = input.acts as [(typeof input.acts)[number]];
        const recipients = input.acts.map(({ recipient }) => addressAt(this.pack, recipient, input.atMs));
        const path = `/records/${this.id(recordId)}/consents/withdraw`;
        const key = `withdraw consent ${recordId} ${withdrawnAt}`;
        const { body } = await this.ask('intake', path, this.staff.caseworker(input.agency), key, { recipients });
        const stops = body['stops'] as readonly { readonly recipient: string; readonly stop: string }[];
        for (const act of input.acts) {
          const { stop } = stops.find(({ recipient }) => recipient === agencyKeyOf(firstCodeOf(this.agency(act.recipient))))!;
          this.ids.set(stopName(act), stop);
        }
        return;
      }
      case 'confirm-stop': {
        const { recipient } = input.act;
        const { onPlatform } = this.agency(recipient);
        const name = stopName(input.act);
        const proxy = onPlatform ? {} : { evidence: 'SURAT/PENGHENTIAN' };
        return this.own(
          'intake',
          onPlatform ? recipient : input.agency,
          `stops/${this.id(name)}/confirm`,
          `confirm ${name}`,
          proxy,
        );
      }
    }
  }

  private async restitution(
    input: Of<'claim-restitution' | 'award-restitution' | 'notify-verdict' | 'pay-restitution'>,
  ): Promise<void> {
    const { claim, agency } = input;
    const { recordId } = claim;
    const name = `restitution ${recordId} ${claim.claimedAt} ${claim.claimed}`;
    const step = (what: string, body: object, more = '') =>
      this.own('victim-services', agency, `restitution/${this.id(name)}/${what}`, `${what} ${name}${more}`, body);
    switch (input.do) {
      case 'claim-restitution': {
        const [staff, body] = [this.staff.caseworker(agency), { record: this.id(recordId) }];
        this.remember(name, await this.ask('victim-services', '/restitution', staff, `explain ${name}`, body));
        return step('claim', { amount: claim.claimed });
      }
      case 'award-restitution':
        return step('award', { amount: claim.awarded });
      case 'notify-verdict':
        return step('notify-final', { notifiedAt: iso(claim.finalVerdictNotifiedAt!) });
      case 'pay-restitution':
        return step('pay', { amount: claim.payments[input.payment]!.amount }, ` ${input.payment}`);
    }
  }

  private async referral(step: ReferralStep, referral: PackReferral): Promise<void> {
    const { referralId: ref, fromAgency, toAgency, reason } = referral;
    const recipient = referral.external ? (referral.proxiedBy ?? fromAgency) : toAgency;
    const proxy = referral.external ? { proxied: true, evidence: referral.evidenceRef ?? ref } : {};
    const answer = (what: string, body: object = {}) =>
      this.own('referral', recipient, `referrals/${this.id(ref)}/${what}`, `${what} ${ref}`, { ...body, ...proxy });
    switch (step) {
      case 'apply-for-services':
        return this.apply(referral);
      case 'send':
        return this.send(referral);
      case 'acknowledge':
        return answer('acknowledge');
      case 'accept':
        return answer(
          'accept',
          referral.recipientRecord === undefined ? {} : { recipientRecord: this.id(referral.recipientRecord) },
        );
      case 'reject':
        return answer('reject', { reason, ...(reason === 'Other' && { text: 'sebab lain, lihat berkas' }) });
      case 'withdraw':
        return this.own('referral', fromAgency, `referrals/${this.id(ref)}/withdraw`, `withdraw ${ref}`, { reason });
      case 'terminate':
        return answer('terminate', { reason });
      case 'start-service': {
        const body = { referral: this.id(ref), ...proxy };
        const staff = this.staff.caseworker(recipient);
        return this.remember(`episode ${ref}`, await this.ask('victim-services', '/episodes', staff, `start ${ref}`, body));
      }
      case 'complete-service':
        return this.own(
          ...(['victim-services', recipient, `episodes/${this.id(`episode ${ref}`)}/complete`, `complete ${ref}`] as const),
          proxy,
        );
    }
  }

  private async apply({
    serviceApplicationId,
    fromAgency,
    fromRecord,
    serviceCategory,
    requestedAt,
  }: PackReferral): Promise<void> {
    const application = serviceApplicationId!;
    const body = {
      ...{ ref: application, record: this.id(fromRecord), service: serviceCategory },
      requestedAt: iso(requestedAt),
    };
    const staff = this.staff.caseworker(fromAgency);
    this.remember(application, await this.ask('victim-services', '/applications', staff, `application ${application}`, body));
  }

  private async send(referral: PackReferral): Promise<void> {
    const { referralId: ref, serviceApplicationId, supersedes, batchId } = referral;
    const body = {
      ref,
      record: this.id(referral.fromRecord),
      to: addressAt(this.pack, referral.requestedTarget ?? referral.toAgency, msOf(referral.sentAt)),
      service: referral.serviceCategory,
      legalBasis: referral.legalBasis,
      ...(serviceApplicationId !== null && { application: this.id(serviceApplicationId) }),
      ...(supersedes !== undefined && { supersedes: this.id(supersedes) }),
      ...(batchId !== undefined && { batch: batchId }),
    };
    const sender = this.staff.caseworker(referral.fromAgency);
    this.remember(ref, await this.ask('referral', '/referrals', sender, `send ${ref}`, body));
  }

  private async performRefused({ refused, index }: Of<'refused'>): Promise<void> {
    if (refused.command === 'ResolveDiscrepancy') {
      this.refusals.set(index, { index, refused: false, code: null, open: 'reconciliation' });
      return;
    }
    const { service, path, body } = refusedCommand(refused, index, this.pack, this.ids);
    const referral = this.pack.referrals.find(({ referralId }) => referralId === refused.referralId);
    const proxied = referral && !this.agency(refused.agency).onPlatform;
    const writer = proxied ? (referral.proxiedBy ?? referral.fromAgency) : refused.agency;
    const key = `refused ${index} ${refused.command}`;
    const answer = await this.post(service, path, this.staff.caseworker(writer), key, body);
    this.refusals.set(index, { index, refused: REFUSALS.has(answer.status), code: String(answer.body['code'] ?? '') });
  }
}

const stopName = ({ recordId, withdrawnAt, recipient }: { recordId: string; withdrawnAt: string; recipient: string }): string =>
  `stop ${recordId} ${withdrawnAt} ${recipient}`;
