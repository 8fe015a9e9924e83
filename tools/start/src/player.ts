import { setTimeout as sleep } from 'node:timers/promises';
import { agencyKeyOf } from '@satualur/contracts/ids';
import type { Answer, Api, Service, Staff } from './api';
import type { DemoRounds } from './demo-rounds';
import { type Input, inputsOf, msOf } from './inputs';
import type { Pack, PackRecord, PackReferral } from './pack';
import type { StaffList } from './staff';

export interface Played {
  /** Commands accepted. */
  readonly commands: number;
  readonly refused: readonly { readonly index: number; readonly refused: boolean; readonly code: string }[];
  /** Case ids in the order they came up, with the record that opened each. */
  readonly cases: readonly { readonly caseid: string; readonly record: string; readonly agency: string }[];
  /** Ids of what was made, by the pack's numbers; `episode <referral>` for an episode. */
  readonly ids: ReadonlyMap<string, string>;
  readonly timers: number;
}

const DAY_MS = 86_400_000;
const PROVISIONING_MS = 120_000;

/** Plays a pack through the services' own APIs under the demo clock (FORMAT 11). Throws at the first command that is not answered as it should be. */
export class Player {
  private readonly ids = new Map<string, string>();
  private readonly cases: { caseid: string; record: string; agency: string }[] = [];
  private readonly refused: { index: number; refused: boolean; code: string }[] = [];
  private commands = 0;
  private timers = 0;

  constructor(
    private readonly pack: Pack,
    private readonly api: Api,
    private readonly rounds: DemoRounds,
    private readonly staff: StaffList,
    private readonly onStep: (done: number, total: number, what: string) => void,
  ) {}

  async play(): Promise<Played> {
    const inputs = inputsOf(this.pack);
    const first = Math.min(msOf(this.pack.period.from), ...inputs.map(({ atMs }) => atMs));
    await this.rounds.set(first - DAY_MS);
    await this.loadRegistry();
    await this.agenciesReady();
    let due = await this.rounds.quiet();
    const untilMs = msOf(this.pack.asOf.B);
    let next = 0;
    while (next < inputs.length || (due !== undefined && due < untilMs)) {
      const instant = Math.min(inputs[next]?.atMs ?? Infinity, due !== undefined && due < untilMs ? due : Infinity);
      await this.rounds.set(instant);
      for (; inputs[next]?.atMs === instant; next++) {
        const input = inputs[next]!;
        await this.perform(input);
        this.onStep(next + 1, inputs.length, `${input.do} ${input.ref}`);
        if (inputs[next + 1]?.atMs === instant) await this.rounds.quiet();
      }
      due = await this.rounds.quiet();
      while (due !== undefined && due <= instant) {
        this.timers++;
        await this.rounds.fire();
        due = await this.rounds.quiet();
      }
    }
    await this.rounds.set(untilMs);
    await this.rounds.fire(true);
    await this.rounds.quiet();
    return { commands: this.commands, refused: this.refused, cases: this.cases, ids: this.ids, timers: this.timers };
  }

  id(ref: string): string {
    const id = this.ids.get(ref);
    if (id === undefined) throw new Error(`the pack names ${ref} before it exists`);
    return id;
  }

  private async loadRegistry(): Promise<void> {
    const { provincialSecretariat, ...policy } = this.pack.policies;
    const secretariat = this.staff.secretariat;
    for (const agency of this.pack.agencies) {
      await this.ask('registry', '/agencies', secretariat, `agency ${agency.code}`, {
        code: agency.code,
        name: agency.name,
        orgType: agency.htcdsOrgType,
        decisionMakingOrg: agency.htcdsDecisionMakingOrg,
        area: agency.area,
        onPlatform: agency.onPlatform,
      });
    }
    for (const { kabkota, exists } of this.pack.taskForces) {
      await this.ask('registry', '/task-forces', secretariat, `task force ${kabkota}`, { kabkota, exists });
    }
    await this.ask('registry', '/policies', secretariat, 'policies', {
      validFrom: '2000-01-01T00:00:00+08:00',
      policy: { ...policy, expiryGraceHours: 0 },
      source: `policies of pack ${this.pack.pack ?? 'unnamed'}`,
      provincialSecretariat: agencyKeyOf(provincialSecretariat),
    });
  }

  /** Waits until every agency on the platform has its store, topics and keys. */
  private async agenciesReady(): Promise<void> {
    const patience = Date.now() + PROVISIONING_MS;
    for (;;) {
      const { body } = await this.api.get('registry', '/agencies', this.staff.secretariat);
      const agencies = (body['agencies'] ?? []) as readonly { code: string; onPlatform: boolean; ready: boolean }[];
      const wanted = this.pack.agencies.filter(({ onPlatform }) => onPlatform);
      const missing = wanted.filter(({ code }) => !agencies.some((agency) => agency.code === code && agency.ready));
      if (missing.length === 0) return;
      if (Date.now() > patience)
        throw new Error(`not provisioned after ${PROVISIONING_MS / 1000} s: ${missing.map(({ code }) => code).join(', ')}`);
      this.onStep(wanted.length - missing.length, wanted.length, 'agencies provisioned');
      await sleep(50);
    }
  }

