import { type Hlc, hlcAfter, HLC_ZERO, hlcMax, hlcOf } from '@satualur/contracts/hlc';
import { type AgencyKey, type Instant, msOfInstant, streamOf, type Uuid } from '@satualur/contracts/ids';
import type { ReferralInEvent, ReferralOutEvent } from '@satualur/contracts/referral/events';
import type { Unit } from '@satualur/event-store/store';
import { asAnswer, asNotice, type FromLog } from './domain/exchange';
import { nextReminder } from './domain/reminders';
import { type ReferralIn, referralIn, type ReferralInCommand } from './domain/referral-in';
import { nextDue, type ReferralOut, referralOut, type ReferralOutCommand } from './domain/referral-out';

export const outOf = (id: Uuid) => streamOf('referralout', id);
export const inOf = (id: Uuid) => streamOf('referralin', id);

/** One open referral for the same record, service and recipient (domain 5.5, 9). */
export const openKey = ({
  record,
  service,
  to,
}: {
  readonly record: Uuid;
  readonly service: string;
  readonly to: AgencyKey;
}): string => `${record}/${service}/${to}`;

/** What an act noted within its own append is placed by: above every act known, and not below the command's instant. */
function placeAfter({ acts: out }: ReferralOut, { acts: incoming, contactAsOf = HLC_ZERO }: ReferralIn, at: Instant): Hlc {
  const known = [...out, ...incoming].reduce((highest, { hlc = HLC_ZERO }) => hlcMax(highest, hlc), contactAsOf);
  return hlcMax(hlcOf(msOfInstant(at)), hlcAfter(known));
}

/**
 * A decision on the sender's half, with its timer and its claim to be the open one, which ends with it. For a recipient off the
 * platform both halves stand here: the act is noted in the other in the same append.
 */
export async function decideOut(
  unit: Unit,
  id: Uuid,
  command: ReferralOutCommand,
  at: Instant,
): Promise<readonly ReferralOutEvent[]> {
  const before = await unit.load(outOf(id), referralOut);
  const events = await unit.decide(outOf(id), referralOut, command);
  const half = await unit.load(outOf(id), referralOut);
  if (half.sent?.proxied) for (const event of events) await noteInRecipients(unit, id, event, at);
  await bookkeeping(unit, id, before);
  return events;
}

/** A decision on the recipient's half, with its reminders; noted in the sender's where both stand here. */
export async function decideIn(
  unit: Unit,
  id: Uuid,
  command: ReferralInCommand,
  at: Instant,
): Promise<readonly ReferralInEvent[]> {
  const events = await unit.decide(inOf(id), referralIn, command);
  const half = await unit.load(inOf(id), referralIn);
  if (half.received?.proxied) for (const event of events) await noteInSenders(unit, id, event, at);
  else unit.due(inOf(id), nextReminder(half, at));
  return events;
}

/** `ended`: whether it had ended before, and its place been given up. */
async function bookkeeping(unit: Unit, id: Uuid, { ended }: ReferralOut): Promise<void> {
  const half = await unit.load(outOf(id), referralOut);
  unit.due(outOf(id), nextDue(half));
  if (half.sent && half.ended && !ended) unit.release('open-referral', openKey(half.sent));
}

const inLog = <E extends ReferralInEvent | ReferralOutEvent>(event: E, origin: AgencyKey, hlc: Hlc, at: Instant) =>
  ({ ...event, origin, hlc, time: event.time ?? at }) as unknown as FromLog<E>;

async function noteInRecipients(unit: Unit, id: Uuid, event: ReferralOutEvent, at: Instant): Promise<void> {
  const [out, incoming] = [await unit.load(outOf(id), referralOut), await unit.load(inOf(id), referralIn)];
  const { from, to } = out.sent!;
  const arrival = { self: to, stream: inOf(id), version: 1 };
  const notice = asNotice(inLog(event, from, placeAfter(out, incoming, at), at), arrival);
  if (notice) await unit.decide(inOf(id), referralIn, notice);
}

async function noteInSenders(unit: Unit, id: Uuid, event: ReferralInEvent, at: Instant): Promise<void> {
  const [out, incoming] = [await unit.load(outOf(id), referralOut), await unit.load(inOf(id), referralIn)];
  const answer = asAnswer(inLog(event, incoming.received!.to, placeAfter(out, incoming, at), at));
  if (!answer) return;
  await unit.decide(outOf(id), referralOut, answer);
  await bookkeeping(unit, id, out);
}
