import { AgencyKey, AreaCode, Instant, Uuid } from '@satualur/contracts/ids';
import { codeEvents, holidayEvents, retentionEvents, staffEvents } from '@satualur/contracts/registry/events';
import { AfterCare, Limit, LimitName } from '@satualur/contracts/registry/limits';
import { z } from 'zod';

export const Registered = z.object({ id: Uuid, key: AgencyKey });
export const Lists = z.object({
  codeLists: z.array(codeEvents.CodeListPublished),
  conceptMaps: z.array(codeEvents.ConceptMapPublished),
  retention: z.array(retentionEvents.RetentionPolicyChanged),
  holidays: z.array(holidayEvents.HolidaysPublished),
});
export const Staff = z.object({ staff: z.array(staffEvents.StaffEnrolled) });
/** `validFrom` null: no policy says otherwise yet. */
export const Limits = z.object({
  validFrom: Instant.nullable(),
  limits: z.record(LimitName, Limit),
  afterCare: AfterCare,
});
export const Coverage = z.object({ taskForces: z.array(z.object({ kabkota: AreaCode, formed: z.boolean() })) });
