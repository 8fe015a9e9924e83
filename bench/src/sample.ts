import { catalogue } from '@satualur/contracts/catalogue';
import type { AnyEvent, Cause } from '@satualur/contracts/event';
import { type Actor, type CaseId, type Instant, instantOf, type StreamId } from '@satualur/contracts/ids';
import { POLICE } from '@satualur/contracts/cast';
import { referralAcknowledged } from '@satualur/contracts/referral/examples';
import type { HybridClock } from '@satualur/event-store/clock';
import { stampedBytes } from '@satualur/event-store/envelope';
import { ids } from './streams';

export const SOURCE = '/agencies/rs-6310/referral';
export const CASEID = ids.next() as unknown as CaseId;

/** The event that is written where one is as good as another; about 600 bytes stored. */
export const sampleEvent = (): AnyEvent => referralAcknowledged({}, { caseid: CASEID, audience: [POLICE] });

export const newCause = (): Cause => ({
  actor: 'fiktif-7/caseworker' as Actor,
  at: instantOf(Date.now()) as Instant,
  command: { id: ids.next(), bodyHash: BODY },
});
const BODY = 'ab'.repeat(32);

const ENTRY = catalogue.get('ReferralAcknowledged')!;

/** The sample stamped for its place: what the write path makes of it before it is appended. */
export function stamped(clock: HybridClock, cause: Cause, stream: StreamId, version: number, event: AnyEvent = sampleEvent()) {
  const hlc = clock.draw();
  const entry = event.type === ENTRY.name ? ENTRY : catalogue.get(event.type)!;
  return { hlc, bytes: stampedBytes(event, entry, { source: SOURCE, stream, version, id: ids.next(), hlc, cause }) };
}
