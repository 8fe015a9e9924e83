import { randomUUID } from 'node:crypto';
import { badHttpContract, type RouteUnderTest } from '@satualur/service-host/bad-http.contract';
import type { Service } from '../src/api';
import type { Played } from '../src/player';
import { recordBasis } from './bases';
import { idsOf } from './ids-of';
import { parkedIn } from './played-pack';
import { MORE_ROUTES } from './routes';
import { EVERYTHING, SECOND, type WholeStack } from './whole-stack';

type Routes = Readonly<Record<Service, (id: (ref: string) => string) => readonly RouteUnderTest[]>>;
type Effective = Readonly<Partial<Record<Service, (id: (ref: string) => string) => RouteUnderTest>>>;

const INSTANT = '2026-07-20T08:00:00+08:00';
const asserted = (value: unknown, method = 'SelfDeclared') => ({ value, method });

const demo: readonly RouteUnderTest[] = [
  { method: 'POST', path: '/demo/clock', body: { to: INSTANT } },
  { method: 'POST', path: '/demo/fire', body: { marks: true } },
  { method: 'GET', path: '/demo/quiet' },
  {
    method: 'POST',
    path: '/demo/rest',
    body: { others: { registry: 1 }, heads: { registry: { sealed: 1, addressed: { 'pol-6310': 1 } } } },
  },
];
const parked: readonly RouteUnderTest[] = [
  { method: 'GET', path: '/parked' },
  { method: 'POST', path: '/parked/redrive' },
];
const policy = {
  validFrom: '2090-01-01T00:00:00+08:00',
  policy: {
    ...{ acknowledgeHours: 24, decideHours: 72, stopConfirmHours: 72, statutoryDays: 7, statutoryDayEnds: 'EndOfLocalDay' },
    ...{ restitutionDays: 14, publicThreshold: 5, expiryGraceHours: 0 },
  },
  source: 'surat edaran contoh',
  provincialSecretariat: 'dp3akb-63',
};
const record = {
  ref: 'R-9001',
  recordedAt: INSTANT,
  viaReferral: randomUUID(),
  caseRef: 'R-0301',
  evidenceHash: 'a'.repeat(64),
  assertions: {
    role: asserted('victim'),
    name: asserted('Rukmini Rekaan'),
    birthDate: asserted('1999-02-28'),
    ageEstimate: asserted(27, 'MedicalEstimate'),
    exploitation: asserted(['ForcedLabour']),
    nik: asserted('6399014101990003', 'Document'),
  },
};

/** Every route with a body it would take: the documents of each service say whether one is missing here. */
const ROUTES: Routes = {
  registry: () => [
    ...demo,
    { method: 'GET', path: '/agencies' },
    {
      method: 'POST',
      path: '/agencies',
      body: { code: 'LKS-B-63', name: 'Lembaga contoh', orgType: 'NGO', decisionMakingOrg: 'NGO', area: '63', onPlatform: false },
    },
    { method: 'POST', path: '/task-forces', body: { kabkota: '6371', exists: true } },
    { method: 'POST', path: '/policies', body: policy },
  ],
  intake: (id) => [
    ...demo,
    ...parked,
    { method: 'POST', path: '/records', body: record },
    { method: 'GET', path: `/records/${id('R-0301')}` },
  ],
  referral: (id) => {
    const at = `/referrals/${id('F-0302')}`;
    return [
      ...demo,
      ...parked,
      {
        method: 'POST',
        path: '/referrals',
        body: {
          ...{ ref: 'F-9001', record: id('R-0301'), to: 'RS-6310', service: 'HealthRehabilitation', legalBasis: 'PublicTask' },
          ...{ application: id('SA-02'), supersedes: id('F-0301') },
        },
      },
      { method: 'POST', path: `${at}/acknowledge` },
      { method: 'POST', path: `${at}/accept`, body: { recipientRecord: id('R-0302') } },
      { method: 'POST', path: `${at}/reject`, body: { reason: 'CapacityFull', suggested: 'RS-6310' } },
      { method: 'POST', path: `${at}/confirm-withdrawal` },
      { method: 'POST', path: `${at}/withdraw`, body: { reason: 'NoShow' } },
      { method: 'POST', path: `${at}/terminate`, body: { reason: 'NoShow' } },
      { method: 'GET', path: at },
    ];
  },
  'victim-services': (id) => [
    ...demo,
    ...parked,
    {
      method: 'POST',
      path: '/applications',
      body: { ref: 'SA-9001', record: id('R-0301'), service: 'HealthRehabilitation', requestedAt: INSTANT },
    },
    { method: 'GET', path: `/applications/${id('SA-02')}` },
    { method: 'POST', path: '/episodes', body: { referral: id('F-0302') } },
    { method: 'POST', path: `/episodes/${id('episode F-0302')}/complete`, body: { outcome: 'GoalsMet' } },
  ],
  timeline: () => [
    ...demo,
    { method: 'GET', path: '/cases?ref=R-0301' },
    { method: 'GET', path: `/cases/${randomUUID()}/timeline?lang=en&technical=true` },
    { method: 'GET', path: '/digest' },
    { method: 'POST', path: '/digest/verify' },
  ],
};

const EFFECTIVE: Effective = {
  registry: () => ({ method: 'POST', path: '/policies', body: policy }),
  intake: () => ({
    method: 'POST',
    path: '/records',
    body: { ref: 'R-9002', assertions: { role: asserted('victim'), name: asserted('Rukmini Rekaan') } },
  }),
  referral: (id) => ({
    method: 'POST',
    path: '/referrals',
    body: { ref: 'F-9002', record: id('R-0301'), to: 'UPTD-6371', service: 'LegalAid', legalBasis: 'PublicTask' },
  }),
  'victim-services': (id) => ({
    method: 'POST',
    path: '/applications',
    body: { ref: 'SA-9002', record: id('R-0301'), service: 'HealthRehabilitation' },
  }),
};

/** Events of all stores and parked records, once nothing moves any more. */
async function settledCount({ rounds, stores }: WholeStack): Promise<number> {
  await rounds.quiet();
  return (await stores.count()) + (await parkedIn(stores)).length;
}

/** Bad input (reliability.md B1 to B8, B17, B18, B23) on every route of every service. */
export function badRequests(given: () => WholeStack, played: () => Played): void {
  describe.each(Object.keys(ROUTES) as Service[])('%s', (service) => {
    badHttpContract(
      async () => {
        const whole = given();
        const id = idsOf(played());
        const caller = service === 'registry' || service === 'timeline' ? 'DP3AKB-63' : 'POL-6310';
        const effective = EFFECTIVE[service];
        if (service === 'referral') await recordBasis(whole.api, EVERYTHING['POL-6310'], id('R-0301'), 'LegalAid');
        return {
          url: whole.services.addresses[service],
          token: await whole.api.tokenFor(EVERYTHING[caller]),
          otherToken: await whole.api.tokenFor(SECOND[caller]),
          routes: [...ROUTES[service](id), ...(MORE_ROUTES[service]?.(id) ?? [])],
          count: () => settledCount(whole),
          ...(effective && { effective: () => effective(id) }),
        };
      },
      async () => undefined,
    );
  });
}
