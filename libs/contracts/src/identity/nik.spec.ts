import { GivenRef } from './nik';

describe('a number that a caller gives', () => {
  it.each(['R-0301', '0301/II/2026', '2026020312000001', '6371202699990001', '63990145050100', '63990145050100031', 'SA-02'])(
    'may be %s',
    (ref) => expect(GivenRef.parse(ref)).toBe(ref),
  );

  it.each(['6399014505010003', '6399 0145 0501 0003', '6399-0145.0501-0003', 'NIK-6399014505010003', '9171010101900001'])(
    'is no NIK: %s',
    (ref) => expect(GivenRef.safeParse(ref).error?.issues).toMatchObject([{ params: { fault: 'identity-number' } }]),
  );
});
