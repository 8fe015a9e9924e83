import { at } from '@satualur/contracts/cast';
import type { Instant } from '@satualur/contracts/ids';
import { agencyRecordRegistered, fieldsCorrected, subjectErased } from '@satualur/contracts/intake/examples';
import { fold } from '@satualur/decider/decider';
import { recordFacts, victimOf } from './record-facts';

const registered = agencyRecordRegistered({}, { time: at('03-01 10:00') });
const corrected = (value: 'victim' | 'perpetrator', time: Instant) =>
  fieldsCorrected({ assertions: { role: { value, method: 'Document' } } }, { time });
const victimOnTenth = corrected('victim', at('03-10 10:00'));
const perpetratorOnFifth = corrected('perpetrator', at('03-05 10:00'));

describe('the role of a record', () => {
  it('is the latest recorded, though one recorded before it arrives after it', () => {
    expect(fold(recordFacts, [registered, victimOnTenth, perpetratorOnFifth]).role).toBe('victim');
    expect(fold(recordFacts, [registered, perpetratorOnFifth, victimOnTenth]).role).toBe('victim');
  });
  it('is, of equal times, the one known later', () =>
    expect(fold(recordFacts, [registered, victimOnTenth, corrected('perpetrator', at('03-10 10:00'))]).role).toBe('perpetrator'));
});

describe('a victim’s record', () => {
  const after = (...classes: ('identity' | 'narrative')[]) =>
    fold(recordFacts, [registered, ...classes.map((dataClass) => subjectErased({ classes: [dataClass] }))]);

  it('is written of no more once the person is erased', () =>
    expect(() => victimOf(after('identity'))).toThrow(expect.objectContaining({ rule: 'subject-erased' })));
  it('seals nothing under a class that was erased, and all else', () => {
    expect(() => victimOf(after('narrative'), 'narrative')).toThrow(expect.objectContaining({ rule: 'subject-erased' }));
    expect(victimOf(after('narrative'))).toBe(registered.data.subject);
  });
  it('is not a witness’s', () => {
    const witness = fieldsCorrected(
      { assertions: { role: { value: 'witness', method: 'Document' } } },
      { time: at('03-02 10:00') },
    );
    expect(() => victimOf(fold(recordFacts, [registered, witness]))).toThrow(
      expect.objectContaining({ rule: 'record-not-a-victim' }),
    );
  });
});
