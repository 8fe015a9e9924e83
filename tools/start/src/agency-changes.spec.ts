import { join } from 'node:path';
import { agencyChanges } from './agency-changes';
import { type PackAgency, readPack } from './pack';

const pack = readPack(join(__dirname, '../test/s1-s3.pack.json'), []);
const agency = (code: string, more: object = {}): PackAgency => ({ ...pack.agencies[0]!, code, ...more });
const told = (...agencies: PackAgency[]) =>
  agencyChanges({ ...pack, agencies }).map(({ step, takes }) => `${step.do} ${step.agency.code} ${takes ?? ''}`.trim());
const MARCH = '2026-03-01';

describe('the changes of codes in a pack', () => {
  it('are one for each code after the first, and one for leaving', () => {
    const former = [
      { code: 'C', until: '2026-02-01' },
      { code: 'B', until: '2026-01-10' },
    ];
    expect(told(agency('D', { formerCodes: former, leftAt: '2026-05-01' }))).toEqual([
      ...['rename-agency D C', 'rename-agency D D', 'leave-platform D'],
    ]);
  });

  it('give a code up before it is taken at the same instant, however long the row', () => {
    const chain = [
      agency('A', { formerCodes: [{ code: 'Z', until: MARCH }] }),
      agency('B', { formerCodes: [{ code: 'A', until: MARCH }] }),
      agency('C', { formerCodes: [{ code: 'B', until: MARCH }] }),
    ];
    expect(told(...chain)).toEqual(['rename-agency C C', 'rename-agency B B', 'rename-agency A A']);
  });

  it('let an agency in when the code it begins with is given up', () =>
    expect(told(agency('A'), agency('B', { formerCodes: [{ code: 'A', until: MARCH }] }))).toEqual([
      ...['rename-agency B B', 'enter-platform A A'],
    ]));

  it('come to an end where two exchange their codes', () => {
    const swapped = [
      agency('A', { formerCodes: [{ code: 'B', until: MARCH }] }),
      agency('B', { formerCodes: [{ code: 'A', until: MARCH }] }),
    ];
    expect(told(...swapped)).toHaveLength(2);
  });
});
