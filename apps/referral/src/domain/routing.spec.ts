import { at, HOSPITAL, SECRETARIAT } from '@satualur/contracts/cast';
import { agencyKeyOf } from '@satualur/contracts/ids';
import type { Route, RoutingDirectory, Unrouted } from '@satualur/contracts/registry/routing';
import { route } from './routing';

const TASK_FORCE = agencyKeyOf('GT-6371');
const codes: Readonly<Record<string, Route['to']>> = { 'RS-6310': HOSPITAL, 'RS-LAMA': HOSPITAL, 'GT-6371': TASK_FORCE };

const directory = (over: Partial<RoutingDirectory> = {}): RoutingDirectory => ({
  byCode: (code) => (codes[code] ? { key: codes[code] } : undefined),
  taskForces: () => ['6310', '6371'],
  knowsDistrict: (kabkota) => kabkota !== '9999',
  policyAt: () => ({ provincialSecretariat: SECRETARIAT }),
  ...over,
});
const to = (requested: string, over: Partial<RoutingDirectory> = {}) => route(requested, directory(over), at('05-05 10:05'));

describe('a referral goes', () => {
  it('to the agency that bears the code', () => expect(to('RS-6310')).toEqual({ to: HOSPITAL }));
  it('to the agency that bore it', () => expect(to('RS-LAMA')).toEqual({ to: HOSPITAL }));
  it('to a task force through the agency of its code', () => expect(to('GT-6371')).toEqual({ to: TASK_FORCE }));
  it('to the provincial secretariat where no task force was formed, and says so', () =>
    expect(to('GT-6305')).toEqual({ to: SECRETARIAT, routed: { requested: 'GT-6305', reason: 'NoTaskForce' } }));
  it('to the provincial secretariat once the task force is dissolved', () =>
    expect(to('GT-6371', { taskForces: () => [] }).to).toBe(SECRETARIAT));
});

const rules: Record<Unrouted, () => unknown> = {
  'recipient-unknown': () => to('RS-9999'),
  'task-force-without-secretariat': () => to('GT-6310'),
  'provincial-secretariat-unknown': () => to('GT-6305', { policyAt: () => undefined }),
};
it('refuses the task force of a kab/kota that there is not, and sends it to nobody', () =>
  expect(() => to('GT-9999')).toThrow(expect.objectContaining({ rule: 'recipient-unknown' })));
it.each(Object.entries(rules))('refuses by rule: %s', (rule, refused) =>
  expect(refused).toThrow(expect.objectContaining({ rule })),
);
