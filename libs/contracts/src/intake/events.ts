import type { EventOf } from '../event';
import { screeningEvents, screeningClockEvents, caseEventEvents } from './case.events';
import { legalBasisEvents, consentEvents, stopEvents } from './consent.events';
import { keyEvents } from './key.events';
import { recordEvents, heldUpdateEvents, workerEvents } from './record.events';
import { subjectRequestEvents, breachEvents } from './rights.events';

export { Assertions, type Field, Method, PersonName, SomeAssertions } from './assertions';
export {
  type RecordEvent,
  type HeldUpdateEvent,
  type WorkerEvent,
  recordEvents,
  heldUpdateEvents,
  workerEvents,
} from './record.events';
export {
  type ScreeningEvent,
  type ScreeningClockEvent,
  type CaseEventEvent,
  screeningEvents,
  screeningClockEvents,
  caseEventEvents,
} from './case.events';
export {
  type LegalBasisEvent,
  type ConsentEvent,
  type StopEvent,
  legalBasisEvents,
  consentEvents,
  Purpose,
  stopEvents,
} from './consent.events';
export { type SubjectRequestEvent, type BreachEvent, subjectRequestEvents, breachEvents } from './rights.events';
export { type KeyEvent, keyEvents } from './key.events';

/** All that intake writes, aggregate by aggregate. */
export const intakeEvents = {
  ...recordEvents,
  ...heldUpdateEvents,
  ...workerEvents,
  ...screeningEvents,
  ...screeningClockEvents,
  ...caseEventEvents,
  ...legalBasisEvents,
  ...consentEvents,
  ...stopEvents,
  ...subjectRequestEvents,
  ...breachEvents,
  ...keyEvents,
};
export type IntakeEvent = EventOf<typeof intakeEvents>;
