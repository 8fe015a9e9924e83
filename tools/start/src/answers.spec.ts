import { join } from 'node:path';
import { applicationChecks } from './application-answers';
import { stopChecks } from './consent-answers';
import { figureChecks } from './figure-answers';
import { type Pack, readPack } from './pack';
import { PackIds } from './pack-ids';
import { lifeChecks, stateAt, stateChecks } from './referral-answers';
import { ledgerChecks } from './restitution-answers';
import type { ToldAt } from './told';
import { applicationTold, caseTold, claimTold, consentTold, referralTold, utc, withdrawalTold } from './told.builders';
import { msOf } from './instants';

const pack = readPack(join(__dirname, '../test/s1-s3.pack.json'), []);
const local = (text: string): string => `2026-${text.replace(' ', 'T')}:00+08:00`;
const referral: Pack['referrals'][number] = {
  ...{ referralId: 'F-1', fromAgency: 'POL-6310', fromRecord: 'R-1', toAgency: 'RS-6310', external: false },
  ...{ serviceCategory: 'HealthRehabilitation', serviceApplicationId: 'SA-1', legalBasis: 'PublicTask' },
  ...{ requestedAt: local('02-01 09:00'), sentAt: local('02-01 10:00'), acknowledgedAt: local('02-01 12:00') },
  ...{ decision: 'Accepted', decidedAt: local('02-02 10:00'), serviceStartedAt: local('02-03 10:00') },
  ...{ closedAt: local('02-20 10:00'), closedAs: 'Completed', reason: null },
};
const told = (B: object, A: object = B): ToldAt => ({ A: [caseTold(A)], B: [caseTold(B)], now: [] });
const packOf = (more: Partial<Pack>): Pack => ({ ...pack, referrals: [], consents: [], restitution: [], ...more });
const ids = new PackIds([
  ['record R-1', 'r-1'],
  [`claim R-1 ${msOf('2026-02-20')} 100`, 'c-1'],
]);

describe('the state of a referral by its history', () => {
  it.each([
    ['02-01 10:00', null],
    ['02-01 10:01', 'Sent'],
    ['02-01 12:01', 'Acknowledged'],
    ['02-02 10:01', 'Accepted'],
    ['02-03 10:01', 'InService'],
    ['02-20 10:00', 'InService'],
    ['02-20 10:01', 'Completed'],
  ])('at %s is %s', (at, state) => expect(stateAt(referral, msOf(local(at)))).toBe(state));

  it('stands for the answer of a pack that gives none', () => {
    const given = told({ referrals: [referralTold({ state: 'Completed' })] });
    expect(stateChecks(packOf({ referrals: [referral] }), given)).toMatchObject([{ holds: true }]);
    expect(stateChecks(packOf({ referrals: [{ ...referral, statusAtB: 'Terminated' }] }), given)).toMatchObject([
      { holds: false, detail: 'the pack says {"atB":"Terminated"}, not {"atB":"Completed"}' },
    ]);
  });
});

describe('the life of a referral', () => {
  const life = {
    ...{ to: 'rs-6310', service: 'HealthRehabilitation', state: 'Completed', acknowledged: utc('02-01 12:00') },
    ...{ decided: utc('02-02 10:00'), serviceStarted: utc('02-03 10:00'), closed: utc('02-20 10:00') },
  };
  const holds = (over: object, of: Partial<typeof referral> = {}) =>
    lifeChecks(packOf({ referrals: [{ ...referral, ...of }] }), told({ referrals: [referralTold({ ...life, ...over })] }))[0]!
      .holds;

  it('is right when every instant, the reason and the way are those of the pack', () => expect(holds({})).toBe(true));
  it.each([
    ['recipient', { to: 'rs-6371' }],
    ['acknowledgement', { acknowledged: null }],
    ['decision', { decided: utc('02-02 10:01') }],
    ['start of the service', { serviceStarted: utc('02-03 10:01') }],
    ['end', { closed: utc('02-20 10:01') }],
    ['reason', { reason: 'NoShow' }],
    ['route', { routed: { requested: 'GT-6305', reason: 'NoTaskForce' } }],
    ['proxy', { external: true, proxied: true }],
  ])('is wrong in its %s', (_, over) => expect(holds(over)).toBe(false));

  it('holds the actual target of one that was routed', () => {
    const routed = { requestedTarget: 'GT-6310', routingReason: 'NoTaskForce' };
    expect(holds({ routed: { requested: 'GT-6310', reason: 'NoTaskForce' } }, routed)).toBe(true);
    expect(holds({}, routed)).toBe(false);
  });

  it('knows nothing of an expiry after B', () => {
    const open = {
      decision: 'Expired' as const,
      decidedAt: '2027-01-01',
      reason: 'NoResponse',
      closedAs: 'Expired',
      closedAt: '2027-01-01',
    };
    const undecided = { decided: null, serviceStarted: null, closed: null };
    expect(holds(undecided, { ...open, serviceStartedAt: null })).toBe(true);
  });
});

