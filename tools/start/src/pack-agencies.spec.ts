import { agencyKeyOf } from '@satualur/contracts/ids';
import { msOf } from './instants';
import type { PackAgency } from './pack';
import { addressAt, agencyNamed, entersMs, keyOf } from './pack-agencies';

const agency = (code: string, more: Partial<PackAgency> = {}): PackAgency => ({
  ...{ code, name: `${code} (contoh)`, htcdsOrgType: 'NGO', htcdsDecisionMakingOrg: 'NGO', area: '63', onPlatform: true },
  ...more,
});
const [MARCH, MAY] = ['2026-03-01', '2026-05-01'];
const [before, after] = ['2026-02-28T23:59:59+08:00', '2026-03-01'].map(msOf) as [number, number];

describe('an agency renamed', () => {
  const renamed = agency('BP3MI', {
    formerCodes: [
      { code: 'BP2MI', until: MARCH },
      { code: 'BNP2TKI', until: '2026-01-10' },
    ],
  });
  const pack = { agencies: [agency('LBH'), renamed] };

  it('is one agency under each of its codes, whenever it is named so', () =>
    expect(['BP3MI', 'BP2MI', 'BNP2TKI'].map((code) => agencyNamed(pack, code, before))).toEqual([renamed, renamed, renamed]));

  it('is asked by the code that it bears then', () =>
    expect(['2026-01-09', '2026-01-10', MARCH].map((at) => addressAt(pack, 'BP3MI', msOf(at)))).toEqual([
      'BNP2TKI',
      'BP2MI',
      'BP3MI',
    ]));

  it('has the key of its first code', () => expect(keyOf(pack, renamed)).toBe(agencyKeyOf('BNP2TKI')));

  it('is nobody under an address, which stays as it is', () => {
    expect(agencyNamed(pack, 'GT-6371', before)).toBeUndefined();
    expect(addressAt(pack, 'GT-6371', before)).toBe('GT-6371');
  });
});

describe('a code that goes to another agency', () => {
  const given = agency('UPTD-PPA', { formerCodes: [{ code: 'UPTD', until: MARCH }] });

  it('when its bearer takes a new one, means each in its time', () => {
    const taker = agency('UPTD', { formerCodes: [{ code: 'P2TP2A', until: '2026-03-11' }] });
    const pack = { agencies: [taker, given] };
    expect([before, after, msOf('2026-03-11')].map((at) => agencyNamed(pack, 'UPTD', at))).toEqual([given, taker, taker]);
    expect([given, taker].map((one) => entersMs(pack, one))).toEqual([-Infinity, -Infinity]);
    expect(keyOf(pack, taker)).toBe(agencyKeyOf('P2TP2A'));
  });

  it('that bears no other waits for it, and gets a key of its own', () => {
    const newcomer = agency('UPTD');
    const pack = { agencies: [newcomer, given] };
    expect([before, after].map((at) => agencyNamed(pack, 'UPTD', at))).toEqual([given, newcomer]);
    expect([newcomer, given].map((one) => entersMs(pack, one))).toEqual([after, -Infinity]);
    expect([given, newcomer].map((one) => keyOf(pack, one))).toEqual([agencyKeyOf('UPTD'), agencyKeyOf('UPTD', 1)]);
  });

  it('when its bearer leaves, is the other’s from then on', () => {
    const left = agency('LKS', { leftAt: MARCH });
    const heir = agency('LKS', { formerCodes: [{ code: 'YAYASAN', until: MAY }] });
    const pack = { agencies: [left, heir] };
    expect([before, after, msOf(MAY)].map((at) => agencyNamed(pack, 'LKS', at))).toEqual([left, left, heir]);
  });
});
