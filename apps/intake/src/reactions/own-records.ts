import { uuidOfStream } from '@satualur/contracts/ids';
import type { CaseEventEvent, ConsentEvent, HeldUpdateEvent, RecordEvent } from '@satualur/contracts/intake/events';
import { DataClass } from '@satualur/contracts/sealed';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import type { CommandReaction, EffectReaction } from '@satualur/service-host/reactions';
import { caseEventStream } from '../acts/cases';
import { aboutOf } from '../domain/about';
import { agencyRecord } from '../domain/agency-record';
import { caseEvent } from '../domain/case-event';
import { consent } from '../domain/consent';
import { guardianOf, noteConflictsWith, suspectOf } from '../guardian-conflicts';
import { applyLate } from '../held-updates';
import { liveIn, recordStream } from '../live';
import { recordsOfCase } from '../rows/intake-queries';

/** What an event says of nobody in particular is erased with the last of the agency's records of its case. */
export const caseErased: CommandReaction<OpenAgency> = {
  name: 'case-erased',
  from: 'own-log',
  on: ['SubjectErased'],
  async react({ envelope }, unit, { rows }) {
    const { live } = await unit.peek(envelope.subject, agencyRecord);
    const event = live.caseRef && caseEventStream(live.caseRef);
    if (!live.caseRef || !event || !(await unit.load(event, caseEvent)).registered) return;
    const records = await recordsOfCase(rows, live.caseRef);
    const erased = await Promise.all(records.map(async (id) => (await unit.peek(recordStream(id), agencyRecord)).erased));
    const classes = DataClass.options.filter((dataClass) => erased.every((gone) => gone.includes(dataClass)));
    await unit.decide(event, caseEvent, { type: 'EraseCaseEvent', classes });
  },
};

/** Keys of an erased subject are destroyed, with what finds it. */
export const subjectErased: EffectReaction<OpenAgency> = {
  name: 'subject-erased',
  from: 'own-log',
  on: ['SubjectErased', 'CaseEventErased'],
  async perform({ event }, { vault }) {
    const { subject, classes } = (event as Extract<RecordEvent | CaseEventEvent, { type: 'SubjectErased' | 'CaseEventErased' }>)
      .data;
    if (DataClass.options.every((dataClass) => classes.includes(dataClass))) return vault.destroy(subject);
    if (classes.includes('identity')) await vault.takeFromIndex(subject);
    await vault.destroyClasses(subject, classes);
  },
};

/** What was held is in the record now, under the record's own subject: the copy's keys are destroyed. */
export const updateApplied: EffectReaction<OpenAgency> = {
  name: 'update-applied',
  from: 'own-log',
  on: ['UpdateApplied', 'UpdateDiscarded'],
  async perform({ envelope }, { vault, store }) {
    const [held] = await store.read(envelope.subject);
    if (held) await vault.destroy((held.event as Extract<HeldUpdateEvent, { type: 'UpdateHeld' }>).data.subject);
  },
};

/** The record was registered while its update was being held. */
export const updateHeld: CommandReaction<OpenAgency> = {
  name: 'update-held',
  from: 'own-log',
  on: ['UpdateHeld'],
  react: ({ envelope }, unit, agency) => applyLate(unit, agency, envelope.subject),
};

/** A suspect's record and a guardian's consent that were written at the same moment: the later in the log sees the other. */
export const suspectRecorded: CommandReaction<OpenAgency> = {
  name: 'suspect-recorded',
  from: 'own-log',
  on: ['AgencyRecordRegistered', 'FieldsAsserted', 'FieldsCorrected', 'VictimStatusDetermined'],
  react: ({ envelope }, unit, agency) => noteConflictsWith(unit, agency, uuidOfStream(envelope.subject), envelope.time),
};

export const guardianConsented: CommandReaction<OpenAgency> = {
  name: 'guardian-consented',
  from: 'own-log',
  on: ['ConsentGranted'],
  async react({ event, envelope }, unit, agency) {
    if ((event as Extract<ConsentEvent, { type: 'ConsentGranted' }>).data.guardianNik === undefined) return;
    const record = uuidOfStream(envelope.subject);
    const stored = (await unit.events(envelope.subject)).find(({ version }) => version === Number(envelope.sequence));
    const nik = stored && (await guardianOf(agency, stored));
    const live = await liveIn(unit, record, envelope.time);
    const { caseRef } = live;
    const perpetrator = nik === undefined ? undefined : await suspectOf(unit, agency, { nik, caseRef, at: envelope.time });
    if (perpetrator && caseRef)
      await unit.decide(envelope.subject, consent, {
        ...{ type: 'NoteConflict', of: aboutOf(record, live), caseRef, perpetrator, grants: [stored!.version] },
      });
  },
};
