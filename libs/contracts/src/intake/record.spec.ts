import { at, CASE, SUBJECT } from '../cast';
import type { Instant } from '../ids';
import { agencyRecordRegistered, agencyRecordVoided, fieldsAsserted, fieldsCorrected, subjectErased } from './examples';
import type { RecordEvent } from './events';
import { liveRecord, type LiveRecord, liveRole, pathOf, roleAfter, type RecordedRole } from './record';

const DECIDING = at('02-20 10:00');
const values = liveRecord(DECIDING);
const after = (...events: RecordEvent[]): LiveRecord =>
  events.reduce<LiveRecord>((state, event) => values.evolve(state, event), values.initialState);

const registered = agencyRecordRegistered({}, { time: at('02-03 10:00') });
const status = (value: 'ActualVictimOfTrafficking' | 'NotAVictimOfTrafficking', time?: Instant) =>
  fieldsAsserted({ assertions: { traffickingStatus: { value, method: 'Document' } } }, time ? { time } : {});
const early = status('NotAVictimOfTrafficking', at('02-04 10:00'));
const late = status('ActualVictimOfTrafficking', at('02-05 10:00'));
const valueOf = ({ fields }: LiveRecord) => [fields.traffickingStatus?.asserted.value, fields.traffickingStatus?.version];

describe('the value in force', () => {
  it('is the latest recorded, whatever the order of arrival', () => {
    expect(valueOf(after(registered, early, late))).toEqual(['ActualVictimOfTrafficking', 3]);
    expect(valueOf(after(registered, late, early))).toEqual(['ActualVictimOfTrafficking', 2]);
  });
  it('is, of equal times, the one known later', () =>
    expect(valueOf(after(registered, late, status('NotAVictimOfTrafficking', at('02-05 10:00'))))).toEqual([
      'NotAVictimOfTrafficking',
      3,
    ]));
  it('is not one recorded before the registration', () =>
    expect(valueOf(after(registered, status('NotAVictimOfTrafficking', at('02-01 10:00'))))).toEqual([
      'PossibleVictimOfTrafficking',
      1,
    ]));
  it('counts what is being decided as recorded when the command says', () => {
    expect(valueOf(after(registered, status('NotAVictimOfTrafficking')))[1]).toBe(2);
    expect(valueOf(after(registered, late, status('NotAVictimOfTrafficking', at('02-04 00:00'))))[1]).toBe(2);
  });
  it('leaves other fields alone', () => expect(after(registered, late).fields.name?.version).toBe(1));
});

describe('the role of a record', () => {
  const role = (...events: RecordEvent[]) => events.reduce<RecordedRole>(roleAfter, {}).role;
  const corrected = (value: 'victim' | 'perpetrator', time: Instant) =>
    fieldsCorrected({ assertions: { role: { value, method: 'Document' } } }, { time });
  const victimOnTenth = corrected('victim', at('02-10 10:00'));
  const perpetratorOnFifth = corrected('perpetrator', at('02-05 10:00'));

  it('is the latest recorded, though one recorded before it arrives after it', () => {
    expect(role(registered, victimOnTenth, perpetratorOnFifth)).toBe('victim');
    expect(role(registered, perpetratorOnFifth, victimOnTenth)).toBe('victim');
  });
  it('is, of equal times, the one known later', () =>
    expect(role(registered, victimOnTenth, corrected('perpetrator', at('02-10 10:00')))).toBe('perpetrator'));
});

it('knows the record without opening it', () => {
  const perpetrator = fieldsAsserted(
    { assertions: { role: { value: 'perpetrator', method: 'Document' } } },
    { time: at('02-09 10:00') },
  );
  expect(after(registered)).toMatchObject({
    ref: 'R-0301',
    subject: SUBJECT,
    caseid: CASE,
    voided: false,
    erased: false,
    version: 1,
  });
  expect(liveRole(after(registered, perpetrator))).toBe('perpetrator');
  expect(after(registered, agencyRecordVoided()).voided).toBe(true);
  expect(after(registered, subjectErased()).erased).toBe(true);
  expect(pathOf('nik')).toBe('assertions.nik.value');
});
