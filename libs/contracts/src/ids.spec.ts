import { AgencyKey, agencyKeyOf, earliest } from './ids';

const ODD = [
  'Kec. Ulin / Sosial',
  'RSJ №1',
  '社会福祉',
  '6371',
  'X',
  'P2TP2A',
  'pol-6371',
  'Pol-6371',
  'POL_6371',
  'POL 6371',
  'POL-6371-',
];

describe('the key of an agency', () => {
  it('is the slug of a plain code', () => {
    expect(['POL-6371', 'DP3AKB-63', 'UPTD-PPA-6371'].map((code) => agencyKeyOf(code))).toEqual([
      'pol-6371',
      'dp3akb-63',
      'uptd-ppa-6371',
    ]);
  });

  it.each([...ODD, 'A'.repeat(64), '-'.repeat(64), 'REGISTRY', 'VICTIM-SERVICES', 'A-0123456789AB'])(
    'is lawful for %j, and its own',
    (code) => {
      expect(AgencyKey.safeParse(agencyKeyOf(code)).success).toBe(true);
      expect(agencyKeyOf(code)).toBe(agencyKeyOf(code));
    },
  );

  it('differs wherever codes differ', () => {
    const codes = [...ODD, 'POL-6371', 'A'.repeat(63), 'A'.repeat(64)];
    expect(new Set(codes.map((code) => agencyKeyOf(code))).size).toBe(codes.length);
  });

  it('is no service’s name', () => expect(agencyKeyOf('REFERRAL')).not.toBe('referral'));

  it('differs from that of an earlier agency of the same code, and from any code that looks like it', () => {
    const keys = [0, 1, 2].map((earlier) => agencyKeyOf('DINSOS-63', earlier));
    expect(new Set([...keys, agencyKeyOf(keys[1]!.toUpperCase())]).size).toBe(4);
  });
});

it('of times, some not set, the earliest is none only where none is set', () => {
  expect([earliest([3, undefined, 0, 2]), earliest([undefined]), earliest([])]).toEqual([0, undefined, undefined]);
});
