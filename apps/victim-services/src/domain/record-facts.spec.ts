import { at } from '@satualur/contracts/cast';
import { agencyRecordRegistered, fieldsCorrected, subjectErased } from '@satualur/contracts/intake/examples';
import { fold } from '@satualur/decider/decider';
import { recordFacts, victimOf } from './record-facts';

const registered = agencyRecordRegistered({}, { time: at('03-01 10:00') });

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
