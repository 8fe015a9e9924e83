import { z } from 'zod';
import type { SlaPolicy } from './events';

/** What a limit is for: the service times of the domain, each from one act to another. */
export const LimitName = z.enum([
  'Acknowledge',
  'AcknowledgeEmergency',
  'Decide',
  'StartService',
  'FirstAid',
  'Screen',
  'PayRestitution',
  'NotifyBreach',
  'AnswerRequest',
  'ConfirmStop',
]);
export type LimitName = z.infer<typeof LimitName>;

/** When the last day of a limit is over: at 24:00 WITA, or at the time of day at which the limit began. */
export const DayEnds = z.enum(['EndOfLocalDay', 'Elapsed24h']);

const Source = z.string().min(1).max(500);

/** A limit as dated policy: how much of what, and the text of the norm that says so. */
export const Limit = z
  .strictObject({
    amount: z.number().positive().max(8760),
    unit: z.enum(['Hours', 'CalendarDays', 'WorkingDays']),
    /** Of days; where absent, the policy's `statutoryDayEnds`. */
    dayEnds: DayEnds.optional(),
    source: Source,
  })
  .refine(({ amount, unit }) => unit === 'Hours' || (Number.isInteger(amount) && amount <= 366), 'not a number of days');
export type Limit = z.infer<typeof Limit>;

/** How many months after the return each visit is due. */
export const AfterCare = z.strictObject({
  months: z
    .array(z.int().min(1).max(24))
    .min(1)
    .max(12)
    .refine((months) => months.every((month, index) => index === 0 || month > months[index - 1]!), 'not in order'),
  source: Source,
});
export type AfterCare = z.infer<typeof AfterCare>;

const hours = (amount: number, source: string): Limit => ({ amount, unit: 'Hours', source });
const days = (amount: number, source: string): Limit => ({ amount, unit: 'CalendarDays', source });

/** What holds until a policy says otherwise. */
export const defaultLimits: Readonly<Record<LimitName, Limit>> = {
  Acknowledge: hours(24, 'SLA-P1: default of this system'),
  AcknowledgeEmergency: hours(1, 'SLA-P3: default of this system'),
  Decide: hours(72, 'SLA-P2: default of this system'),
  StartService: days(7, 'SLA-S1: UU 21/2007 art. 52'),
  FirstAid: days(7, 'SLA-S2: UU 21/2007 art. 53'),
  Screen: hours(
    24,
    'SLA-P4: 1×24 hours as standing procedures often state; to be confirmed from the annex of Permen PPPA 8/2021',
  ),
  PayRestitution: days(14, 'SLA-S3: UU 21/2007 art. 50(1)'),
  NotifyBreach: hours(72, 'SLA-S4: UU 27/2022 art. 46(1), 3×24 hours'),
  AnswerRequest: hours(72, 'SLA-S5: UU 27/2022 art. 30, 32, 40 and 41, 3×24 hours'),
  ConfirmStop: hours(72, 'SLA-S5: UU 27/2022 art. 40, 3×24 hours after consent was withdrawn'),
};
export const defaultAfterCare: AfterCare = { months: [1, 3, 6], source: 'Visits at 1, 3 and 6 months: default of this system' };

/** A policy and the text it comes from. */
export interface Sourced {
  readonly policy: SlaPolicy;
  readonly source: string;
}

/** The limits that a policy states in figures of their own. */
export function figuresOf({ policy, source }: Sourced): Partial<Record<LimitName, Limit>> {
  const { acknowledgeHours, decideHours, emergencyHours, stopConfirmHours, statutoryDays, restitutionDays } = policy;
  return {
    Acknowledge: hours(acknowledgeHours, source),
    Decide: hours(decideHours, source),
    ...(emergencyHours !== undefined && { AcknowledgeEmergency: hours(emergencyHours, source) }),
    ConfirmStop: hours(stopConfirmHours, source),
    StartService: days(statutoryDays, source),
    PayRestitution: { ...days(restitutionDays, source), dayEnds: 'EndOfLocalDay' },
  };
}

/** A limit as a policy states it, by itself or in its figures; else the default. */
export const statedLimitOf = (name: LimitName, inForce?: Sourced): Limit =>
  inForce?.policy.limits?.[name] ?? (inForce && figuresOf(inForce)[name]) ?? defaultLimits[name];

/** The same, with the policy's own rule of a day's end where the limit has none. */
export function limitOf(name: LimitName, inForce?: Sourced): Limit {
  const limit = statedLimitOf(name, inForce);
  return limit.unit === 'Hours' ? limit : { dayEnds: inForce?.policy.statutoryDayEnds ?? 'EndOfLocalDay', ...limit };
}

export const afterCareOf = (inForce?: Sourced): AfterCare => inForce?.policy.afterCare ?? defaultAfterCare;