  private async perform(input: Input): Promise<void> {
    if (input.do === 'refused') return this.performRefused(input);
    if (input.do === 'register-record') return this.registerRecord(input.record);
    const { referral } = input;
    const { referralId: ref } = referral;
    const sender = this.staff.caseworker(referral.fromAgency);
    const recipient = () => this.staff.caseworker(referral.toAgency);
    const path = () => `/referrals/${this.id(ref)}`;
    switch (input.do) {
      case 'apply-for-services': {
        const application = referral.serviceApplicationId ?? '';
        const body = { ref: application, record: this.id(referral.fromRecord), service: referral.serviceCategory };
        return this.remember(
          application,
          await this.ask('victim-services', '/applications', sender, `application ${application}`, body),
        );
      }
      case 'send':
        return this.send(referral);
      case 'acknowledge':
        return void (await this.ask('referral', `${path()}/acknowledge`, recipient(), `acknowledge ${ref}`, {}));
      case 'accept': {
        const body = referral.recipientRecord === undefined ? {} : { recipientRecord: this.id(referral.recipientRecord) };
        return void (await this.ask('referral', `${path()}/accept`, recipient(), `accept ${ref}`, body));
      }
      case 'reject':
        return void (await this.ask('referral', `${path()}/reject`, recipient(), `reject ${ref}`, { reason: referral.reason }));
      case 'withdraw':
        return void (await this.ask('referral', `${path()}/withdraw`, sender, `withdraw ${ref}`, { reason: referral.reason }));
      case 'terminate':
        return void (await this.ask('referral', `${path()}/terminate`, recipient(), `terminate ${ref}`, {
          reason: referral.reason,
        }));
      case 'start-service':
        return this.remember(
          `episode ${ref}`,
          await this.ask('victim-services', '/episodes', recipient(), `start ${ref}`, { referral: this.id(ref) }),
        );
      case 'complete-service':
        return void (await this.ask(
          'victim-services',
          `/episodes/${this.id(`episode ${ref}`)}/complete`,
          recipient(),
          `complete ${ref}`,
          {},
        ));
    }
  }

  private async send(referral: PackReferral): Promise<void> {
    const { referralId: ref } = referral;
    const body = {
      ref,
      record: this.id(referral.fromRecord),
      to: referral.toAgency,
      service: referral.serviceCategory,
      legalBasis: referral.legalBasis,
      ...(referral.serviceApplicationId !== null && { application: this.id(referral.serviceApplicationId) }),
      ...(referral.supersedes !== undefined && { supersedes: this.id(referral.supersedes) }),
    };
    const sender = this.staff.caseworker(referral.fromAgency);
    this.remember(ref, await this.ask('referral', '/referrals', sender, `send ${ref}`, body));
  }

  private async registerRecord(record: PackRecord): Promise<void> {
    const body = {
      ref: record.recordId,
      recordedAt: record.recordedAt,
      ...(record.viaReferral != null && { viaReferral: this.id(record.viaReferral) }),
      ...(record.caseRef !== undefined && { caseRef: record.caseRef }),
      ...(record.evidenceHash !== undefined && { evidenceHash: record.evidenceHash }),
      assertions: Object.fromEntries(
        Object.entries(record.assertions).map(([field, value]) => [
          field,
          { value, method: field === 'ageEstimate' ? 'MedicalEstimate' : 'SelfDeclared' },
        ]),
      ),
    };
    const answer = await this.ask('intake', '/records', this.staff.caseworker(record.agency), `record ${record.recordId}`, body);
    this.remember(record.recordId, answer);
    const caseid = String(answer.body['caseid']);
    if (!this.cases.some((known) => known.caseid === caseid))
      this.cases.push({ caseid, record: record.recordId, agency: record.agency });
  }

  private async performRefused(input: Extract<Input, { do: 'refused' }>): Promise<void> {
    const command = { AcceptReferral: 'accept', RejectReferral: 'reject', AcknowledgeReferral: 'acknowledge' }[input.command];
    if (command === undefined) throw new Error(`the pack's refused command ${input.command} is not played yet`);
    const staff = this.staff.caseworker(input.agency);
    const answer = await this.api.post(
      'referral',
      `/referrals/${this.id(input.referralId)}/${command}`,
      staff,
      `refused ${input.command} ${input.referralId}`,
      {},
    );
    this.refused.push({ index: this.refused.length, refused: answer.status >= 400, code: String(answer.body['code'] ?? '') });
  }

  private remember(ref: string, answer: Answer): void {
    this.ids.set(ref, String(answer.body['id']));
  }

  private async ask(service: Service, path: string, staff: Staff, key: string, body: object): Promise<Answer> {
    const name = this.pack.pack ?? 'pack';
    for (let attempt = 0; ; attempt++) {
      const answer = await this.api.post(service, path, staff, `${name} ${key}`, body);
      if (answer.status === 503 && attempt < 100) {
        await sleep(100);
        continue;
      }
      if (answer.status >= 300) throw new Error(`${key}: ${service} answered ${answer.status} ${JSON.stringify(answer.body)}`);
      this.commands++;
      return answer;
    }
  }
}
