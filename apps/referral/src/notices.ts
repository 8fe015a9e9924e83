import type { Hlc } from '@satualur/contracts/hlc';
import { type Instant, msOfInstant, type Uuid } from '@satualur/contracts/ids';
import type { ReferralOutEvent, SafeContact } from '@satualur/contracts/referral/events';
import type { Unit } from '@satualur/event-store/store';
import { inCharge } from '@satualur/notices/in-charge';
import { raise, ring } from '@satualur/notices/raise';
import { inOf, outOf } from './both-halves';
import { type ReferralIn, referralIn, stateOfIn } from './domain/referral-in';
import { type Reminder, remindersOf } from './domain/reminders';

/** A referral came in: whoever works on cases is told. */
export const tellOfReceipt = (unit: Unit, id: Uuid, emergency: boolean): Promise<void> =>
  raise(unit, { kind: 'ReferralReceived', about: inOf(id), role: 'caseworker', emergency });

const ENDED_BY_SENDER: ReadonlySet<string | undefined> = new Set(['Withdrawn', 'Terminated']);

/** A referral that stood `before` was ended by its sender: whoever works on cases is told. */
export async function tellOfEnd(unit: Unit, id: Uuid, before: ReferralIn): Promise<void> {
  const half = await unit.load(inOf(id), referralIn);
  const [was, is] = [stateOfIn(before), stateOfIn(half)];
  if (was === is || !ENDED_BY_SENDER.has(is)) return;
  await raise(unit, { kind: 'ReferralEnded', about: inOf(id), role: 'caseworker', emergency: half.received!.emergency });
}

/** The sender said that the person is to be reached otherwise: whoever has her number by now is told, once for each time. */
export const tellOfContact = (unit: Unit, id: Uuid, { danger, hlc }: SafeContact & { readonly hlc: Hlc }): Promise<void> =>
  raise(unit, { kind: 'SafeContactChanged', about: inOf(id), role: 'caseworker', emergency: danger }, hlc);

interface Told {
  readonly record: Uuid;
  readonly emergency: boolean;
  readonly at: Instant;
}

const passed: Partial<Record<ReferralOutEvent['type'], 'ReferralOverdue' | 'ServiceDue'>> = {
  ReferralOverdue: 'ReferralOverdue',
  ReferralServiceOverdue: 'ServiceDue',
};

/** The sender's people are told of a decision, and of what was not answered in time: by name whoever is in charge of the record. */
export async function tellSender(unit: Unit, id: Uuid, events: readonly ReferralOutEvent[], told: Told): Promise<void> {
  const { record, emergency, at } = told;
  const about = outOf(id);
  for (const { type, data } of events) {
    const answered = type === 'ReferralAnswerNoted' && (data.answer === 'Accepted' || data.answer === 'Rejected');
    const kind = answered ? 'ReferralAnswered' : passed[type];
    const whom = { role: 'caseworker' as const, ...(kind && (await inCharge(unit, record, at))) };
    if (kind) await raise(unit, { kind, about, emergency, ...whom });
    if (type === 'ReferralExpired') await raise(unit, { kind: 'ReferralOverdue', about, role: 'supervisor', emergency });
    if (type === 'ReferralServiceOverdue') await raise(unit, { kind: 'ServiceDue', about, role: 'supervisor', emergency });
  }
}

type Escalated = Extract<ReferralOutEvent, { type: 'ReferralEscalated' }>['data'];

/** The secretariat is told of what was escalated to it, once for each limit that passed. */
export const tellSecretariat = (unit: Unit, id: Uuid, { because }: Escalated): Promise<void> =>
  raise(unit, { kind: 'ReferralOverdue', about: outOf(id), role: 'secretariat', emergency: false }, because);

/** The recipient's supervisor is told that a service it was asked for should have started. */
export const tellOfServiceOverdue = (unit: Unit, id: Uuid): Promise<void> =>
  raise(unit, { kind: 'ServiceDue', about: inOf(id), role: 'supervisor', emergency: false });

const roles = { ReferralDueSoon: 'caseworker', ReferralOverdue: 'supervisor', EmergencyUnread: 'supervisor' } as const;

async function remind(unit: Unit, id: Uuid, { kind }: Reminder, emergency: boolean): Promise<void> {
  const wish = { kind, about: inOf(id), role: roles[kind], emergency };
  await (kind === 'EmergencyUnread' ? ring(unit, wish) : raise(unit, wish));
}

/** What the recipient's people are to be reminded of by `at`; an emergency that nobody acknowledged goes to the call list. */
export async function tellRecipient(unit: Unit, id: Uuid, half: ReferralIn, at: Instant): Promise<void> {
  const due = remindersOf(half).filter((reminder) => msOfInstant(reminder.at) <= msOfInstant(at));
  for (const reminder of due) await remind(unit, id, reminder, half.received!.emergency);
}
