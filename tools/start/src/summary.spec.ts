import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OF_RECONCILIATION_AND_REPORTING } from './figure-answers';
import { figuresOf } from './figures';
import { type Pack, readPack } from './pack';
import { figuresFile, refusalChecks } from './summary';
import { caseTold, referralTold } from './told.builders';

const pack = readPack(join(__dirname, '../test/s1-s3.pack.json'), []);
const referral = pack.referrals[0]!;
const refused = (because: string, command = 'AcceptReferral', index = 0): Pack => ({
  ...pack,
  refusedCommands: [{ at: '2026-02-07', agency: 'RS-6310', command, referralId: 'F-1', because, index }],
});

describe('what --figures writes', () => {
  const two = { ...pack, referrals: ['F-2', 'F-10'].map((referralId) => ({ ...referral, referralId })) };
  const told = {
    A: [caseTold({ referrals: [referralTold({ ref: 'F-2', state: 'Sent' })] })],
    B: [caseTold({ referrals: [referralTold({ ref: 'F-2', state: 'Expired' }), referralTold({ ref: 'F-99' })] })],
  };
  const outcomes = [
    { index: 3, refused: true, code: 'REFERRAL_EXPIRED' },
    { index: 4, refused: false, code: null },
  ];
  const file = JSON.stringify(figuresFile(two, told, outcomes));

  it('is every referral of the pack with its states, and every refused command with its place and code: nothing else', () =>
    expect(JSON.parse(file)).toEqual({
      referrals: { 'F-10': { asOfA: null, asOfB: null }, 'F-2': { asOfA: 'Sent', asOfB: 'Expired' } },
      refused: outcomes,
    }));

  it('names its keys as the issue does, in that order', () => {
    const parsed = JSON.parse(file) as { referrals: object; refused: object[] };
    expect(Object.keys(parsed)).toEqual(['referrals', 'refused']);
    expect(Object.values(parsed.referrals).map(Object.keys)).toEqual(Array(2).fill(['asOfA', 'asOfB']));
    expect(parsed.refused.map(Object.keys)).toEqual(Array(2).fill(['index', 'refused', 'code']));
  });

  it('keeps the place of a refused command in the whole pack when a part of it is played', () => {
    const directory = join(__dirname, '../test/s1-s3.pack.json');
    const raw = JSON.parse(readFileSync(directory, 'utf8')) as Pack;
    expect(raw.refusedCommands.length).toBe(1);
    expect(readPack(directory, ['S3']).refusedCommands.map(({ index }) => index)).toEqual([0]);
  });
});

describe('a command that had to be refused', () => {
  it.each([
    ['Expired', 'REFERRAL_EXPIRED'],
    ['IllegalTransition', 'ILLEGAL_TRANSITION'],
    ['DuplicateOpen', 'DUPLICATE_OPEN'],
    ['ConsentWithdrawn', 'CONSENT_WITHDRAWN'],
    ['GuardianConflict', 'GUARDIAN_CONFLICT'],
    ['RecipientInactive', 'RECIPIENT_INACTIVE'],
  ])('for %s is right with its own code, and wrong with any other', (because, code) => {
    const holds = (was: boolean, said: string | null) =>
      refusalChecks(refused(because), [{ index: 0, refused: was, code: said }])[0]!.holds;
    expect([holds(true, code), holds(true, 'RATE_LIMITED'), holds(false, code), holds(false, null)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('is wrong when it was never given, and for a reason that nobody knows', () => {
    expect(refusalChecks(refused('Expired'), [])).toMatchObject([{ holds: false, detail: 'the pack says Expired' }]);
    expect(refusalChecks(refused('Lain'), [{ index: 0, refused: true, code: 'X' }])).toMatchObject([{ holds: false }]);
  });

  it('is looked up by its place in the whole pack', () => {
    const outcomes = [{ index: 5, refused: true, code: 'REFERRAL_EXPIRED' }];
    expect(refusalChecks(refused('Expired', 'AcceptReferral', 5), outcomes)).toMatchObject([{ holds: true }]);
  });

  it('of reconciliation is not asked yet', () =>
    expect(refusalChecks(refused('FourEyes', 'ResolveDiscrepancy'), [])).toEqual([]));
});

it('every head of expected is compared here, or is one of reconciliation and reporting', () => {
  const format8 = [
    ...['instant', 'victimRecordsEverRegistered', 'victimRecordsInForce', 'recordsInForceByAgency', 'policeFamilyRecords'],
    ...['distinctVictims', 'provisionalVictims', 'victimEventPairs', 'duplicateLinks', 'linksByMethod', 'linkRejected'],
    ...['linksUndone', 'duplicationRatio', 'byStatus', 'bySex', 'byOrigin', 'children', 'adults', 'ageUnknown'],
    ...['childrenProvisional', 'byAgeBand', 'byExploitation', 'clockAhead', 'referrals', 'statutory7day', 'discrepancies'],
    ...['corrections', 'consent', 'restitutionIDR', 'taskForceCoverage', 'sdg1622Per100k', 'publicTable', 'revision'],
  ];
  const compared = Object.keys(figuresOf([], [], pack, pack.asOf.B));
  expect([...compared, ...OF_RECONCILIATION_AND_REPORTING].sort()).toEqual(format8.sort());
});
