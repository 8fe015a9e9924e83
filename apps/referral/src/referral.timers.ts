import { categoryOf, uuidOfStream } from '@satualur/contracts/ids';
import type { FireTimer } from '@satualur/service-host/timers';
import { decideOut } from './both-halves';
import { nextReminder } from './domain/reminders';
import { referralIn } from './domain/referral-in';
import { referralOut } from './domain/referral-out';
import { tellRecipient, tellSender } from './notices';

/** Of the sender's half: acknowledgement overdue, then expiry. Of the recipient's: its people are reminded. Each at its own instant. */
export const fireReferral: FireTimer = async (unit, stream, at) => {
  const id = uuidOfStream(stream);
  if (categoryOf(stream) === 'referralout') {
    const events = await decideOut(unit, id, { type: 'FireTimers', at }, at);
    const { sent } = await unit.load(stream, referralOut);
    if (sent) await tellSender(unit, id, events, { record: sent.record, emergency: sent.emergency === true, at });
    return;
  }
  const half = await unit.load(stream, referralIn);
  await tellRecipient(unit, id, half, at);
  unit.due(stream, nextReminder(half, at));
};
