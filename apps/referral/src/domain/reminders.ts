import { type Instant, instantOf, msOfInstant } from '@satualur/contracts/ids';
import { isLegal } from '@satualur/contracts/referral/life-cycle';
import { type ReferralIn, stateOfIn } from './referral-in';

/** What people of the recipient are reminded of, each at its own instant. */
export interface Reminder {
  readonly kind: 'ReferralDueSoon' | 'ReferralOverdue' | 'EmergencyUnread';
  readonly at: Instant;
}

const SOON_MS = 12 * 3_600_000;

/** What is still to be reminded of, as things stand now; the earliest first. */
export function remindersOf(half: ReferralIn): readonly Reminder[] {
  const [state, { received }] = [stateOfIn(half), half];
  if (!received || received.proxied || state === undefined) return [];
  const unread: readonly Reminder[] =
    state === 'Sent' ? [{ kind: received.emergency ? 'EmergencyUnread' : 'ReferralOverdue', at: received.acknowledgeBy }] : [];
  const soon = { kind: 'ReferralDueSoon' as const, at: instantOf(msOfInstant(received.deadline) - SOON_MS) };
  const undecided = isLegal(state, 'Accepted') ? [soon] : [];
  return [...unread, ...undecided].sort((a, b) => msOfInstant(a.at) - msOfInstant(b.at));
}

/** The next instant after `at` at which somebody is to be reminded, or null. */
export const nextReminder = (half: ReferralIn, at: Instant): Instant | null =>
  remindersOf(half).find((reminder) => msOfInstant(reminder.at) > msOfInstant(at))?.at ?? null;
