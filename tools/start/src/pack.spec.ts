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
    [
      'an instant that is none',
      { ...whole, records: [{ ...whole.records[0], recordedAt: 'yesterday' }] },
      '/records/0/recordedAt',
    ],
    ['an instant without offset', { ...whole, asOf: { ...whole.asOf, A: '2026-07-01T00:00:00' } }, '/asOf/A'],
  ])('says where it is no pack of format 1: %s', (_, pack, pointer) => {
    const message = refusal(withText(JSON.stringify(pack)), 'S1');
    expect(message).toContain(`is no acceptance pack of format 1: ${pointer}: `);
    expect(message).not.toContain('\n');
  });

  const [record, referral] = [whole.records[0]!, whole.referrals[0]!];
  it.each<[string, Partial<Pack>, string]>([
    ['an agency', { records: [{ ...record, agency: 'X-1' }] }, '/records/0/agency: no agency "X-1"'],
    ['a recipient', { referrals: [{ ...referral, toAgency: 'X-2' }] }, '/referrals/0/toAgency: no agency "X-2"'],
    ['a record', { referrals: [{ ...referral, fromRecord: 'R-9' }] }, '/referrals/0/fromRecord: no record "R-9"'],
    ['a referral', { records: [{ ...record, viaReferral: 'F-9' }], referrals: [] }, '/records/0/viaReferral: no referral "F-9"'],
    [
      'an earlier one',
      { referrals: [{ ...referral, supersedes: 'F-8' }, ...whole.referrals.slice(1)] },
      '/referrals/0/supersedes: no referral "F-8"',
    ],
  ])('says what it names and does not hold: %s', (_, part, told) => {
    expect(refusal(withText(JSON.stringify({ ...whole, ...part })))).toMatch(new RegExp(` cannot be played: ${told}$`));
  });

  it('says which record stands in it twice', () => {
    const twice = { ...whole, records: [...whole.records, record] };
    const at = whole.records.length;
    expect(refusal(withText(JSON.stringify(twice)))).toContain(`/records/${at}/recordId: "${record.recordId}" stands twice`);
  });
});
