import { join } from 'node:path';
import { type Input, inputsOf } from './inputs';
import { msOf } from './instants';
import { type Pack, type PackRecord, type PackReferral, readPack } from './pack';

const pack = readPack(join(__dirname, '../test/s1-s3.pack.json'), ['S3', 'S1']);
const wita = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ');
const lines = (inputs: readonly Input[]): string[] => inputs.map(({ atMs, do: what, ref }) => `${wita(atMs)} ${what} ${ref}`);
const [record, referral] = [pack.records[0]!, pack.referrals[0]!];
const packOf = (records: Partial<PackRecord>[], referrals: Partial<PackReferral>[]): Pack => ({
  ...pack,
  records: records.map((one) => ({ ...record, ...one })),
  referrals: referrals.map((one) => ({ ...referral, serviceStartedAt: null, closedAt: null, closedAs: null, ...one })),
  refusedCommands: [],
});
const NOON = '2026-03-01T12:00:00+08:00';

describe('the inputs of a pack', () => {
  it('are those of S3 in the order of its life', () => {
    const s3 = readPack(join(__dirname, '../test/s1-s3.pack.json'), ['S3']);
    expect(lines(inputsOf(s3))).toEqual([
      '02-03 09:30 register-record R-0301',
      '02-03 10:00 apply-for-services F-0301',
      '02-03 10:00 send F-0301',
      '02-06 11:00 send F-0302',
      '02-06 14:00 acknowledge F-0302',
      '02-06 16:00 accept F-0302',
      '02-07 09:00 refused F-0301',
      '02-09 10:00 register-record R-0302',
      '02-09 10:00 start-service F-0302',
      '02-20 10:00 complete-service F-0302',
    ]);
  });

  it('never go back in time, and name nothing before it exists', () => {
    const inputs = inputsOf(pack);
    const times = inputs.map(({ atMs }) => atMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    const place = (what: Input['do'], ref: string) => inputs.findIndex((input) => input.do === what && input.ref === ref);
    for (const { referralId, fromRecord, acknowledgedAt } of pack.referrals) {
      expect(place('register-record', fromRecord)).toBeLessThan(place('send', referralId));
      if (acknowledgedAt !== null) expect(place('send', referralId)).toBeLessThan(place('acknowledge', referralId));
    }
  });

  it('of one instant come by rank, then number: records, referrals, refused commands', () => {
    const same = packOf(
      [
        { recordId: 'R-2', recordedAt: NOON },
        { recordId: 'R-1', recordedAt: NOON },
      ],
      [
        { referralId: 'F-2', sentAt: NOON, acknowledgedAt: null, decision: 'Expired' },
        { referralId: 'F-1', sentAt: NOON, acknowledgedAt: null, decision: 'Expired' },
      ],
    );
    const refusedCommands = [
      { at: NOON, agency: 'RS-6310', command: 'AcceptReferral', referralId: 'F-0', because: 'Expired', index: 0 },
    ];
    expect(lines(inputsOf({ ...same, refusedCommands })).map((line) => line.slice(12))).toEqual([
      ...['register-record R-1', 'register-record R-2', 'send F-1', 'send F-2', 'refused F-0'],
    ]);
  });

  it('of one referral at one instant keep the order of its life', () => {
    const all = {
      sentAt: NOON,
      acknowledgedAt: NOON,
      decidedAt: NOON,
      serviceStartedAt: NOON,
      closedAt: NOON,
      closedAs: 'Completed',
    };
    const application = { serviceApplicationId: 'SA-1', requestedAt: NOON };
    expect(inputsOf(packOf([], [{ ...all, ...application }])).map((input) => input.do)).toEqual([
      ...['apply-for-services', 'send', 'acknowledge', 'accept', 'start-service', 'complete-service'],
    ]);
  });

  it('hold one application for a whole chain of referrals', () => {
    const chain = [
      { referralId: 'F-1', sentAt: NOON },
      { referralId: 'F-2', sentAt: '2026-03-02T12:00:00+08:00' },
    ];
    const inputs = inputsOf(
      packOf(
        [],
        chain.map((one) => ({ ...one, serviceApplicationId: 'SA-1' })),
      ),
    );
    expect(inputs.filter((input) => input.do === 'apply-for-services').map(({ ref }) => ref)).toEqual(['F-1']);
  });

  it('leave an expiry to the services’ own timers', () =>
    expect(inputsOf(packOf([], [{ sentAt: NOON, acknowledgedAt: null, decision: 'Expired' }])).map((input) => input.do)).toEqual([
      'send',
    ]));

  it.each([
    ['Rejected', null, 'reject'],
    ['Withdrawn', null, 'withdraw'],
    ['Accepted', 'Terminated', 'terminate'],
  ] as const)('tell a referral %s, closed as %s', (decision, closedAs, last) => {
    const closed = { sentAt: NOON, acknowledgedAt: null, decision, decidedAt: NOON, closedAs, closedAt: closedAs && NOON };
    expect(inputsOf(packOf([], [closed])).at(-1)?.do).toBe(last);
  });

  it('read a bare date as midnight in WITA', () => expect(msOf('2026-03-01')).toBe(Date.parse('2026-02-28T16:00:00Z')));

  it('register a record when the platform received it', () =>
    expect(wita(inputsOf(packOf([{ recordedAt: NOON, receivedAt: '2026-03-05T08:00:00+08:00' }], []))[0]!.atMs)).toBe(
      '03-05 08:00',
    ));
});

describe('the inputs beyond records and referrals', () => {
  const empty = packOf([], []);
  const own = packOf([{ recordId: 'R-1', recordedAt: NOON, agency: 'POL-6310' }], []);
  const whatOf = (given: Pack) => lines(inputsOf(given)).map((line) => line.slice(12));

  it('rename an agency from code to code, and let it leave', () => {
    const agency = {
      ...pack.agencies[0]!,
      code: 'BP3MI-63',
      formerCodes: [
        { code: 'BP2MI-63', until: '2026-02-01' },
        { code: 'BP3TKI-63', until: '2026-01-10' },
      ],
      leftAt: '2026-05-01',
    };
    const inputs = inputsOf({ ...empty, agencies: [agency] });
    expect(lines(inputs)).toEqual([
      '01-10 00:00 rename-agency BP3MI-63',
      '02-01 00:00 rename-agency BP3MI-63',
      '05-01 00:00 leave-platform BP3MI-63',
    ]);
    expect(inputs.map((input) => ('code' in input ? input.code : ''))).toEqual(['BP2MI-63', 'BP3MI-63', '']);
  });

  it('keep an update that arrives before its record in its own place', () => {
    const update = { recordId: 'R-1', at: '2026-02-01', kind: 'FieldsAsserted' as const, assertions: { sex: 'F' } };
    expect(whatOf({ ...own, updates: [update] })).toEqual(['update-record ', 'register-record R-1']);
    const late = { ...update, receivedAt: '2026-03-02' };
    expect(whatOf({ ...own, updates: [late] })).toEqual(['register-record R-1', 'update-record ']);
  });

  it('void a record once it is there', () => {
    const voided = packOf([{ recordId: 'R-1', recordedAt: NOON, receivedAt: '2026-03-05', voidedAt: '2026-03-02' }], []);
    expect(whatOf(voided)).toEqual(['register-record R-1', 'void-record R-1']);
  });

  it('make one act of the withdrawals of one instant, and play no ending that follows from it', () => {
    const withdrawn = (recipient: string, confirmed: string | null) => ({
      ...{ recordId: 'R-1', withdrawnAt: '2026-04-01', recipient },
      recipientConfirmedStopAt: confirmed,
    });
    const given = packOf(
      [{ recordId: 'R-1', recordedAt: NOON }],
      [
        {
          ...{ referralId: 'F-1', fromRecord: 'R-1', toAgency: 'LBH-63', serviceApplicationId: null, sentAt: NOON },
          ...{
            acknowledgedAt: null,
            decision: 'Withdrawn',
            decidedAt: '2026-04-01',
            reason: 'ConsentWithdrawn',
            legalBasis: 'Consent',
          },
        },
      ],
    );
    expect(whatOf({ ...given, consents: [withdrawn('LBH-63', '2026-04-02'), withdrawn('BP3MI-63', null)] })).toEqual([
      ...['register-record R-1', 'send F-1', 'withdraw-consent R-1', 'confirm-stop R-1'],
    ]);
  });

  it('know a recipient by each of its codes, and end by hand what does not rest on consent', () => {
    const ended = (legalBasis: string) => {
      const given = packOf(
        [{ recordId: 'R-1', recordedAt: NOON }],
        [
          {
            ...{ referralId: 'F-1', fromRecord: 'R-1', toAgency: 'BP3TKI', serviceApplicationId: null, sentAt: NOON, legalBasis },
            ...{ acknowledgedAt: null, decision: 'Withdrawn', decidedAt: '2026-04-01', reason: 'ConsentWithdrawn' },
          },
        ],
      );
      const agencies = [{ code: 'BP3MI', formerCodes: [{ code: 'BP3TKI', until: '2026-03-01T00:00:00+08:00' }] }];
      const consents = [{ recordId: 'R-1', withdrawnAt: '2026-04-01', recipient: 'BP3MI', recipientConfirmedStopAt: null }];
      return whatOf({ ...given, agencies, consents } as unknown as typeof given).filter((what) => what.startsWith('withdraw F'));
    };
    expect([ended('Consent'), ended('PublicTask')]).toEqual([[], ['withdraw F-1']]);
  });

  it('record a request with its record, where it was made before', () => {
    const given = packOf(
      [{ recordId: 'R-1', recordedAt: NOON }],
      [
        {
          ...{ referralId: 'F-1', fromRecord: 'R-1', serviceApplicationId: 'SA-1', sentAt: '2026-04-01', acknowledgedAt: null },
          ...{ requestedAt: '2020-01-01', decision: 'Expired' },
        },
      ],
    );
    expect(whatOf(given)).toEqual(['register-record R-1', 'apply-for-services F-1', 'send F-1']);
  });

  it('grant a consent before what is sent on it at the same instant, and refuse last', () => {
    const grant = { recordId: 'R-1', grantedAt: NOON, givenBy: 'self', recipients: ['LBH-63'], purposes: ['LegalAid'] };
    const given = packOf(
      [{ recordId: 'R-1', recordedAt: NOON }],
      [
        {
          referralId: 'F-1',
          fromRecord: 'R-1',
          serviceApplicationId: null,
          sentAt: NOON,
          acknowledgedAt: null,
          decision: 'Expired',
        },
      ],
    );
    const refusedCommands = [
      { at: NOON, agency: 'POL-6310', command: 'SendReferral', fromRecord: 'R-1', because: 'DuplicateOpen', index: 0 },
    ];
    expect(whatOf({ ...given, consents: [grant], refusedCommands })).toEqual([
      ...['register-record R-1', 'grant-consent R-1', 'send F-1', 'refused R-1'],
    ]);
  });

  it('register the record of an acceptance after it, at the earliest', () => {
    const given = packOf(
      [{ recordId: 'R-2', recordedAt: NOON, viaReferral: 'F-1' }],
      [
        {
          referralId: 'F-1',
          serviceApplicationId: null,
          sentAt: '2026-02-28',
          acknowledgedAt: null,
          decision: 'Accepted',
          decidedAt: NOON,
        },
      ],
    );
    expect(whatOf(given)).toEqual(['send F-1', 'accept F-1', 'register-record F-1']);
  });

  it('lead a claim through its ledger', () => {
    const claim = {
      ...{ recordId: 'R-1', claimed: 5, claimedAt: '2026-03-02', awarded: 4, awardedAt: '2026-03-03' },
      ...{ finalVerdictNotifiedAt: '2026-03-04', payments: [{ at: '2026-03-05', amount: 1 }] },
    };
    expect(whatOf({ ...own, restitution: [claim] }).slice(1)).toEqual([
      ...['claim-restitution R-1', 'award-restitution R-1', 'notify-verdict R-1', 'pay-restitution R-1'],
    ]);
  });
});
