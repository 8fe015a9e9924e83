import { streamOf, type StreamId, type SubjectId, type Uuid } from '@satualur/contracts/ids';
import type { CaseId, Ref } from '@satualur/contracts/ids';
import { inCharge } from '@satualur/notices/in-charge';
import { ring } from '@satualur/notices/raise';
import { uuidFrom } from '@satualur/service-host/secrets';
import { caseEvent, type Historic } from '../domain/case-event';
import { legalBasis, type RecordLegalBasis } from '../domain/legal-basis';
import { type Answers, screening, type ScreeningCommand } from '../domain/screening';
import type { Act } from '../intake.handler';
import { aboutIn, recordedBy } from '../live';

/** One stream for each case of one agency: a later count of the same case finds it by the case's number. */
export const caseEventStream = (ref: Ref): StreamId => streamOf('caseevent', uuidFrom('case-event', ref));

export interface NewCaseEvent {
  readonly ref: Ref;
  readonly victimCount?: number;
  readonly lpNumber?: string;
}

export const registerCaseEvent = (
  stated: NewCaseEvent,
  minted: { readonly subject: SubjectId; readonly newCase: CaseId },
): Act => ({
  async run(unit, _agency, cause) {
    const recordedAt = recordedBy(cause);
    await unit.decide(caseEventStream(stated.ref), caseEvent, { type: 'RegisterCaseEvent', ...stated, ...minted, recordedAt });
  },
});

export const recordHistoric = (id: Uuid, event: Historic, record: Uuid | undefined): Act => ({
  async run(unit, _agency, cause) {
    const about = record && (await aboutIn(unit, record, cause));
    await unit.decide(streamOf('caseevent', id), caseEvent, { type: 'RecordHistoricEvent', event, ...(about && { about }) });
  },
});

export const startScreening = (id: Uuid, record: Uuid, ref: Ref | undefined): Act => ({
  async run(unit, _agency, cause) {
    const about = await aboutIn(unit, record, cause);
    await unit.decide(streamOf('screening', id), screening, { type: 'StartScreening', about, ...(ref && { ref }) });
  },
});

export type Completed = Omit<Extract<ScreeningCommand, { type: 'CompleteScreening' }>, 'type' | 'about' | 'answers'> & {
  readonly answers: Answers;
};

/** An emergency found by screening is rung at once. */
export const completeScreening = (id: Uuid, completed: Completed): Act => ({
  async run(unit, _agency, cause) {
    const stream = streamOf('screening', id);
    const { about: started } = await unit.load(stream, screening);
    const about = started ? await aboutIn(unit, started.record, cause) : { record: id, voided: false, erased: false };
    await unit.decide(stream, screening, { type: 'CompleteScreening', about, ...completed });
    if (!completed.emergency) return;
    const whom = { role: 'supervisor' as const, ...(await inCharge(unit, about.record, cause.at)) };
    await ring(unit, { kind: 'EmergencyScreened', about: stream, emergency: true, ...whom });
  },
});

export const recordLegalBasis = (id: Uuid, record: Uuid, basis: RecordLegalBasis['basis']): Act => ({
  async run(unit, _agency, cause) {
    const about = await aboutIn(unit, record, cause);
    await unit.decide(streamOf('legalbasis', id), legalBasis, { type: 'RecordLegalBasis', about, basis });
  },
});
