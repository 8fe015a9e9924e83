import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Cause, LegalBasis } from '@satualur/contracts/event';
import type { ServiceCategory } from '@satualur/contracts/codes/services';
import { type AgencyKey, type Ref, streamOf, type Uuid } from '@satualur/contracts/ids';
import type { Committed, Unit } from '@satualur/event-store/store';
import { AgencyHost } from '@satualur/service-host/agency-host';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import type { Ids } from '@satualur/service-host/host-module';
import { IDS } from '@satualur/service-host/tokens';
import { applicationFacts } from './domain/application-facts';
import { grantFor } from './domain/grant';
import { recordFacts } from './domain/record-facts';
import { type ReferralInCommand, referralIn } from './domain/referral-in';
import { type ReferralOutCommand, referralOut } from './domain/referral-out';
import type { SendReferral } from './domain/sending';
import { bookkeeping, openKey } from './open-referrals';
import { referredPerson } from './referred-person';

export interface NewReferral {
  readonly ref: Ref;
  readonly record: Uuid;
  readonly to: AgencyKey;
  readonly service: ServiceCategory;
  readonly legalBasis: LegalBasis;
  readonly application?: Uuid | undefined;
  readonly supersedes?: Uuid | undefined;
}

export class HandleSend extends Command<Committed> {
  constructor(
    readonly agency: AgencyKey,
    readonly referral: NewReferral,
    readonly cause: Cause,
  ) {
    super();
  }
}

/** Sending is one append: the referral, its keys' grant, and what it does to the referral it supersedes. */
@CommandHandler(HandleSend)
export class SendHandler implements ICommandHandler<HandleSend> {
  constructor(
    private readonly host: AgencyHost,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  execute({ agency: key, referral, cause }: HandleSend): Promise<Committed> {
    const agency = this.host.agency(key);
    const [id, grant] = [this.ids.uuid(), this.ids.uuid()];
    const stream = streamOf('referralout', id);
    return agency.store.transact(cause, async (unit) => {
      const [sent] = await unit.decide(stream, referralOut, await sending(agency, unit, referral, cause));
      unit.claim('referral', referral.ref, stream);
      unit.claim('open-referral', openKey(referral), stream);
      await bookkeeping(unit, id);
      if (sent?.type === 'ReferralSent') await unit.record(streamOf('grant', grant), [grantFor(sent, { grant, referral: id })]);
      const { supersedes, to } = referral;
      if (supersedes)
        await unit.decide(streamOf('referralout', supersedes), referralOut, { type: 'RerouteReferral', by: id, to });
    });
  }
}

async function sending(agency: OpenAgency, unit: Unit, referral: NewReferral, { at }: Cause): Promise<SendReferral> {
  const { application, supersedes, ...rest } = referral;
  const { directory } = agency;
  const inForce = directory.policyAt(at);
  if (!inForce) throw new Error('no policy is in force');
  const record = await unit.check(streamOf('record', referral.record), recordFacts);
  const person = await referredPerson(agency, await unit.events(streamOf('record', referral.record)));
  const recipient = directory.agency(referral.to);
  const superseded = supersedes && (await unit.load(streamOf('referralout', supersedes), referralOut)).sent;
  const secretariat = inForce.provincialSecretariat;
  return {
    type: 'SendReferral',
    at,
    from: agency.key,
    person,
    ...rest,
    ...(application && { application }),
    ...(supersedes && { supersedes }),
    facts: {
      record,
      policy: inForce.policy,
      ...(recipient && { recipient: { active: recipient.publicKeys !== undefined } }),
      ...(secretariat && { secretariat }),
      ...(application && { application: await unit.peek(streamOf('application', application), applicationFacts) }),
      ...(superseded && { superseded }),
    },
  };
}

/** A command to the sender's half or to the recipient's half of a referral that exists. */
export class HandleReferral extends Command<Committed> {
  constructor(
    readonly agency: AgencyKey,
    readonly id: Uuid,
    readonly half: { readonly out: ReferralOutCommand } | { readonly in: (unit: Unit) => Promise<ReferralInCommand> },
    readonly cause: Cause,
  ) {
    super();
  }
}

@CommandHandler(HandleReferral)
export class ReferralHandler implements ICommandHandler<HandleReferral> {
  constructor(private readonly host: AgencyHost) {}

  execute({ agency, id, half, cause }: HandleReferral): Promise<Committed> {
    return this.host.agency(agency).store.transact(cause, async (unit) => {
      if ('in' in half) await unit.decide(streamOf('referralin', id), referralIn, await half.in(unit));
      else {
        await unit.decide(streamOf('referralout', id), referralOut, half.out);
        await bookkeeping(unit, id);
      }
    });
  }
}