describe('the statutory clock of an application', () => {
  const policies = { ...pack.policies, statutoryDays: 7, statutoryDayEnds: 'EndOfLocalDay' as const };
  const asOf = { A: local('02-05 00:00'), B: local('03-01 00:00') };
  const clocks = (chain: Partial<typeof referral>[], given: object) =>
    applicationChecks(
      packOf({ asOf, policies, referrals: chain.map((one) => ({ ...referral, ...one })) }),
      told({ applications: [applicationTold(given)] }, { applications: [applicationTold(given)] }),
    );
  const never = { serviceStartedAt: null, closedAt: null, closedAs: null };

  it('is compared at A and at B', () => {
    expect(clocks([{}], { outcome: 'met', days: 2 })).toMatchObject([{ holds: true }, { holds: true }]);
    const late = clocks([{ serviceStartedAt: local('02-09 00:01') }], { outcome: 'breached', days: 7.6 });
    expect(late).toMatchObject([{ holds: false, detail: expect.stringContaining('running') as string }, { holds: true }]);
  });

  it('ends its days as the policy says', () => {
    const start = { serviceStartedAt: local('02-08 23:59') };
    expect(clocks([start], { outcome: 'met', days: 7.6 })[1]!.holds).toBe(true);
  });

  it('is withdrawn by the person’s own reason within the limit, of the last sent alone', () => {
    const declined = { ...never, closedAs: 'Terminated', closedAt: local('02-04 10:00'), reason: 'VictimDeclined' };
    expect(clocks([declined], { outcome: 'withdrawn', days: null })).toMatchObject([{ holds: true }, { holds: true }]);
    const again = { ...never, referralId: 'F-2', sentAt: local('02-04 12:00') };
    expect(clocks([declined, again], { outcome: 'breached', days: null })[1]!.holds).toBe(true);
  });
});

describe('a stop', () => {
  const consents = (confirmed: string | null) => [
    { recordId: 'R-1', withdrawnAt: local('02-05 10:00'), recipient: 'RS-6310', recipientConfirmedStopAt: confirmed },
  ];
  const stop = (confirmed: string | null, over: object) => {
    const given = [consentTold({ withdrawals: [withdrawalTold({ recipient: 'rs-6310', ...over })] })];
    return stopChecks(packOf({ consents: consents(confirmed) }), told({ consents: given }), ids)[0]!.holds;
  };
  it('is confirmed when the pack says, in time or late, or is overdue', () => {
    const [inTime, late] = ['02-06 10:00', '02-09 10:00'] as const;
    expect(stop(local(inTime), { state: 'confirmed', confirmed: utc(inTime) })).toBe(true);
    expect(stop(local(inTime), { state: 'confirmed', confirmed: utc(late), overdue: true })).toBe(false);
    expect(stop(local(late), { state: 'confirmed', confirmed: utc(late), overdue: true })).toBe(true);
    expect(stop(null, { state: 'overdue', overdue: true })).toBe(true);
    expect(stop(null, {})).toBe(false);
  });
  it('that nobody was asked for is wrong', () =>
    expect(stopChecks(packOf({ consents: consents(null) }), told({}), ids)).toMatchObject([{ holds: false }]));
});

describe('a ledger', () => {
  const claim = {
    ...{ recordId: 'R-1', claimed: 100, claimedAt: '2026-02-20', awarded: 80, awardedAt: '2026-05-28' },
    ...{ finalVerdictNotifiedAt: '2026-06-05', dueAt: '2026-06-19', payments: [{ at: '2026-06-10', amount: 30 }] },
  };
  const given = { claimed: 100, awarded: 80, paid: 30, outstanding: 50, dueOn: '2026-06-19', overdue: true };
  const holds = (over: object, of: Partial<typeof claim> = {}) =>
    ledgerChecks(
      packOf({ restitution: [{ ...claim, ...of }] }),
      told({ restitution: [claimTold({ ...given, ...over })] }),
      ids,
    )[0]!.holds;
  it('is right to the rupiah and the day', () => {
    expect(holds({})).toBe(true);
    for (const wrong of [{ dueOn: '2026-06-20' }, { paid: 31 }, { overdue: false }, { awarded: 81 }])
      expect(holds(wrong)).toBe(false);
  });
  it('is due by the policy where the pack gives no day', () => expect(holds({}, { dueAt: undefined as never })).toBe(true));
});

it('a figure that the pack has and nobody here knows is wrong', () => {
  const figures = { consent: { withdrawals: 0, dihitungLain: 1 }, barisBaru: { a: 1 }, distinctVictims: 22 };
  const checks = figureChecks({ ...packOf({}), expected: { asOfA: figures, asOfB: {} } }, told({}), []);
  expect(checks.map(({ what, holds }) => [what.split(' ')[0], holds])).toEqual([
    ['consent.withdrawals', true],
    ['consent.dihitungLain', false],
    ['barisBaru.a', false],
  ]);
});
