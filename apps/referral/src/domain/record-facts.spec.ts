import { at } from '@satualur/contracts/cast';
import type { Instant } from '@satualur/contracts/ids';
import { agencyRecordRegistered, fieldsCorrected } from '@satualur/contracts/intake/examples';
import { fold } from '@satualur/decider/decider';
import { recordFacts } from './record-facts';

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
