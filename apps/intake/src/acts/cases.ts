import { streamOf, type StreamId, type SubjectId, type Uuid } from '@satualur/contracts/ids';
import type { CaseId, Ref } from '@satualur/contracts/ids';
import { inCharge } from '@satualur/notices/in-charge';
import { ring } from '@satualur/notices/raise';
import { uuidFrom } from '@satualur/service-host/secrets';
import { caseEvent, type Historic } from '../domain/case-event';
import { legalBasis, type RecordLegalBasis } from '../domain/legal-basis';
import { noteScreened } from '../screening-clocks';
import { type Answers, screening, type ScreeningCommand } from '../domain/screening';
import { mustBeArea } from '../areas';
import type { Act } from '../intake.handler';
import { aboutIn, recordedBy } from '../live';

/** One stream for each case of one agency: a later count of the same case finds it by the case's number. */
export const caseEventStream = (ref: Ref): StreamId => streamOf('caseevent', uuidFrom('case-event', ref));

export interface NewCaseEvent {
  readonly ref: Ref;
  readonly victimCount?: number;
  readonly lpNumber?: string;
  readonly imported?: true;
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
  async run(unit, agency, cause) {
    for (const area of [event.origin, event.destination]) mustBeArea(agency, area, recordedBy(cause));
    const about = record && (await aboutIn(unit, record, cause));
    await unit.decide(streamOf('caseevent', id), caseEvent, { type: 'RecordHistoricEvent', event, ...(about && { about }) });
  },
});

type NewScreening = Omit<Extract<ScreeningCommand, { type: 'StartScreening' }>, 'type' | 'about'> & { readonly record: Uuid };

export const startScreening = (id: Uuid, { record, ...stated }: NewScreening): Act => ({
  async run(unit, _agency, cause) {
    const about = await aboutIn(unit, record, cause);
    await unit.decide(streamOf('screening', id), screening, { type: 'StartScreening', about, ...stated });
  },
});

export type Completed = Omit<Extract<ScreeningCommand, { type: 'CompleteScreening' }>, 'type' | 'about' | 'answers'> & {
  readonly answers: Answers;
};

/** An emergency found by screening is rung at once; one of an older register is not. */
export const completeScreening = (id: Uuid, completed: Completed): Act => ({
  async run(unit, _agency, cause) {
    const stream = streamOf('screening', id);
    const { about: started, imported } = await unit.load(stream, screening);
    const about = started ? await aboutIn(unit, started.record, cause) : { record: id, voided: false, erased: false };
    await unit.decide(stream, screening, { type: 'CompleteScreening', about, ...completed });
    await noteScreened(unit, about.record, id, recordedBy(cause));
    if (!completed.emergency || imported) return;
    const whom = { role: 'supervisor' as const, ...(await inCharge(unit, about.record, cause.at)) };
    await ring(unit, { kind: 'EmergencyScreened', about: stream, emergency: true, ...whom });
  },
});

/** All bases of one record stand in one stream, named by it: a sending checks it in its own append. */
export const recordLegalBasis = (record: Uuid, basis: RecordLegalBasis['basis']): Act => ({
  async run(unit, _agency, cause) {
    const about = await aboutIn(unit, record, cause);
    await unit.decide(streamOf('legalbasis', record), legalBasis, { type: 'RecordLegalBasis', about, basis });
  },
});
