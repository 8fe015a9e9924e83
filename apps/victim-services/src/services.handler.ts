import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Cause } from '@satualur/contracts/event';
import { type AgencyKey, streamOf, type Uuid } from '@satualur/contracts/ids';
import type { Committed, Unit } from '@satualur/event-store/store';
import { AgencyHost } from '@satualur/service-host/agency-host';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import { type RecordFacts, recordFacts } from './domain/record-facts';

/** One command to this service in the caller's agency's store: what it reads and decides, in one append. */
export class HandleServices extends Command<Committed> {
  constructor(
    readonly agency: AgencyKey,
    readonly cause: Cause,
    readonly work: (unit: Unit, agency: OpenAgency) => Promise<void>,
  ) {
    super();
  }
}

@CommandHandler(HandleServices)
export class ServicesHandler implements ICommandHandler<HandleServices> {
  constructor(private readonly host: AgencyHost) {}

  execute({ agency: key, cause, work }: HandleServices): Promise<Committed> {
    const agency = this.host.agency(key);
    return agency.store.transact(cause, (unit) => work(unit, agency));
  }
}

/** The record a service is about, as it stands when the append is made. */
export const checkRecord = (unit: Unit, record: Uuid): Promise<RecordFacts> =>
  unit.check(streamOf('record', record), recordFacts);
