import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from './options';
import { type Pack, readPack } from './pack';

const FILE = join(__dirname, '../test/s1-s3.pack.json');
const whole = JSON.parse(readFileSync(FILE, 'utf8')) as Pack;

describe('a pack', () => {
  const directory = mkdtempSync(join(tmpdir(), 'pack-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  const withText = (text: string): string => {
    const file = join(directory, 'pack.json');
    writeFileSync(file, text);
    return file;
  };
  const refusal = (file: string, ...only: string[]): string => {
    try {
      readPack(file, only);
    } catch (error) {
      expect(error).toBeInstanceOf(UsageError);
      return (error as Error).message;
    }
    throw new Error('it was read');
  };

  it('keeps the scenarios asked for, and of refused commands those of their referrals', () => {
    const s1 = readPack(FILE, ['S1']);
    expect(s1.records.map(({ recordId }) => recordId)).toEqual(['R-0101', 'R-0102', 'R-0103', 'R-0104']);
    expect(s1.referrals.map(({ referralId }) => referralId)).toEqual(['F-0101', 'F-0102']);
    expect(s1.refusedCommands).toEqual([]);
    expect(readPack(FILE, ['S3']).refusedCommands).toHaveLength(1);
    expect(s1.agencies).toHaveLength(18);
  });

  it('is refused in one line when it cannot be read', () => {
    expect(refusal(join(directory, 'tidak-ada.json'), 'S1')).toMatch(/^cannot read the pack .*: ENOENT$/);
    expect(refusal(withText('{'), 'S1')).toMatch(/ is not JSON$/);
    expect(refusal(FILE, 'S1', 'S8', 'S9')).toMatch(/ has no scenario S8, S9$/);
  });

  it.each([
    ['another format', { ...whole, formatVersion: 2 }, '/formatVersion'],
    ['no policies', { ...whole, policies: undefined }, '/policies'],
    [
      'a decision nobody knows',
      { ...whole, referrals: [{ ...whole.referrals[0], decision: 'Diterima' }] },
      '/referrals/0/decision',
    ],
    ['an empty object', {}, '/formatVersion'],
  ])('says where it is no pack of format 1: %s', (_, pack, pointer) => {
    const message = refusal(withText(JSON.stringify(pack)), 'S1');
    expect(message).toContain(`is no acceptance pack of format 1: ${pointer}: `);
    expect(message).not.toContain('\n');
  });
});
