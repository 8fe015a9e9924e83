import { at, idOf, RECORD } from '@satualur/contracts/cast';
import { codeListPublished } from '@satualur/contracts/registry/examples';
import { deskForEach } from './desk.world';

const desk = deskForEach();

const withoutIt = (list: string) => {
  const codes = [{ code: 'Others', label: { id: 'lain', en: 'others' } }];
  desk.world.publish(codeListPublished({ list, codes, validFrom: at('02-01 00:00') }));
};
const id = idOf(0x99);
const services = [{ service: 'LegalAid' }];

it.each([
  ['/applications', { record: RECORD, service: 'Reintegration' }],
  ['/plans', { record: RECORD, services }],
  ['/returns', { record: RECORD, destination: '3202', leaves: '2026-08-01', escort: 'Agency' }],
  ['/processes', { record: RECORD, lpNumber: 'LP/9/FIKTIF', filedOn: '2026-02-01' }],
  [`/restitution/${id}/claim`, { amount: 5 }],
])('%s takes no NIK as a number of the agency’s own', async (path, body) => {
  const errors = [{ pointer: '/ref', code: 'identity-number' }];
  expect(await desk.post(path, { ...body, ref: '6399014505010003' })).toMatchObject({ status: 422, errors });
  expect(desk.world.events()).toEqual([]);
});

describe('a code that left its list', () => {
  it.each<[path: string, body: object, list: string, code: string, field: string]>([
    ['/applications', { ref: 'SA-1', record: RECORD, service: 'Reintegration' }, 'ServiceCategory', 'Reintegration', '/service'],
    ['/plans', { ref: 'RP-1', record: RECORD, services }, 'ServiceCategory', 'LegalAid', '/services/0/service'],
    [`/episodes/${id}/complete`, { outcome: 'PartlyMet' }, 'EpisodeOutcome', 'PartlyMet', '/outcome'],
    [`/episodes/${id}/discontinue`, { reason: 'NoShow' }, 'DiscontinueReason', 'NoShow', '/reason'],
    [`/processes/${id}/stop`, { reason: 'TimeBarred' }, 'ProcessStop', 'TimeBarred', '/reason'],
    [`/restitution/${id}/claim`, { amount: 5, kinds: ['Suffering'] }, 'LossKind', 'Suffering', '/kinds/0'],
    [
      `/returns/${id}/visits`,
      { months: 1, visitedOn: '2026-02-01', result: 'NotFound' },
      'AfterCareResult',
      'NotFound',
      '/result',
    ],
  ])('is refused by %s with its list and day', async (path, body, list, code, field) => {
    expect((await desk.post(path, body)).code).not.toBe('CODE_NOT_IN_LIST');
    withoutIt(list);
    const facts = { list, code, field, at: desk.world.now };
    expect(await desk.post(path, body)).toMatchObject({ status: 422, code: 'CODE_NOT_IN_LIST', facts });
    expect(desk.world.events().map(({ event }) => event.type)).toEqual(['CommandRefused', 'CommandRefused']);
    expect(desk.world.events().at(-1)).toMatchObject({ event: { data: { rule: 'code-not-in-list' } } });
  });
});
