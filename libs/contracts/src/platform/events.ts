import { z } from 'zod';
import { StaffId } from '../codes/casework';
import type { EventOf } from '../event';
import { StreamId } from '../ids';

/** Stream `refused-<uuid>`: the code only, under the refused command's id (architecture 10). */
export const refusalEvents = {
  CommandRefused: z.strictObject({ rule: z.string().regex(/^[a-z][a-z-]{2,60}$/), stream: z.string().optional() }),
};

export const ExportPurpose = z.enum(['SubjectAccess', 'SubjectPortability', 'CourtOrder', 'Handover']);

/** Stream `access-<uuid>`: every look at a person, durable before the answer (architecture 10). */
export const accessEvents = {
  RecordViewed: z.strictObject({ subject: StreamId, fields: z.array(z.string().max(64)).max(60) }),
  /** The whole record was given out, as a document of its own. */
  RecordExported: z.strictObject({
    subject: StreamId,
    fields: z.array(z.string().max(64)).max(60),
    purpose: ExportPurpose,
  }),
  /** What was searched for is not kept; how, and whom it showed, is. */
  RecordSearched: z.strictObject({ by: z.enum(['Name', 'Number', 'Phone']), shown: z.array(StreamId).max(100) }),
};

export const NoticeKind = z.enum([
  'ReferralReceived',
  'ReferralDueSoon',
  'ReferralOverdue',
  'ReferralAnswered',
  'ReferralEnded',
  'SafeContactChanged',
  'EmergencyUnread',
  'StopRequested',
  'StopDueSoon',
  'ServiceDue',
  'AfterCareDue',
  'SubjectRequestDue',
  'BreachDue',
  'EmergencyScreened',
  'ScreeningDue',
]);
export type NoticeKind = z.infer<typeof NoticeKind>;

/** Stream `notice-<uuid>`: that somebody is to be told, without what about. */
export const noticeEvents = {
  NotificationRaised: z.strictObject({
    kind: NoticeKind,
    about: StreamId,
    role: z.enum(['caseworker', 'supervisor', 'clerk', 'secretariat']),
    worker: StaffId.optional(),
    emergency: z.boolean(),
  }),
  NotificationSent: z.strictObject({ channel: z.enum(['Outbox', 'Email']), recipients: z.int().min(0) }),
  NotificationFailed: z.strictObject({ channel: z.enum(['Email']), code: z.string().max(60) }),
  NotificationRead: z.strictObject({ by: StaffId }),
  /** An emergency that nobody has read: to be rung. */
  CallListed: z.strictObject({ role: z.enum(['caseworker', 'supervisor', 'secretariat']) }),
};

/** Events every service may write. */
export const platformEvents = { ...refusalEvents, ...accessEvents, ...noticeEvents };
export type PlatformEvent = EventOf<typeof platformEvents>;
export type NoticeEvent = EventOf<typeof noticeEvents>;
