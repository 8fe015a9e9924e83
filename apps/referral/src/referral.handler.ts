import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Cause } from '@satualur/contracts/event';
import { type AgencyKey, streamOf, type Uuid } from '@satualur/contracts/ids';
import type { Committed, Unit } from '@satualur/event-store/store';
import { AgencyHost } from '@satualur/service-host/agency-host';
import type { Ids } from '@satualur/service-host/host-module';
import { IDS } from '@satualur/service-host/tokens';
import { decideIn, decideOut } from './both-halves';
import type { DraftContent } from './domain/draft';
import { recordFacts } from './domain/record-facts';
import type { ReferralInCommand } from './domain/referral-in';
import type { ReferralOutCommand } from './domain/referral-out';
import { mustBeHere } from './here';
import { mustNotBeRecipient, mustNotBeSender } from './sides';

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

  execute({ agency: key, id, half, cause }: HandleReferral): Promise<Committed> {
    const agency = this.host.agency(key);
    return agency.store.transact(cause, async (unit) => {
      mustBeHere(agency, cause.at);
      if ('in' in half) {
        await mustNotBeSender(unit, id);
        await decideIn(unit, id, await half.in(unit), cause.at);
      } else {
        await mustNotBeRecipient(unit, id);
        await decideOut(unit, id, half.out, cause.at);
      }
    });
  }
}

/** Writes a draft, or changes one. */
export class HandleDraft extends Command<Committed> {
  constructor(
    readonly agency: AgencyKey,
    readonly content: DraftContent,
    readonly cause: Cause,
    /** The draft changed; absent for a new one. */
    readonly id?: Uuid,
  ) {
    super();
  }
}

@CommandHandler(HandleDraft)
export class DraftHandler implements ICommandHandler<HandleDraft> {
  constructor(
    private readonly host: AgencyHost,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  execute({ agency: key, content, cause, id }: HandleDraft): Promise<Committed> {
    const agency = this.host.agency(key);
    const of = id ?? this.ids.uuid();
    const type = id === undefined ? ('DraftReferral' as const) : ('EditReferral' as const);
    return agency.store.transact(cause, async (unit) => {
      mustBeHere(agency, cause.at);
      await mustNotBeRecipient(unit, of);
      const record = await unit.check(streamOf('record', content.record), recordFacts);
      await decideOut(unit, of, { type, content, record }, cause.at);
    });
  }
}
