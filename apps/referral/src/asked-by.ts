import type { ServiceCategory } from '@satualur/contracts/codes/services';
import { type AgencyKey, streamOf, type Uuid, uuidOfStream } from '@satualur/contracts/ids';
import type { RecordEvent } from '@satualur/contracts/intake/events';
import type { EventStore, Unit } from '@satualur/event-store/store';
import { inOf } from './both-halves';
import { referralIn, stateOfIn } from './domain/referral-in';

/** The referral from an agency, for a service, whose acceptance named the recipient's own record. */
const KIND = 'asked-with';
const keyOf = (record: Uuid, service: ServiceCategory, from: AgencyKey): string => `${record}/${service}/${from}`;

/** So that a request passed back is known as one also where the acceptance named a record that was there before. */
export async function rememberRecord(unit: Unit, referral: Uuid, record: Uuid): Promise<void> {
  const { received } = await unit.load(inOf(referral), referralIn);
  if (!received) return;
  const key = keyOf(record, received.service, received.from);
  unit.release(KIND, key);
  unit.claim(KIND, key, inOf(referral));
}

/** The referral, if it still waits for this service; whoever has ended it asks for nothing any more. */
async function waitingFor(unit: Unit, referral: Uuid, service: ServiceCategory) {
  const half = await unit.peek(inOf(referral), referralIn);
  const isOpen = /^(Accepted|InService)$/.test(stateOfIn(half) ?? '');
  return isOpen && half.received?.service === service ? half.received : undefined;
}

async function viaReferral(unit: Unit, record: Uuid): Promise<Uuid | undefined> {
  const events = (await unit.events(streamOf('record', record))).map(({ event }) => event as RecordEvent);
  return events.flatMap(({ type, data }) => (type === 'AgencyRecordRegistered' ? [data.viaReferral] : []))[0];
}

interface Asking {
  readonly record: Uuid;
  readonly service: ServiceCategory;
  readonly to: AgencyKey;
}

/** Who asked this agency for the same service of this person and still waits for it, and who asked them; the nearest last. */
export async function askedBy(unit: Unit, store: EventStore, { record, service, to }: Asking): Promise<readonly AgencyKey[]> {
  const [via, named] = [await viaReferral(unit, record), await store.holder(KIND, keyOf(record, service, to))];
  const asked = via && (await waitingFor(unit, via, service));
  const backTo = named && (await waitingFor(unit, uuidOfStream(named), service));
  return [...(asked ? [...asked.askedBy, asked.from] : []), ...(backTo ? [backTo.from] : [])];
}
