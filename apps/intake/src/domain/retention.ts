import { type Instant, instantOf, msOfInstant } from '@satualur/contracts/ids';
import { DataClass } from '@satualur/contracts/sealed';
import { type AgencyRecord, holds } from './agency-record';

export interface Rule {
  readonly years: number;
  /** Text of the norm. */
  readonly source: string;
}
/** The rule of a class that holds at an instant, if one is published. */
export type RuleOf = (dataClass: DataClass, at: Instant) => Rule | undefined;

export interface Kept extends Rule {
  readonly dataClass: DataClass;
  readonly until: Instant;
}

/** The same day and time (UTC) some years on; after 29 February it is 1 March. */
export function yearsAfter(start: Instant, years: number): Instant {
  const spelt = instantOf(msOfInstant(start));
  const year = String(Number(spelt.slice(0, 4)) + years);
  return `${year}${spelt.slice(4).replace('-02-29', '-03-01')}` as Instant;
}

/** Classes that stay of a closed case, each with the day its keeping ends by the rules of now. */
export const keptOf = ({ closedAt, erased }: AgencyRecord, ruleOf: RuleOf, at: Instant): readonly Kept[] =>
  closedAt === undefined
    ? []
    : DataClass.options.flatMap((dataClass) => {
        const rule = erased.includes(dataClass) ? undefined : ruleOf(dataClass, at);
        return rule ? [{ ...rule, dataClass, until: yearsAfter(closedAt, rule.years) }] : [];
      });

/** What is to be erased at `at`; nothing while the law holds it. */
export const overdueOf = (record: AgencyRecord, ruleOf: RuleOf, at: Instant): readonly Kept[] =>
  holds(record, at) ? [] : keptOf(record, ruleOf, at).filter(({ until }) => msOfInstant(until) <= msOfInstant(at));

/** When to look again: at the end of a class's keeping, and once a year, since rules and holds change. */
export function lookAgain(record: AgencyRecord, ruleOf: RuleOf, at: Instant): Instant | null {
  if (record.closedAt === undefined || DataClass.options.every((dataClass) => record.erased.includes(dataClass))) return null;
  const ends = keptOf(record, ruleOf, at)
    .map(({ until }) => msOfInstant(until))
    .filter((end) => end > msOfInstant(at));
  return instantOf(Math.min(msOfInstant(yearsAfter(at, 1)), ...ends));
}
