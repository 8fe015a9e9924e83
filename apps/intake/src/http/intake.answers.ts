import { PersonRole, StaffId } from '@satualur/contracts/codes/casework';
import { ServiceCategory } from '@satualur/contracts/codes/services';
import { AgencyKey, CalendarDate, CaseId, Instant, Ref, Uuid } from '@satualur/contracts/ids';
import { consentEvents, legalBasisEvents, screeningEvents } from '@satualur/contracts/intake/events';
import { RecordView } from '@satualur/contracts/views';
import { Done, History, paged } from '@satualur/service-host/answers';
import { z } from 'zod';
import { QUEUES } from '../rows/intake-queries';

/** What came of a command; empty where nothing was left to do. */
export const Carried = Done.partial();
export const CarriedAs = Carried.extend({ ref: Ref });
export const Announced = CarriedAs.extend({ caseid: CaseId });
const Because = z.enum(['Number', 'Phone', 'Name']);
/** Own records that bear the same number or phone: likely the same person's. */
const likely = z.array(z.object({ id: Uuid, ref: Ref, because: z.array(Because).min(1) })).optional();
export const Registered = Announced.extend({ likely });
export const Screened = Carried.extend({ finding: screeningEvents.ScreeningCompleted.shape.finding });
const { stops, confirmBy } = consentEvents.ConsentWithdrawn.shape;
/** Each recipient is asked to stop under an id of its own. */
export const Withdrawn = Carried.extend({ stops, confirmBy });

const { purposes, classes, givenBy, language, expiresAt, imported, recipients } = consentEvents.ConsentGranted.shape;
const version = z.int().positive();
const Standing = z.enum(['Allowed', 'GuardianConflict', 'Withdrawn', 'Expired', 'NotGranted']);
const Grant = z.object({
  ...{ version, grantedAt: Instant, purposes, classes, givenBy, language, expiresAt, imported },
  recipients: z.array(z.object({ agency: AgencyKey, standing: Standing })),
  /** Whoever gave it for the person cannot be held against the suspects of the case: no NIK was stated. */
  guardianUnidentified: z.literal(true).optional(),
});
/** A stop that a withdrawal asked one recipient for. */
const Asked = z.object({
  ...{ recipient: AgencyKey, stop: Uuid, state: z.enum(['Asked', 'Overdue', 'Confirmed']) },
  ...{ withdrawnAt: Instant, confirmBy: Instant, confirmedAt: Instant.optional() },
});
/** All that one person allowed, refused and took back; how it stands is as of now. */
export const Consents = z.object({
  id: Uuid,
  grants: z.array(Grant),
  refused: z.array(z.object({ version, refusedAt: Instant, recipients, purposes, givenBy })),
  stops: z.array(Asked),
  version: z.int().min(0),
});
const Basis = legalBasisEvents.LegalBasisRecorded.omit({ record: true });
/** Every basis stated for one record, with the services that each holds for at present. */
export const LegalBases = z.object({
  id: Uuid,
  bases: z.array(z.object({ version, recordedAt: Instant, ...Basis.shape, inForceFor: z.array(ServiceCategory) })),
  version: z.int().min(0),
});

const { history } = History.shape;
/** All that this agency holds of one person in intake, opened, for whoever may have it. */
export const Exported = z.object({ exportedAt: Instant, record: RecordView, consents: history, legalBases: history });

const { contact, state, worker } = RecordView.shape;
/** One record as a search shows it: how to reach the person first, and no number to ring. */
const FoundRecord = z.object({
  id: Uuid,
  ref: Ref.optional(),
  caseid: CaseId.optional(),
  ...{ contact, state, worker },
  recordedAt: Instant,
  role: PersonRole.optional(),
  sex: z.enum(['F', 'M']).optional(),
  name: z.string().optional(),
  birthDate: CalendarDate.optional(),
});
export const FoundPeople = z.object({ items: z.array(FoundRecord) });
export const Likely = z.object({ items: z.array(FoundRecord.extend({ because: z.array(Because).min(1) })) });
export const Reindexed = z.object({ indexed: z.int().min(0) });

const OwnCase = z.object({
  id: Uuid,
  ref: Ref,
  caseid: CaseId,
  case_ref: Ref.optional(),
  role: PersonRole,
  ...{ state, worker },
  danger: z.boolean(),
  contact_rule: z.string().optional(),
  imported: z.boolean(),
  recorded_at: Instant,
});
/** `workers` for a supervisor alone; the cases that nobody has stand under null. */
export const Caseload = paged(OwnCase).extend({
  workers: z.array(z.object({ worker: StaffId.nullable(), open: z.int().min(0) })).optional(),
});

const Waiting = z.object({
  queue: z.enum(QUEUES),
  id: Uuid,
  ref: z.string().optional(),
  record: Uuid.optional(),
  kind: z.string().optional(),
  counterpart: z.string().optional(),
  state: z.enum(['Open', 'Overdue', 'Done']),
  opened_at: Instant,
  due_at: Instant.optional(),
});
export const WorkQueue = paged(Waiting);
export const QueueCounts = z.object({
  counts: z.record(z.enum(QUEUES), z.object({ open: z.int().min(0), overdue: z.int().min(0) })),
});
