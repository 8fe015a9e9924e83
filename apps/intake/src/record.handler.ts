import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Cause } from '@satualur/contracts/event';
import { type AgencyKey, type CaseId, streamOf, type SubjectId, type Uuid } from '@satualur/contracts/ids';
import type { Committed } from '@satualur/event-store/store';
import { AgencyHost } from '@satualur/service-host/agency-host';
import type { Ids } from '@satualur/service-host/host-module';
import { IDS } from '@satualur/service-host/tokens';
import { agencyRecord, type RegisterRecord } from './domain/agency-record';
import { referralFacts } from './domain/referral-facts';

export interface NewRecord extends Pick<RegisterRecord, 'ref' | 'assertions'> {
  readonly viaReferral?: Uuid | undefined;
  readonly caseRef?: RegisterRecord['ref'] | undefined;
  readonly evidenceHash?: string | undefined;
}

/** What every inbound edge puts on the bus to register a record in an agency's store. */
export class HandleRegisterRecord extends Command<Committed> {
  constructor(
    readonly agency: AgencyKey,
    readonly record: NewRecord,
    readonly cause: Cause,
  ) {
    super();
  }
}

@CommandHandler(HandleRegisterRecord)
export class RegisterRecordHandler implements ICommandHandler<HandleRegisterRecord> {
  constructor(
    private readonly host: AgencyHost,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  execute({ agency, record, cause }: HandleRegisterRecord): Promise<Committed> {
    const stream = streamOf('record', this.ids.uuid());
    const minted = { subject: this.ids.uuid() as SubjectId, newCase: this.ids.uuid() as CaseId };
    const { viaReferral: id, caseRef, evidenceHash, ref, assertions } = record;
    const values = { ref, assertions, ...(caseRef && { caseRef }), ...(evidenceHash && { evidenceHash }) };
    return this.host.agency(agency).store.transact(cause, async (unit) => {
      const viaReferral = id && { id, facts: await unit.peek(streamOf('referralin', id), referralFacts) };
      await unit.decide(stream, agencyRecord, {
        type: 'RegisterRecord',
        ...minted,
        ...values,
        ...(viaReferral && { viaReferral }),
      });
      unit.claim('record', record.ref, stream);
      if (id) unit.claim('record-via-referral', id, stream);
    });
  }
}
