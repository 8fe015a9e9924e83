import { figuresOf, ratio } from './figures';
import {
  applicationTold,
  caseTold,
  claimTold,
  consentTold,
  recordTold,
  referralTold,
  utc,
  withdrawalTold,
} from './told.builders';
import type { Told } from './told';

const pack = { period: { from: '2026-01-01', to: '2026-07-01' } };
const A = '2026-07-01T00:00:00+08:00';
const of = (head: string, told: Told): Readonly<Record<string, unknown>> => figuresOf(told, [], pack, A)[head]!;

describe('figures of referrals', () => {
  const decided = (ref: string, state: string, hours: string, more: object = {}) =>
    referralTold({ ref, state, decided: utc(`02-01 ${hours}`), ...more });
  const answered = [
    decided('F-1', 'Completed', '12:00'),
    decided('F-2', 'Rejected', '15:00'),
    decided('F-3', 'InService', '13:00'),
  ];

  it('count what was sent in the period, and no other', () => {
    const sent = [utc('01-01 00:00'), '2025-12-31T15:59:59.000Z', utc('06-30 23:59'), utc('07-01 00:00')];
    expect(of('referrals', [caseTold({ referrals: sent.map((instant) => referralTold({ sent: instant })) })])['total']).toBe(2);
  });

  it('tell states, ways and rates', () => {
    const more = [
      referralTold({ ref: 'F-4', state: 'Expired', decided: utc('02-04 10:00') }),
      referralTold({ ref: 'F-5', supersedes: 'f-4', routed: { requested: 'GT-6305', reason: 'NoTaskForce' }, external: true }),
    ];
    expect(of('referrals', [caseTold({ referrals: [...answered, ...more] })])).toMatchObject({
      ...{ total: 5, acceptedEver: 2, external: 1, routed: 1, rerouted: 1 },
      byStatus: { Completed: 1, Rejected: 1, InService: 1, Expired: 1, Sent: 1 },
      ...{ acceptanceRateOfSent: 40, acceptanceRateOfDecided: 66.7, medianHoursSentToDecision: 3 },
      ...{ completedByCategory: { LegalAid: 1 }, inServiceByCategory: { LegalAid: 1 } },
    });
  });

  it('hold an acknowledgement, or an answer without one, against its limit', () => {
    const referrals = [
      decided('MET-BY-ANSWER', 'Accepted', '12:00'),
      referralTold({ ref: 'MET', state: 'Acknowledged', acknowledged: utc('02-02 10:00') }),
      referralTold({ ref: 'LATE', state: 'Acknowledged', acknowledged: utc('02-02 10:01') }),
      referralTold({ ref: 'NEVER' }),
      decided('WITHDRAWN-IN-TIME', 'Withdrawn', '12:00'),
      referralTold({ ref: 'WITHDRAWN-LATE', state: 'Withdrawn', decided: utc('02-03 10:00') }),
      referralTold({ ref: 'RUNNING', sent: utc('06-30 10:00'), acknowledgeBy: utc('07-01 10:00') }),
    ];
    const figures = of('referrals', [caseTold({ referrals })]);
    expect(figures['acknowledgedWithin24h']).toBe(2);
    expect(figures['acknowledgeBreaches']).toEqual(['LATE', 'NEVER', 'WITHDRAWN-LATE']);
  });

  it('have no rates and no median of nothing', () =>
    expect(of('referrals', [])).toMatchObject({
      ...{ acceptanceRateOfSent: null, acceptanceRateOfDecided: null, medianHoursSentToDecision: null },
    }));

  it('take the mean of the middle two', () => {
    const four = [...answered, decided('F-4', 'Accepted', '10:30')];
    expect(of('referrals', [caseTold({ referrals: four })])['medianHoursSentToDecision']).toBe(2.5);
  });
});

