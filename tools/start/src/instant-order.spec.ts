import { join } from 'node:path';
import { inputsOf } from './inputs';
import { type Pack, type PackGrant, type PackRecord, type PackReferral, type PackWithdrawal, readPack } from './pack';

const pack = readPack(join(__dirname, '../test/s1-s3.pack.json'), ['S3']);
const [record, referral] = [pack.records[0]!, pack.referrals[0]!];
const [BEFORE, NOON] = ['2026-02-27T12:00:00+08:00', '2026-03-02T12:00:00+08:00'];

const recorded = (recordId: string, over: Partial<PackRecord> = {}): PackRecord => ({
  ...{ ...record, recordId, recordedAt: BEFORE, viaReferral: null },
  ...over,
});
const sent = (referralId: string, over: Partial<PackReferral> = {}): PackReferral => ({
  ...{ ...referral, referralId, fromRecord: 'R-1', sentAt: NOON, requestedAt: NOON, serviceApplicationId: null },
  ...{ serviceCategory: 'LegalAid', acknowledgedAt: null, decision: 'Expired', decidedAt: '2026-03-05T12:00:00+08:00' },
  ...{ reason: null, serviceStartedAt: null, closedAt: null, closedAs: null },
  ...over,
});
const grant: PackGrant = { recordId: 'R-2', grantedAt: NOON, givenBy: 'self', recipients: ['LBH-63'], purposes: ['LegalAid'] };
const atNoon = (over: Partial<Pack>): string[] =>
  inputsOf({ ...pack, records: [recorded('R-1')], referrals: [], refusedCommands: [], ...over })
    .filter(({ atMs }) => atMs === Date.parse(NOON))
    .map(({ do: what, ref }) => `${what} ${ref}`);
const rejected = { sentAt: BEFORE, decision: 'Rejected', decidedAt: NOON, reason: 'CapacityFull' } as const;
const accepted = { sentAt: BEFORE, decision: 'Accepted', decidedAt: NOON } as const;

describe('in one instant', () => {
  it('the end of a referral comes before the reroute, whatever their numbers', () => {
    const reroute = sent('F-1', { supersedes: 'F-2', toAgency: 'LBH-63' });
    expect(atNoon({ referrals: [reroute, sent('F-2', rejected)] })).toEqual(['reject F-2', 'send F-1']);
  });

  it('the end of a referral comes before another that takes its place', () => {
    expect(atNoon({ referrals: [sent('F-1'), sent('F-2', rejected)] })).toEqual(['reject F-2', 'send F-1']);
    const elsewhere = sent('F-1', { toAgency: 'LBH-63' });
    expect(atNoon({ referrals: [elsewhere, sent('F-2', rejected)] })).toEqual(['send F-1', 'reject F-2']);
  });

  it('what is done for a person comes after the acceptance by which she is registered', () => {
    const records = [recorded('R-1'), recorded('R-2', { viaReferral: 'F-9', recordedAt: NOON })];
    const referrals = [sent('F-1', { fromRecord: 'R-2', toAgency: 'LBH-63' }), sent('F-9', accepted)];
    expect(atNoon({ records, referrals, consents: [grant] })).toEqual([
      ...['accept F-9', 'register-record F-9', 'grant-consent R-2', 'send F-1'],
    ]);
  });

  it('a value is stated after the registration, and a record named by another’s acceptance stands before it', () => {
    const records = [recorded('R-1'), recorded('R-2', { viaReferral: 'F-9', recordedAt: NOON })];
    const updates = [{ recordId: 'R-2', at: NOON, kind: 'FieldsAsserted' as const, assertions: { sex: 'F' } }];
    const named = sent('F-1', { ...accepted, serviceCategory: 'Coordination', recipientRecord: 'R-2' });
    expect(atNoon({ records, updates, referrals: [named, sent('F-9', accepted)] })).toEqual([
      ...['accept F-9', 'register-record F-9', 'update-record ', 'accept F-1'],
    ]);
  });

  it('consent is withdrawn after what was sent on it, and before what supersedes that', () => {
    const onConsent = { legalBasis: 'Consent', toAgency: 'LBH-63' };
    const withdrawn: PackWithdrawal = { recordId: 'R-1', withdrawnAt: NOON, recipient: 'LBH-63', recipientConfirmedStopAt: NOON };
    const ended = sent('F-2', { ...onConsent, decision: 'Withdrawn', decidedAt: NOON, reason: 'ConsentWithdrawn' });
    const reroute = sent('F-1', { supersedes: 'F-2', legalBasis: 'PublicTask', toAgency: 'LBH-63' });
    expect(atNoon({ referrals: [reroute, ended], consents: [withdrawn, { ...grant, recordId: 'R-1' }] })).toEqual([
      ...['grant-consent R-1', 'send F-2', 'withdraw-consent R-1', 'send F-1', 'confirm-stop R-1'],
    ]);
  });

  it('a whole life keeps its order, also in a batch', () => {
    const all = { acknowledgedAt: NOON, decision: 'Accepted', decidedAt: NOON, serviceStartedAt: NOON, batchId: 'B-1' } as const;
    expect(atNoon({ referrals: [sent('F-2', { ...all, toAgency: 'LBH-63' }), sent('F-1', all)] })).toEqual([
      ...['send-batch F-1', 'acknowledge F-1', 'accept F-1', 'start-service F-1'],
      ...['acknowledge F-2', 'accept F-2', 'start-service F-2'],
    ]);
  });
});

describe('a batch', () => {
  const line = (n: number, over: Partial<PackReferral> = {}) => sent(`F-${n}`, { fromRecord: `R-${n}`, batchId: 'B-1', ...over });
  const records = [recorded('R-1'), recorded('R-2')];

  it('is sent as one', () => expect(atNoon({ records, referrals: [line(2), line(1)] })).toEqual(['send-batch F-1']));

  it.each<[string, Partial<PackReferral>]>([
    ['at another instant', { sentAt: '2026-03-02T12:00:01+08:00' }],
    ['by another agency', { fromAgency: 'POL-63' }],
    ['in place of another of its lines', { supersedes: 'F-1' }],
  ])('is sent line by line when one is sent %s', (_, over) =>
    expect(atNoon({ records, referrals: [line(1), line(2, over)] })[0]).toBe('send F-1'),
  );
});

it('nothing lies at or after B', () => {
  const records = [recorded('R-1', { recordedAt: pack.asOf.B }), recorded('R-2', { receivedAt: '2026-07-19T23:59:59+08:00' })];
  expect(inputsOf({ ...pack, records, referrals: [], refusedCommands: [] }).map(({ ref }) => ref)).toEqual(['R-2']);
});
