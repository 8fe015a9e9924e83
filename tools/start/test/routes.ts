import { randomUUID } from 'node:crypto';
import type { RouteUnderTest } from '@satualur/service-host/bad-http.contract';
import type { Service } from '../src/api';

export type Id = (ref: string) => string;
type More = Readonly<Partial<Record<Service, (id: Id) => readonly RouteUnderTest[]>>>;

const INSTANT = '2026-07-20T08:00:00+08:00';
const post = (path: string, body?: object): RouteUnderTest => ({ method: 'POST', path, ...(body && { body }) });
const get = (path: string): RouteUnderTest => ({ method: 'GET', path });
const lists: readonly RouteUnderTest[] = [get('/notices'), post(`/notices/${randomUUID()}/read`)];
const charges = [{ article: 'UU 21/2007 pasal 2', since: '2007-04-19' }];
const assertions = { name: { value: 'Rukmini Rekaan', method: 'SelfDeclared' }, sex: { value: 'F', method: 'Observed' } };
const status = { traffickingStatus: { value: 'PossibleVictimOfTrafficking', method: 'Document' } };

/** The routes of the agencies' side beyond the first ones, each with a body it would take. */
export const MORE_ROUTES: More = {
  registry: () => {
    const agency = `/agencies/${randomUUID()}`;
    const list = {
      ...{ list: 'vic_TypeOfExploitation', scheme: 'htcds-2.0', version: '2.0', validFrom: INSTANT, source: 'HTCDS 2.0' },
      codes: [{ code: 'ForcedLabour', label: { id: 'kerja paksa', en: 'forced labour' } }],
    };
    const map = {
      ...{ map: 'htcds-ke-simfoni', from: { scheme: 'htcds-2.0', list: 'a' }, to: { scheme: 'simfoni', list: 'b' } },
      ...{ validFrom: INSTANT, entries: [{ code: 'ForcedLabour', to: null, relation: 'None' }], source: 'contoh' },
    };
    return [
      post(`${agency}/rename`, { code: 'LKS-C-63', name: 'Lembaga lain (contoh)', validFrom: INSTANT }),
      post(`${agency}/leave`, { leftAt: INSTANT }),
      post(`${agency}/services`, { services: ['LegalAid'] }),
      get('/task-forces'),
      post('/task-forces/dissolve', { kabkota: '6305' }),
      get('/policies'),
      post('/code-lists', list),
      post('/concept-maps', map),
      post('/holidays', { year: 2026, days: [{ on: '2026-08-17', name: 'Kemerdekaan' }], source: 'SKB (contoh)' }),
      post('/retention-policies', { dataClass: 'medical', years: 25, validFrom: INSTANT, source: 'contoh' }),
      post('/staff', { agency: 'pol-6310', staff: 'staff-9', roles: ['caseworker'] }),
      get('/staff'),
      post('/staff/leave', { agency: 'pol-6310', staff: 'staff-9' }),
      get('/lists'),
    ];
  },
  intake: (id) => {
    const record = `/records/${randomUUID()}`;
    const recordedAt = INSTANT;
    return [
      ...lists,
      post('/records/search', { name: 'Rukmini Rekaan' }),
      post('/records/likely', { assertions }),
      post('/records/reindex'),
      ...['/caseload', '/queues', '/queues/stops', '/stops'].map(get),
      post(`${record}/assert`, { recordedAt, assertions }),
      post(`${record}/correct`, { recordedAt, assertions, reason: 'TypingError' }),
      post(`${record}/determine`, { recordedAt, assertions: status, decidedBy: 'Police' }),
      post(`${record}/void`, { recordedAt, reason: 'Duplicate' }),
      post(`${record}/close`, { recordedAt, reason: 'GoalsMet' }),
      post(`${record}/reopen`, { recordedAt, reason: 'NewNeed' }),
      post(`${record}/assign`, { worker: 'staff-9' }),
      post(`${record}/contact-rule`, { danger: true, rule: 'NoContact', note: 'hanya lewat petugas' }),
      post(`${record}/hold`, { article: 'UU 27/2022 pasal 15', until: '2027-01-01' }),
      post(`${record}/lift-hold`),
      post('/case-events', { ref: 'KASUS-9', recordedAt, victimCount: 3, lpNumber: 'LP/9/FIKTIF' }),
      post(`/case-events/${randomUUID()}/historic`, { from: '2026-01-01', origin: '6310', exploitation: ['ForcedLabour'] }),
      post('/screenings', { record: id('R-0301'), ref: 'SK-9' }),
      ...['screenings', 'case-events'].map((kind) => get(`/${kind}/${randomUUID()}`)),
      post(`/screenings/${randomUUID()}/complete`, { acts: ['Transport'], child: true, risk: 'High', emergency: false }),
      post(`${record}/export`, { purpose: 'SubjectAccess' }),
      ...['consents', 'legal-bases'].map((grounds) => get(`${record}/${grounds}`)),
      post(`${record}/legal-bases`, { basis: 'PublicTask', purposes: ['LegalAid'], classes: ['identity'] }),
      post(`${record}/consents`, { recipients: ['RS-6310'], purposes: ['LegalAid'], givenBy: 'self', language: 'id' }),
      post(`${record}/consents/refuse`, { recipients: ['RS-6310'], purposes: ['LegalAid'], givenBy: 'self' }),
      post(`${record}/consents/withdraw`, { recipients: ['RS-6310'] }),
      post(`/stops/${randomUUID()}/confirm`, { recordedAt }),
      post('/subject-requests', { ref: 'P-9', record: id('R-0301'), kind: 'Access', receivedAt: INSTANT }),
      post(`/subject-requests/${randomUUID()}/fulfil`),
      post(`/subject-requests/${randomUUID()}/refuse`, { article: 'UU 27/2022 pasal 15' }),
      post('/breaches', { ref: 'B-9', detectedAt: INSTANT, classes: ['identity'], records: [id('R-0301')] }),
      post(`/breaches/${randomUUID()}/notify`, { to: ['Authority'] }),
      post('/workers/absences', { worker: 'staff-9', from: '2026-07-01', until: '2026-07-09', deputy: 'staff-8' }),
      post('/workers/returns', { worker: 'staff-9' }),
      post('/records/announced', { ref: 'R-9010' }),
      post('/held-updates', { record: 'R-9009', kind: 'Assert', recordedAt, assertions }),
      post(`/held-updates/${randomUUID()}/discard`, { reason: 'NoSuchRecord' }),
    ];
  },
  referral: (id) => {
    const at = `/referrals/${randomUUID()}`;
    const line = { ref: 'F-9009', record: id('R-0301'), to: 'RS-6310', service: 'LegalAid', legalBasis: 'PublicTask' };
    return [
      ...lists,
      ...['/referrals', '/queues', '/queues/overdue', `${at}/letter`].map(get),
      post('/referrals/drafts', line),
      post(`${at}/edit`, line),
      post(`${at}/discard`),
      post(`${at}/send`),
      post('/batches', { ref: 'B-9009', lines: [line] }),
    ];
  },
  'victim-services': (id) => {
    const record = id('R-0301');
    const [episode, plan, shelter, homecoming, process, claim] = [
      ...['episodes', 'plans', 'shelters', 'returns', 'processes', 'restitution'].map((kind) => `/${kind}/${randomUUID()}`),
    ] as [string, string, string, string, string, string];
    const trip = { ref: 'P-9', record, destination: '3202', leaves: '2026-08-01', escort: 'Agency' };
    return [
      ...lists,
      ...['/queues', '/queues/places', '/queues/awaiting-service'].map(get),
      post(`/applications/${randomUUID()}/first-aid`, { givenAt: INSTANT }),
      post(`/referrals/${randomUUID()}/complete`, { outcome: 'GoalsMet' }),
      ...[episode, plan, homecoming, process].map(get),
      post(`${episode}/session`, { heldAt: INSTANT, minutes: 45, notes: 'bertemu' }),
      post(`${episode}/pause`, { reason: 'Illness' }),
      post(`${episode}/resume`),
      post(`${episode}/discontinue`, { reason: 'NoShow' }),
      post('/plans', { ref: 'RP-9', record, services: [{ service: 'LegalAid', from: '2026-08-01' }], goals: 'pulih' }),
      post(`${plan}/approve`, { withVictim: true }),
      post(`${plan}/review`, { result: 'End' }),
      post('/shelters', { ref: 'RUMAH-9', places: 4, address: 'Jalan Rekaan 1' }),
      post(`${shelter}/places`, { places: 5 }),
      post(`${shelter}/take`, { record }),
      post(`${shelter}/free`, { record }),
      get(shelter),
      post('/returns', trip),
      post(`${homecoming}/arrived`, { arrived: '2026-08-02' }),
      post(`${homecoming}/visits`, { months: 1, visitedOn: '2026-09-02', result: 'Well', notes: 'baik' }),
      post('/processes', { ref: 'LP-9', record, lpNumber: 'LP/9/FIKTIF', filedOn: '2026-02-01' }),
      post(`${process}/investigate`, { charges }),
      post(`${process}/complete-file`, { charges }),
      post(`${process}/to-court`, { court: 'PN Fiktif' }),
      post(`${process}/verdict`, { verdict: 'Convicted', charges, decidedOn: '2026-05-28' }),
      post(`${process}/final`, { finalOn: '2026-06-05' }),
      post(`${process}/stop`, { reason: 'NotACrime' }),
      post('/restitution', { record }),
      post(`${claim}/claim`, { amount: 5, kinds: ['LostIncome'] }),
      ...['assess', 'demand', 'award', 'deposit', 'pay'].map((step) => post(`${claim}/${step}`, { amount: 5 })),
      post(`${claim}/notify-final`, { notifiedAt: INSTANT }),
      post(`${claim}/substitute`, { months: 3 }),
      get(claim),
    ];
  },
};
