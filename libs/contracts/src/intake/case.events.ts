import { z } from 'zod';
import { Narrative, RiskLevel, TraffickingAct, TraffickingMeans } from '../codes/casework';
import { Country, HistoricEventType, TypeOfExploitation } from '../codes/htcds';
import { type EventOf } from '../event';
import { AreaCode, CalendarDate, Instant, Ref, SubjectId, Uuid } from '../ids';
import { DataClass, sealed } from '../sealed';
import { Identifier } from './assertions';
import { imported } from './imported';

/** Stream `screening-<uuid>`: act, means and purpose, UU 21/2007 art. 1(1). */
export const screeningEvents = {
  ScreeningStarted: z.strictObject({ record: Uuid, ref: Ref.optional(), imported }),
  ScreeningCompleted: z.strictObject({
    record: Uuid,
    subject: SubjectId,
    acts: z.array(TraffickingAct).max(6),
    means: z.array(TraffickingMeans).max(10),
    purposes: z.array(TypeOfExploitation).max(11),
    child: z.boolean(),
    risk: RiskLevel,
    emergency: z.boolean(),
    /** What the answers come to: all three elements, or act and purpose for a child. */
    finding: z.enum(['ElementsMet', 'ElementsNotMet', 'Unclear']),
    notes: sealed('narrative', Narrative).optional(),
    imported,
  }),
};

/** Stream `screening-<uuid of the record>`: the clock from a complaint to the end of its first screening. */
export const screeningClockEvents = {
  ScreeningAwaited: z.strictObject({ record: Uuid, since: Instant, dueAt: Instant }),
  AwaitedScreeningDone: z.strictObject({ record: Uuid, screening: Uuid, doneAt: Instant }),
  ScreeningOverdue: z.strictObject({ record: Uuid, dueAt: Instant }),
};

/** Stream `caseevent-<uuid>`: what happened to several people at once, as this agency knows it. */
export const caseEventEvents = {
  CaseEventRegistered: z.strictObject({
    /** The case's number between agencies (FORMAT `caseRef`). */
    ref: Ref,
    subject: SubjectId,
    victimCount: z.int().min(0).max(100_000).optional(),
    lpNumber: sealed('identity', Identifier).optional(),
    imported,
  }),
  CaseEventRevised: z.strictObject({ victimCount: z.int().min(0).max(100_000), imported }),
  /** HTCDS hte_*. */
  HistoricTraffickingEventRecorded: z.strictObject({
    record: Uuid.optional(),
    from: CalendarDate.optional(),
    until: CalendarDate.optional(),
    origin: AreaCode.optional(),
    destination: AreaCode.optional(),
    country: Country.optional(),
    exploitation: z.array(TypeOfExploitation).max(11),
    /** HTCDS hte_Type. */
    type: HistoricEventType.optional(),
    subject: SubjectId,
    /** HTCDS hte_City, hte_Street, hte_PostalCode. */
    place: sealed('narrative', Narrative).optional(),
    account: sealed('narrative', Narrative).optional(),
    imported,
  }),
  /** What it says of nobody in particular: these classes are erased in every record that the agency holds of the case. */
  CaseEventErased: z.strictObject({ subject: SubjectId, classes: z.array(DataClass).min(1) }),
};

export type ScreeningEvent = EventOf<typeof screeningEvents>;
export type ScreeningClockEvent = EventOf<typeof screeningClockEvents>;
export type CaseEventEvent = EventOf<typeof caseEventEvents>;
