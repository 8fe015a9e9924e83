import { ServiceCategory } from '@satualur/contracts/codes/services';
import { Instant, Ref, Uuid } from '@satualur/contracts/ids';
import { Done, paged } from '@satualur/service-host/answers';
import { z } from 'zod';
import { QUEUE_NAMES } from '../rows/services-queries';

export const Applied = z.object({ id: Uuid, ref: Ref, dueAt: Instant.optional() });
export const Started = Done.extend({ referral: Uuid });

const Count = z.int().min(0);
/** In whole rupiah; below nought where more was paid than is awarded. */
const Owed = z.int();
export const Ledger = z.object({
  id: Uuid,
  record: Uuid,
  stage: z.enum(['explained', 'claimed', 'awarded', 'notified']),
  awarded: Count,
  paid: Count,
  outstanding: Owed,
  dueAt: Instant.nullable(),
  overdue: z.boolean(),
});

const shelter = { id: Uuid, places: Count, free: z.int() };
export const PlacesLeft = z.object(shelter);
export const ShelterPlaces = paged(z.object({ ...shelter, ref: Ref }));

/** What is absent, and a limit that never comes, is left out. */
const Waiting = z.object({
  queue: z.enum(['awaiting-service', 'after-care', 'restitution']),
  id: Uuid,
  kind: z.enum(['Application', 'Referral', 'ProxiedReferral', 'Visit', 'Claim']),
  about: Uuid,
  ref: Ref.optional(),
  record: Uuid.optional(),
  service: ServiceCategory.optional(),
  counterpart: z.string().optional(),
  months: Count.optional(),
  outstanding: Owed.optional(),
  state: z.enum(['Open', 'Overdue', 'Done']),
  opened_at: Instant,
  due_at: Instant.optional(),
});
export const WorkQueue = paged(Waiting);
export const QueueCounts = z.object({
  counts: z.object({
    ...Object.fromEntries(QUEUE_NAMES.map((name) => [name, z.object({ open: Count, overdue: Count })])),
    places: z.object({ places: Count, free: z.int() }),
  }),
});
