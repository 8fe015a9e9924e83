import { HOSPITAL, POLICE } from '@satualur/contracts/cast';
import type { Routing } from '@satualur/contracts/event';
import { type AgencyKey, type CaseId, instantOf, type Ref, streamOf, type SubjectId, type Uuid } from '@satualur/contracts/ids';
import type { ConsentEvent, LegalBasisEvent } from '@satualur/contracts/intake/events';
import { agencyRecordRegistered, agencyRecordVoided, legalBasisRecorded } from '@satualur/contracts/intake/examples';
import { ServiceCategory } from '@satualur/contracts/codes/services';
import { DataClass } from '@satualur/contracts/sealed';
import type { EpisodeEvent } from '@satualur/contracts/victim-services/events';
import { RuleViolation } from '@satualur/decider/decider';
import { ClaimTaken, type StoredEvent } from '@satualur/event-store/store';
import type { Cell } from './cell.world';
import type { ReferralInCommand } from './domain/referral-in';
import type { ReferralOutCommand } from './domain/referral-out';
import { HandleReferral, ReferralHandler } from './referral.handler';
import type { NewReferral } from './sending';
import { HandleSend, SendHandler } from './sending.handler';

/** One person as one agency holds her. */
export interface Case {
  readonly record: Uuid;
  readonly subject: SubjectId;
  readonly caseid: CaseId;
}

/** What the services of a cell's agencies do, each in its own words. For specs. */
export class Acts {
  private refs = 0;

  constructor(private readonly cell: Cell) {}

  /** Of whom any service may be asked, as a public task. */
  async register(agency: AgencyKey = POLICE, viaReferral?: Uuid): Promise<Case> {
    const of = await this.registerOnly(agency, viaReferral);
    await this.recordBasis(of, {}, agency);
    return of;
  }

  async registerOnly(agency: AgencyKey = POLICE, viaReferral?: Uuid): Promise<Case> {
    const [record, subject, caseid] = [this.cell.ids.next(), this.cell.ids.next(), this.cell.ids.next()];
    const of = { record, subject: subject as Uuid as SubjectId, caseid: caseid as Uuid as CaseId };
    const said = { subject: of.subject, ...(viaReferral && { viaReferral }) };
    const registered = agencyRecordRegistered(said, { caseid: of.caseid });
    await this.cell.write(agency, 'intake', streamOf('record', record), registered);
    return of;
  }

  recordBasis({ record, caseid }: Case, over: Partial<LegalBasisEvent['data']> = {}, agency: AgencyKey = POLICE) {
    const whole = { record, purposes: [...ServiceCategory.options], classes: [...DataClass.options], ...over };
    return this.cell.write(agency, 'intake', streamOf('legalbasis', record), legalBasisRecorded(whole, { caseid }));
  }

  voidRecord({ record }: Case, agency: AgencyKey = POLICE) {
    return this.cell.write(agency, 'intake', streamOf('record', record), agencyRecordVoided());
  }

  grantConsent(
    of: Case,
    recipients: AgencyKey[],
    purposes: ServiceCategory[],
    over: Partial<Extract<ConsentEvent, { type: 'ConsentGranted' }>['data']> = {},
  ) {
    const { record, subject, caseid } = of;
    const data = { record, subject, recipients, purposes, classes: [], givenBy: 'self' as const, ...over };
    return this.consent(of, { type: 'ConsentGranted', data, caseid });
  }

  withdrawConsent(of: Case, recipients: readonly AgencyKey[]) {
    const { record, subject, caseid } = of;
    const stops = recipients.map((recipient) => ({ recipient, stop: this.cell.ids.next() }));
    const data = { record, subject, stops, confirmBy: instantOf(this.cell.now + 72 * 3_600_000) };
    return this.consent(of, { type: 'ConsentWithdrawn', data, caseid, audience: recipients });
  }

  consent({ record }: Case, event: ConsentEvent) {
    return this.cell.write(POLICE, 'intake', streamOf('consent', record), event);
  }

  /** The recipient was asked to stop by a withdrawal, and confirms that it did. */
  async confirmStop(recipient: AgencyKey, { subject, caseid }: Case, { envelope }: Pick<StoredEvent, 'envelope'>) {
    const stop = this.cell.ids.next();
    const about = { owner: POLICE, consent: stop, subject };
    const { time: at, hlc } = envelope;
    const requested = { type: 'StopRequested', data: { ...about, confirmBy: at, at, hlc }, caseid };
    const confirmed = { type: 'ProcessingStopConfirmed', data: about, caseid, audience: [POLICE] };
    await this.cell.write(recipient, 'intake', streamOf('stop', stop), requested, confirmed);
  }

  serve(agency: AgencyKey, referral: Uuid, episode: Uuid, event: Pick<EpisodeEvent, 'type'> & Partial<EpisodeEvent>) {
    const data = { referral, referredBy: POLICE, ...(event.data ?? {}) };
    const said: EpisodeEvent & Routing = { ...event, data, audience: [POLICE] } as never;
    return this.cell.write(agency, 'victim-services', streamOf('episode', episode), said);
  }

  async send(of: Case, over: Partial<NewReferral> = {}, agency: AgencyKey = POLICE): Promise<Uuid> {
    const handler = new SendHandler(this.cell.host, { uuid: () => this.cell.ids.next(), random: () => Buffer.alloc(0) });
    const ref = `F-${++this.refs}` as Ref;
    const asked = { ref, record: of.record, to: HOSPITAL.toUpperCase(), service: 'LegalAid', legalBasis: 'PublicTask', ...over };
    const { events } = await handler.execute(new HandleSend(agency, asked as NewReferral, this.cell.cause()));
    return events[0]!.stream.slice('referralout-'.length) as Uuid;
  }

  out(id: Uuid, command: ReferralOutCommand, agency: AgencyKey = POLICE) {
    return this.half(agency, id, { out: command });
  }

  in(id: Uuid, command: ReferralInCommand, agency: AgencyKey = HOSPITAL) {
    return this.half(agency, id, { in: async () => command });
  }

  get at() {
    return instantOf(this.cell.now);
  }

  private half(agency: AgencyKey, id: Uuid, half: HandleReferral['half']) {
    return new ReferralHandler(this.cell.host).execute(new HandleReferral(agency, id, half, this.cell.cause()));
  }
}

/** The rule by which something was refused, or the claim that was taken; undefined when it went through. */
export async function refusalOf(act: Promise<unknown>): Promise<string | undefined> {
  try {
    await act;
    return undefined;
  } catch (error) {
    if (error instanceof RuleViolation) return error.rule;
    if (error instanceof ClaimTaken) return `taken ${error.kind}`;
    throw error;
  }
}
