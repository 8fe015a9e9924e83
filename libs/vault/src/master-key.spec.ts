import { randomBytes } from 'node:crypto';
import { AgencyKey } from '@satualur/contracts/ids';
import { masterKeyOf, WrongMasterKey } from './master-key';

const SECRET = 'an invented secret of the cell, long enough';
const agency = AgencyKey.parse('pol-contoh');
const master = masterKeyOf(SECRET, agency);
const key = randomBytes(32);

describe('the master key of an agency', () => {
  it('unwraps what it wrapped, also in another process', async () => {
    const wrapped = await master.wrap(key, 'a/name');
    expect(wrapped).toHaveLength(40);
    expect(await masterKeyOf(SECRET, agency).unwrap(wrapped, 'a/name')).toEqual(key);
  });

  it('does not unwrap a key put in the place of another, of another agency, or changed', async () => {
    const wrapped = await master.wrap(key, 'a/name');
    const changed = Buffer.from(wrapped);
    changed[20]! ^= 1;
    await expect(master.unwrap(wrapped, 'another/name')).rejects.toThrow(WrongMasterKey);
    await expect(masterKeyOf(SECRET, AgencyKey.parse('pol-lain')).unwrap(wrapped, 'a/name')).rejects.toThrow(WrongMasterKey);
    await expect(masterKeyOf(`${SECRET}!`, agency).unwrap(wrapped, 'a/name')).rejects.toThrow(WrongMasterKey);
    await expect(master.unwrap(changed, 'a/name')).rejects.toThrow(WrongMasterKey);
  });

  it('is not made from a short secret', () => expect(() => masterKeyOf('x'.repeat(31), agency)).toThrow(RangeError));
});
