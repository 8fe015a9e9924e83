import { HOSPITAL, POLICE, RECORD, REFERRAL } from '@satualur/contracts/cast';
import { streamOf } from '@satualur/contracts/ids';
import { agencyRecordRegistered } from '@satualur/contracts/intake/examples';
import * as referral from '@satualur/contracts/referral/examples';
import { deskForEach } from './desk.world';

const desk = deskForEach();
beforeEach(async () => {
  const { world } = desk;
  await world.write('intake', streamOf('record', RECORD), agencyRecordRegistered());
  const asked = referral.referralReceived({ from: HOSPITAL, to: POLICE });
  await world.write('referral', streamOf('referralin', REFERRAL), asked, referral.referralAccepted());
});

const opened = async (path: string, body: object, ...steps: readonly (readonly [string, object])[]) => {
  const { id } = await desk.post(path, body);
  for (const [step, said] of steps) expect(await desk.post(`${path}/${id}/${step}`, said)).toMatchObject({ status: 200 });
  return `${path}/${id}`;
};
const charges = [{ article: 'UU 21/2007 art. 2(1)' }];
const report = { ref: 'LP-1', record: RECORD, lpNumber: 'LP/9/FIKTIF', filedOn: '2026-02-01' };
const inCourt = [
  ['investigate', { charges }],
  ['complete-file', { charges }],
  ['to-court', { court: 'PN Fiktif' }],
] as const;
const verdict = ['verdict', { verdict: 'Convicted', charges, decidedOn: '2026-02-02' }] as const;
const trip = { ref: 'P-1', record: RECORD, destination: '3202', leaves: '2026-09-01', escort: 'Agency' };

describe('what is said to have happened in the future is not taken:', () => {
  it.each<[field: string, path: () => Promise<string>, body: object]>([
    ['heldAt', async () => `${await opened('/episodes', { referral: REFERRAL })}/session`, { heldAt: '2035-01-01T09:00:00Z' }],
    [
      'notifiedAt',
      async () => `${await opened('/restitution', { record: RECORD }, ['claim', { amount: 5 }])}/notify-final`,
      { notifiedAt: '2031-01-01T09:00:00Z' },
    ],
    ['arrived', async () => `${await opened('/returns', trip)}/arrived`, { arrived: '2030-01-01' }],
    [
      'visitedOn',
      async () => `${await opened('/returns', trip, ['arrived', { arrived: '2026-02-03' }])}/visits`,
      { months: 1, visitedOn: '2030-01-01', result: 'Well' },
    ],
    ['filedOn', async () => '/processes', { ...report, filedOn: '2035-01-01' }],
    [
      'decidedOn',
      async () => `${await opened('/processes', report, ...inCourt)}/verdict`,
      { ...verdict[1], decidedOn: '2035-01-01' },
    ],
    ['finalOn', async () => `${await opened('/processes', report, ...inCourt, verdict)}/final`, { finalOn: '2035-01-01' }],
  ])('%s', async (field, path, body) => {
    const to = await path();
    const before = desk.world.events().length;
    expect(await desk.post(to, body)).toMatchObject({ status: 422, code: 'STATED_IN_THE_FUTURE', facts: { field } });
    expect(desk.world.events().slice(before)).toMatchObject([{ event: { type: 'CommandRefused' } }]);
  });

  it('what is planned may lie ahead, and what is unknown stays unknown', async () => {
    expect(await desk.post('/returns', trip)).toMatchObject({ status: 201 });
    expect(await desk.post(`/returns/${REFERRAL}/arrived`, { arrived: '2030-01-01' })).toMatchObject({ status: 404 });
  });
});
