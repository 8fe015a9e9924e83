import type { Instant, Uuid } from '@satualur/contracts/ids';
import type { Unit } from '@satualur/event-store/store';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import { erase } from './acts/rights';
import { agencyRecord } from './domain/agency-record';
import { lookAgain, overdueOf, type RuleOf } from './domain/retention';
import { recordStream } from './live';

const rulesOf =
  ({ directory }: OpenAgency): RuleOf =>
  (dataClass, at) =>
    directory.lists.retentionOf(dataClass, at);

/** Sets the record's timer for the end of its keeping, as its state now asks. */
export async function watchKeeping(unit: Unit, agency: OpenAgency, record: Uuid, at: Instant): Promise<void> {
  const state = await unit.load(recordStream(record), agencyRecord);
  unit.due(recordStream(record), lookAgain(state, rulesOf(agency), at));
}

/** Erases each class whose keeping ended, by its own rule. */
export async function endKeeping(unit: Unit, agency: OpenAgency, record: Uuid, at: Instant): Promise<void> {
  const state = await unit.load(recordStream(record), agencyRecord);
  for (const { dataClass, source } of overdueOf(state, rulesOf(agency), at))
    await erase(unit, agency, record, { because: 'Retention', classes: [dataClass], rule: source, at });
  await watchKeeping(unit, agency, record, at);
}
