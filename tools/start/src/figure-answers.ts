import { type Check, compared } from './checks';
import { type Coverage, figuresOf } from './figures';
import type { Pack } from './pack';
import type { ToldAt } from './told';

/**
 * Heads of `expected` that rest on who is the same person, on values in force, or on rulings: reconciliation and reporting answer for
 * them, and nothing here compares them. Of the pack's other answers the same holds for `roleLinks`, for `links` that no human confirmed, for
 * `discrepancies` (kind, openedAt) and `corrections` (requestedAt).
 */
export const OF_RECONCILIATION_AND_REPORTING: ReadonlySet<string> = new Set([
  ...['instant', 'victimRecordsEverRegistered', 'victimRecordsInForce', 'recordsInForceByAgency', 'policeFamilyRecords'],
  ...['distinctVictims', 'provisionalVictims', 'victimEventPairs', 'duplicateLinks', 'linksByMethod', 'linkRejected'],
  ...['linksUndone', 'duplicationRatio', 'byStatus', 'bySex', 'byOrigin', 'children', 'adults', 'ageUnknown'],
  ...['childrenProvisional', 'byAgeBand', 'byExploitation', 'clockAhead', 'discrepancies', 'corrections'],
  ...['sdg1622Per100k', 'publicTable', 'revision'],
]);

/** Every figure of the pack that these services answer for, at A and at B; one that nobody knows is wrong. */
export function figureChecks(pack: Pack, told: ToldAt, coverage: Coverage): readonly Check[] {
  return (['A', 'B'] as const).flatMap((asOf) => {
    const expected = Object.entries(pack.expected?.[`asOf${asOf}`] ?? {});
    const given = figuresOf(told[asOf], coverage, pack, pack.asOf[asOf]);
    return expected
      .filter(([head]) => !OF_RECONCILIATION_AND_REPORTING.has(head))
      .flatMap(([head, wanted]) => headChecks(asOf, head, given[head] ?? {}, wanted));
  });
}

function headChecks(asOf: string, head: string, given: Readonly<Record<string, unknown>>, wanted: unknown): readonly Check[] {
  return Object.entries(wanted as object).map(([key, value]) => {
    const said = given[key];
    return compared(`${head}.${key} at ${asOf}: ${JSON.stringify(said)}`, said, value);
  });
}
