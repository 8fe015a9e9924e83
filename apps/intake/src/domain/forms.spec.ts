import { assertions } from '@satualur/contracts/intake/examples';
import { asStored, isWellFormedNik } from './forms';
import { entriesOf, nameEntries, numberOf, phoneOf } from './person-index';

describe('the form of a NIK', () => {
  it.each(['6399015708049001', '6399013112049001', '6399012902049001', '6399017112049001'])('%s is lawful', (nik) =>
    expect(isWellFormedNik(nik)).toBe(true),
  );
  it.each([
    ...['', '639901570804900', '63990157080490011', '639901570804900x', '6399 0157 0804 9001'],
    ...['6399010008049001', '6399013208049001', '6399017208049001', '6399014008049001', '6399015700049001', '6399015713049001'],
    ...['6399013002049001', '6399012902059001', '6399013104049001'],
  ])('%s is not', (nik) => expect(isWellFormedNik(nik)).toBe(false));
});

it('stores what was claimed, and nothing that was not', () => {
  const { nik: _nik, sex: _sex, ...few } = assertions();
  expect(asStored(few)).toEqual({
    ...few,
    role: { ...few.role, scheme: 'satualur' },
    originKabkota: { ...few.originKabkota, scheme: 'kemendagri' },
    exploitation: { ...few.exploitation, scheme: 'htcds-2.0' },
    traffickingStatus: { ...few.traffickingStatus, scheme: 'htcds-2.0' },
  });
  const named = { sex: { value: 'F', scheme: 'simfoni', method: 'SelfDeclared' } } as const;
  expect(asStored(named)).toEqual(named);
});

describe('the ways a person is found', () => {
  it.each([
    ['0812-9900-0001', '+6281299000001'],
    ['62 812 9900 0001', '+6281299000001'],
    ['+62 812 9900 0001', '+6281299000001'],
    ['0060 12 345', '+6012345'],
  ])('%s is rung as %s', (phone, number) => expect(phoneOf(phone)).toBe(number));
  it('leaves the signs between digits out', () => expect(numberOf('lp/b 12.2026')).toBe('LPB122026'));
  it('are a name’s sounds, numbers by kind, and the phone', () => {
    const stated = assertions({
      name: { value: 'Hj. Melati F.', method: 'SelfDeclared' },
      phone: { value: '0812', method: 'SelfDeclared' },
    });
    expect(entriesOf(stated)).toEqual([
      { kind: 'name', value: 'mlt' },
      { kind: 'nik', value: '6399015708049001' },
      { kind: 'phone', value: '+62812' },
    ]);
    expect(nameEntries('Mlati')).toEqual([{ kind: 'name', value: 'mlt' }]);
  });
  it('are none of what is sealed', () =>
    expect(entriesOf({ name: { value: { sealed: 'identity', ct: 'x' }, method: 'SelfDeclared' } })).toEqual([]));
});
