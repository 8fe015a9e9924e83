import type { AnyEvent, Envelope } from './event';
import type { AgencyKey } from './ids';

/** Bare name of a CloudEvents type: `satualur.referral.ReferralSent.v1` gives `ReferralSent`. */
export const nameOfType = (type: string): string => type.split('.')[2] ?? type;

/** What deciders fold: bare type, data, routing, stamped with hlc and time. */
export function eventOf(envelope: Envelope): AnyEvent {
  const { caseid, audience, legalbasis } = envelope;
  return {
    type: nameOfType(envelope.type),
    data: envelope.data,
    ...(caseid !== undefined && { caseid }),
    ...(audience !== undefined && { audience: audience.split(' ') as AgencyKey[] }),
    ...(legalbasis !== undefined && { legalbasis }),
    hlc: envelope.hlc,
    time: envelope.time,
  };
}