it('the statutory clock: breaches by number, with their days', () => {
  const applications = [
    applicationTold({ ref: 'SA-3', outcome: 'breached', days: 9 }),
    applicationTold({ ref: 'SA-2', outcome: 'breached', days: null }),
    ...['met', 'met', 'running', 'withdrawn'].map((outcome, index) => applicationTold({ ref: `SA-1${index}`, outcome })),
    applicationTold({ ref: 'SA-9', requested: utc('07-01 00:00') }),
  ];
  expect(of('statutory7day', [caseTold({ applications })])).toEqual({
    ...{ applications: 6, met: 2, running: 1, withdrawn: 1, compliancePercent: 50 },
    breached: [
      { serviceApplicationId: 'SA-2', days: null },
      { serviceApplicationId: 'SA-3', days: 9 },
    ],
  });
});

describe('figures of consents', () => {
  const withdrawals = [
    withdrawalTold({ confirmed: utc('02-08 10:00') }),
    withdrawalTold({ recipient: 'lbh-63', confirmed: utc('02-06 10:00') }),
    withdrawalTold({ recipient: 'dinsos-63', confirmed: utc('02-08 10:01') }),
  ];
  const sentTo = (to: string, sent: string) => referralTold({ to, sent });
  const told = (...referrals: object[]) => [caseTold({ consents: [consentTold({ withdrawals })], referrals })];

  it('notify whom a referral of that record was sent before, and count their confirmations alone', () => {
    const referrals = [
      sentTo('rs-6371', utc('02-05 10:00')),
      sentTo('dinsos-63', utc('02-01 10:00')),
      sentTo('lbh-63', utc('02-05 10:01')),
    ];
    expect(of('consent', told(...referrals))).toEqual({ withdrawals: 1, recipientsToNotify: 2, confirmedWithin72h: 1 });
  });

  it('notify nobody of a referral from another record', () =>
    expect(of('consent', told(referralTold({ record: 'r-2' })))).toEqual({
      ...{ withdrawals: 1, recipientsToNotify: 0, confirmedWithin72h: 0 },
    }));

  it('belong to the period by the withdrawal', () => {
    const late = [consentTold({ withdrawals: [withdrawalTold({ withdrawn: utc('07-01 00:00') })] })];
    expect(of('consent', [caseTold({ consents: late })])['withdrawals']).toBe(0);
  });
});

describe('figures of restitution', () => {
  const person = (record: string, ...claims: object[]) =>
    caseTold({ records: [recordTold({ record })], restitution: claims.map((one) => claimTold({ record, ...one })) });

  it('sum the claims made, and count whom something was awarded, paid in full or is overdue', () => {
    const told = [
      person('r-1', { claimed: 100, awarded: 80, paid: 80 }),
      person('r-2', { claimed: 50, awarded: 40, paid: 10, overdue: true }, { claimed: 10, awarded: 10, paid: 10 }),
      person('r-3', { claimed: 5 }),
      person('r-4', { claimed: null }),
    ];
    expect(of('restitutionIDR', told)).toEqual({
      ...{ claimed: 165, awarded: 130, paid: 100, outstanding: 30 },
      ...{ victimsAwarded: 2, victimsFullyPaid: 1, victimsOverdue: 1 },
    });
  });

  it('belong to the period by their record', () => {
    const later = caseTold({ records: [recordTold({ registered: utc('07-01 00:00') })], restitution: [claimTold()] });
    expect(of('restitutionIDR', [later])['claimed']).toBe(0);
  });
});

it('coverage: of the kabupaten and kota that the registry knows of', () => {
  const coverage = ['6301', '6302', '6303'].map((kabkota) => ({ kabkota, formed: kabkota !== '6303' }));
  expect(figuresOf([], coverage, pack, A)['taskForceCoverage']).toEqual({ kabkota: 3, withTaskForce: 2, percent: 66.7 });
});

it.each([
  [1, 8, 2, 0.13],
  [27 * 100, 29, 1, 93.1],
  [1005, 1000, 2, 1.01],
  [1, 0, 1, null],
])('%d of %d to %d decimals, half up, is %s', (above, below, decimals, result) =>
  expect(ratio(above, below, decimals)).toBe(result),
);
