import { z } from 'zod';
import { Article, SubjectRequestKind } from '../codes/casework';
import { type EventOf } from '../event';
import { Instant, Ref, Uuid } from '../ids';
import { DataClass } from '../sealed';

/** Stream `subjectrequest-<uuid>`: UU 27/2022, answered within the policy's limit. */
export const subjectRequestEvents = {
  SubjectRequestReceived: z.strictObject({
    ref: Ref,
    record: Uuid,
    kind: SubjectRequestKind,
    receivedAt: Instant,
    dueAt: Instant,
  }),
  SubjectRequestFulfilled: z.strictObject({ record: Uuid, kind: SubjectRequestKind }),
  SubjectRequestRefused: z.strictObject({ record: Uuid, article: Article }),
  SubjectRequestOverdue: z.strictObject({ dueAt: Instant }),
};

/** Stream `breach-<uuid>`: UU 27/2022 art. 46, told within the policy's limit. */
export const breachEvents = {
  BreachDetected: z.strictObject({
    ref: Ref,
    detectedAt: Instant,
    notifyBy: Instant,
    classes: z.array(DataClass).min(1),
    records: z.array(Uuid).max(1000),
  }),
  BreachNotified: z.strictObject({ to: z.array(z.enum(['Subject', 'Authority', 'Public'])).min(1) }),
  BreachOverdue: z.strictObject({ notifyBy: Instant }),
};

export type SubjectRequestEvent = EventOf<typeof subjectRequestEvents>;
export type BreachEvent = EventOf<typeof breachEvents>;
