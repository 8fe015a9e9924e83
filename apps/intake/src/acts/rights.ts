import { type AgencyKey, type Instant, streamOf, type StreamId, type Uuid } from '@satualur/contracts/ids';
import { DataClass } from '@satualur/contracts/sealed';
import type { Unit } from '@satualur/event-store/store';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import { workerStream } from '@satualur/notices/in-charge';
import { agencyRecord } from '../domain/agency-record';
import type { EraseSubject } from '../domain/agency-record.commands';
import * as breaches from '../domain/breach';
import * as requests from '../domain/subject-request';
import { worker, type WorkerCommand } from '../domain/worker';
import type { Act } from '../intake.handler';
import { aboutIn, recordStream } from '../live';
import { granteesOf, rememberErasure } from '../rows/grants.rows';

type NewRequest = Omit<
  Extract<requests.SubjectRequestCommand, { type: 'ReceiveRequest' }>,
  'type' | 'about' | 'at' | 'receivedAt' | 'dueAt'
> & {
  readonly record: Uuid;
  readonly receivedAt: Instant | undefined;
};

const requestStream = (id: Uuid): StreamId => streamOf('subjectrequest', id);

async function toRequest(unit: Unit, id: Uuid, command: requests.SubjectRequestCommand): Promise<void> {
  await unit.decide(requestStream(id), requests.subjectRequest, command);
  unit.due(requestStream(id), requests.nextDue(await unit.load(requestStream(id), requests.subjectRequest)));
}

export const receiveRequest = (id: Uuid, { record, receivedAt, ...stated }: NewRequest): Act => ({
  async run(unit, { directory }, cause) {
    const about = await aboutIn(unit, record, cause);
    const since = receivedAt ?? cause.at;
    const received = { receivedAt: since, dueAt: directory.dueAt('AnswerRequest', since) };
    await toRequest(unit, id, { type: 'ReceiveRequest', about, ...stated, ...received, at: cause.at });
    unit.claim('subject-request', stated.ref, requestStream(id));
  },
});

/** Erases what is left of these classes; who was granted keys is asked to destroy them too. */
export async function erase(
  unit: Unit,
  { rows }: OpenAgency,
  record: Uuid,
  what: Omit<EraseSubject, 'type' | 'grantees'>,
): Promise<void> {
  const { registered } = await unit.load(recordStream(record), agencyRecord);
  const grantees: readonly AgencyKey[] = registered ? await granteesOf(rows, registered.subject) : [];
  const events = await unit.decide(recordStream(record), agencyRecord, { type: 'EraseSubject', ...what, grantees });
  if (events.length > 0 && registered) unit.alongside(rememberErasure(registered.subject, record));
}

/** A request to erase is fulfilled by erasing, in the same append; a legal hold refuses both. */
export const fulfilRequest = (id: Uuid): Act => ({
  async run(unit, agency, cause) {
    await toRequest(unit, id, { type: 'FulfilRequest' });
    const { received } = await unit.load(requestStream(id), requests.subjectRequest);
    if (received?.kind !== 'Erasure') return;
    const what = { because: 'Request' as const, classes: DataClass.options, at: cause.at, request: id };
    await erase(unit, agency, received.record, what);
  },
});

export const refuseRequest = (id: Uuid, article: string): Act => ({
  run: (unit) => toRequest(unit, id, { type: 'RefuseRequest', article }),
});

const breachStream = (id: Uuid): StreamId => streamOf('breach', id);

async function toBreach(unit: Unit, id: Uuid, command: breaches.BreachCommand): Promise<void> {
  await unit.decide(breachStream(id), breaches.breach, command);
  unit.due(breachStream(id), breaches.nextDue(await unit.load(breachStream(id), breaches.breach)));
}

type NewBreach = Omit<Extract<breaches.BreachCommand, { type: 'DetectBreach' }>['breach'], 'notifyBy'>;

export const detectBreach = (id: Uuid, breach: NewBreach): Act => ({
  async run(unit, { directory }, { at }) {
    const notifyBy = directory.dueAt('NotifyBreach', breach.detectedAt);
    await toBreach(unit, id, { type: 'DetectBreach', breach: { ...breach, notifyBy }, at });
    unit.claim('breach', breach.ref, breachStream(id));
  },
});

export const notifyBreach = (id: Uuid, to: Extract<breaches.BreachCommand, { type: 'NotifyBreach' }>['to']): Act => ({
  run: (unit) => toBreach(unit, id, { type: 'NotifyBreach', to }),
});

/** An agency whose list has this member of staff, or whose key their id begins with. */
const employerOf = ({ directory }: OpenAgency, staff: string): AgencyKey | undefined =>
  directory.all().find(({ key }) => staff.startsWith(`${key}.`) || directory.staffOf(key).some((one) => one.staff === staff))
    ?.key;

/** A member of staff as this agency's list has it; one that keeps no list knows everybody but other agencies' people. */
export const isStaff = (agency: OpenAgency, staff: string): boolean => {
  const known = agency.directory.staffOf(agency.key);
  if (known.length > 0) return known.some((member) => member.staff === staff);
  return (employerOf(agency, staff) ?? agency.key) === agency.key;
};

type Absence = Extract<WorkerCommand, { type: 'RecordAbsence' }>['absence'];

export const recordAbsence = (absence: Absence): Act => ({
  async run(unit, agency) {
    const known = isStaff(agency, absence.worker) && isStaff(agency, absence.deputy);
    await unit.decide(workerStream(absence.worker), worker, { type: 'RecordAbsence', absence, known });
  },
});

export const recordReturn = (staff: string): Act => ({
  async run(unit) {
    await unit.decide(workerStream(staff), worker, { type: 'RecordReturn', worker: staff });
  },
});
