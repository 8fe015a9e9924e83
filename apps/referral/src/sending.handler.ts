import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Cause } from '@satualur/contracts/event';
import { type AgencyKey, type Ref, streamOf, type Uuid } from '@satualur/contracts/ids';
import { mustHold, RuleViolation } from '@satualur/decider/decider';
import { ClaimTaken, type Committed } from '@satualur/event-store/store';
import { AgencyHost } from '@satualur/service-host/agency-host';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import type { Ids } from '@satualur/service-host/host-module';
import { mustBeListed } from '@satualur/service-host/listed-store';
import { codedFields, statedCodes } from '@satualur/service-host/stated-codes';
import { IDS } from '@satualur/service-host/tokens';
import { openKey, outOf } from './both-halves';
import { mustBeUnsent, referralOut, standingOf } from './domain/referral-out';
import { route } from './domain/routing';
import { Send } from './http/referral.requests';
import { type NewReferral, sendIn } from './sending';
import { mustNotBeRecipient } from './sides';
import { afterTimers } from './timer-passed';

export class HandleSend extends Command<Committed> {
  constructor(
    readonly agency: AgencyKey,
    readonly referral: NewReferral,
    readonly cause: Cause,
  ) {
    super();
  }
}

@CommandHandler(HandleSend)
export class SendHandler implements ICommandHandler<HandleSend> {
  constructor(
    private readonly host: AgencyHost,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  execute({ agency: key, referral, cause }: HandleSend): Promise<Committed> {
    const agency = this.host.agency(key);
    const ids = { referral: this.ids.uuid(), grant: this.ids.uuid() };
    return toldOfRace(agency, () => agency.store.transact(cause, (unit) => sendIn(agency, unit, ids, referral, cause)));
  }
}

const CODED = codedFields(Send);

/** A draft, sent with the id it has, if its codes are still in their lists. */
export class HandleSendDraft extends Command<Committed> {
  constructor(
    readonly agency: AgencyKey,
    readonly id: Uuid,
    readonly cause: Cause,
  ) {
    super();
  }
}

@CommandHandler(HandleSendDraft)
export class SendDraftHandler implements ICommandHandler<HandleSendDraft> {
  constructor(
    private readonly host: AgencyHost,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  execute({ agency: key, id, cause }: HandleSendDraft): Promise<Committed> {
    const agency = this.host.agency(key);
    const ids = { referral: id, grant: this.ids.uuid() };
    return toldOfRace(agency, () =>
      agency.store.transact(cause, async (unit) => {
        await mustNotBeRecipient(unit, id);
        const half = await unit.load(outOf(id), referralOut);
        mustBeUnsent(standingOf(half));
        const { draft } = half;
        mustHold(draft !== undefined, 'referral-unknown');
        mustBeListed(agency.directory.lists, statedCodes(CODED, draft), cause.at);
        const { ref, to, service, legalBasis, caseid: _, ...rest } = draft;
        const missing = Object.entries({ ref, to, service, legalBasis }).find(([, value]) => value === undefined)?.[0];
        mustHold(missing === undefined, 'draft-incomplete', { missing: missing ?? '' });
        await sendIn(agency, unit, ids, { ...rest, ref: ref!, to: to!, service: service!, legalBasis: legalBasis! }, cause);
      }),
    );
  }
}

/** Several referrals at once: all are sent or none, each is decided by itself. */
export class HandleBatch extends Command<Committed> {
  constructor(
    readonly agency: AgencyKey,
    readonly ref: Ref,
    readonly lines: readonly NewReferral[],
    readonly cause: Cause,
  ) {
    super();
  }
}

@CommandHandler(HandleBatch)
export class BatchHandler implements ICommandHandler<HandleBatch> {
  constructor(
    private readonly host: AgencyHost,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  execute({ agency: key, ref, lines, cause }: HandleBatch): Promise<Committed> {
    const agency = this.host.agency(key);
    const stream = streamOf('batch', this.ids.uuid());
    const ids = lines.map(() => ({ referral: this.ids.uuid(), grant: this.ids.uuid() }));
    return toldOfRace(agency, () =>
      agency.store.transact(cause, async (unit) => {
        const referrals = ids.map(({ referral }) => referral);
        await unit.record(stream, [{ type: 'ReferralBatchSent', data: { ref, referrals } }]);
        unit.claim('batch', ref, stream);
        const keys = new Set<string>();
        for (const [index, line] of lines.entries())
          await ofLine(index, async () => {
            await sendIn(agency, unit, ids[index]!, { ...line, batch: ref }, cause);
            const key = openKey({ ...line, to: route(line.to, agency.directory, cause.at).to });
            mustHold(!keys.has(key), 'duplicate-open');
            keys.add(key);
          });
      }),
    );
  }
}

/** A refusal that says which line, counted from 1. */
async function ofLine(index: number, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof RuleViolation)) throw error;
    throw new RuleViolation(error.rule, { ...error.detail, line: String(index + 1) });
  }
}

/** Places that pass from one sending to the next. */
const CONTESTED: ReadonlySet<string> = new Set(['open-referral', 'last-referral']);

/** Another sending took the same place between our look and our append: a second look is told so by rule, or comes after it. */
async function toldOfRace(agency: OpenAgency, send: () => Promise<Committed>): Promise<Committed> {
  try {
    return await afterTimers(agency, send);
  } catch (error) {
    if (error instanceof ClaimTaken && CONTESTED.has(error.kind)) return afterTimers(agency, send);
    throw error;
  }
}
