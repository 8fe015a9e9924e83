import { uuidOfStream } from '@satualur/contracts/ids';
import type { RecordEvent } from '@satualur/contracts/intake/events';
import { liveRecord, type LiveRecord, liveRole } from '@satualur/contracts/intake/record';
import type { RecordSummary } from '@satualur/contracts/timeline/summaries';
import { type KnownEvent, publishedOf } from '../known-event';
import { type Streams, utc } from './streams';

type Registered = Extract<RecordEvent, { type: 'AgencyRecordRegistered' }>;

/** One line a record, with its role and status in force; one whose registration is not known yet is left out. */
export const recordsOf = (streams: Streams): readonly RecordSummary[] =>
  [...streams('record').values()].flatMap((events) => {
    const registered = events.find((known) => publishedOf(known).type === 'AgencyRecordRegistered');
    return registered ? [summary(registered, publishedOf(registered) as Registered, events)] : [];
  });

function summary(first: KnownEvent, { data }: Registered, events: readonly KnownEvent[]): RecordSummary {
  const { evolve, initialState } = liveRecord(first.envelope.time);
  const live = events.reduce<LiveRecord>((state, known) => evolve(state, publishedOf(known) as RecordEvent), initialState);
  return {
    record: uuidOfStream(first.envelope.subject),
    ref: data.ref,
    agency: first.log,
    viaReferral: data.viaReferral ?? null,
    caseRef: data.caseRef ?? null,
    registered: utc(first.envelope.time),
    role: liveRole(live) ?? data.assertions.role.value,
    status: live.fields.traffickingStatus?.asserted.value ?? null,
    voided: voidedAt(events),
    caseClosed: closedAt(events),
  };
}

function voidedAt(events: readonly KnownEvent[]): RecordSummary['voided'] {
  const voided = events.find((known) => publishedOf(known).type === 'AgencyRecordVoided');
  return voided ? utc(voided.envelope.time) : null;
}

function closedAt(events: readonly KnownEvent[]): RecordSummary['caseClosed'] {
  const last = events.findLast((known) => /^AgencyCase(Closed|Reopened)$/.test(publishedOf(known).type));
  return last && publishedOf(last).type === 'AgencyCaseClosed' ? utc(last.envelope.time) : null;
}
