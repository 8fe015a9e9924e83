import type { AnyEvent, Envelope } from './event';
import type { AgencyKey } from './ids';

/** Bare name of a CloudEvents type: `satualur.referral.ReferralSent.v1` gives `ReferralSent`. */
export function nameOfType(type: string): string {
  const start = type.indexOf('.', type.indexOf('.') + 1) + 1;
  const end = type.indexOf('.', start);
  return start < 2 ? type : type.slice(start, end < 0 ? undefined : end);
}

/** What deciders fold: bare type, data, routing, stamped with hlc and time. */
export function eventOf({ type, data, caseid, audience, legalbasis, hlc, time }: Envelope): AnyEvent {
  const event: { -readonly [K in keyof AnyEvent]: AnyEvent[K] } = { type: nameOfType(type), data, hlc, time };
  if (caseid !== undefined) event.caseid = caseid;
  if (audience !== undefined) event.audience = audience.split(' ') as AgencyKey[];
  if (legalbasis !== undefined) event.legalbasis = legalbasis;
  return event;
}
