import { CASE, GRANT, POLICE, SUBJECT } from '../cast';
import { exampleOf } from '../example';
import type { Ref } from '../ids';
import { type Assertions, intakeEvents } from './events';

const example = exampleOf(intakeEvents);

export const assertions = (over: Partial<Assertions> = {}): Assertions => ({
  role: { value: 'victim', method: 'SelfDeclared' },
  name: { value: 'Kenanga Contoh', method: 'SelfDeclared' },
  sex: { value: 'F', method: 'SelfDeclared' },
  birthDate: { value: '2004-08-17', method: 'Document' },
  originKabkota: { value: '6310', method: 'SelfDeclared' },
  exploitation: { value: ['ForcedLabour'], method: 'SelfDeclared' },
  traffickingStatus: { value: 'PossibleVictimOfTrafficking', method: 'SelfDeclared' },
  nik: { value: '6399015708049001', method: 'Document' },
  ...over,
});

export const agencyRecordRegistered = example(
  'AgencyRecordRegistered',
  { ref: 'R-0301' as Ref, subject: SUBJECT, assertions: assertions() },
  { caseid: CASE },
);

const keys = { grant: GRANT, from: POLICE, subject: SUBJECT, classes: ['identity' as const, 'medical' as const] };
export const keysAwaited = example('KeysAwaited', keys, { caseid: CASE });
export const keysReceived = example('KeysReceived', keys, { caseid: CASE, audience: [POLICE] });
export const keysRequested = example('KeysRequested', keys, { caseid: CASE, audience: [POLICE] });
