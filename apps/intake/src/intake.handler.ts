import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Cause } from '@satualur/contracts/event';
import type { AgencyKey } from '@satualur/contracts/ids';
import { RuleViolation } from '@satualur/decider/decider';
import { BodyMismatch, ClaimTaken, type Committed, Conflict, type Unit } from '@satualur/event-store/store';
import { AgencyHost } from '@satualur/service-host/agency-host';
import type { OpenAgency } from '@satualur/service-host/agency-side';

/** What one command reads and writes in its agency's store; run again when another append came between. */
export interface Act {
  run(unit: Unit, agency: OpenAgency, cause: Cause): Promise<void>;
  /** Undoes what was prepared outside the store, when nothing was written. */
  unwritten?(agency: OpenAgency): Promise<void>;
}

/** What every inbound edge puts on the bus: an act in an agency's store, and why. */
export class HandleIntake extends Command<Committed> {
  constructor(
    readonly agency: AgencyKey,
    readonly act: Act,
    readonly cause: Cause,
  ) {
    super();
  }
}

/** Nothing was written, for sure: of other errors the store may have lost the answer only. */
const isRefusal = (error: unknown): boolean =>
  [RuleViolation, ClaimTaken, BodyMismatch, Conflict].some((kind) => error instanceof kind);

@CommandHandler(HandleIntake)
export class IntakeHandler implements ICommandHandler<HandleIntake> {
  constructor(private readonly host: AgencyHost) {}

  async execute({ agency: key, act, cause }: HandleIntake): Promise<Committed> {
    const agency = this.host.agency(key);
    try {
      const committed = await agency.store.transact(cause, (unit) => act.run(unit, agency, cause));
      if (committed.repeated) await act.unwritten?.(agency);
      return committed;
    } catch (error) {
      if (isRefusal(error)) await act.unwritten?.(agency);
      throw error;
    }
  }
}
