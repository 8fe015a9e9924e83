import { HOSPITAL, idOf, POLICE, REFERRAL } from '@satualur/contracts/cast';
import { streamOf } from '@satualur/contracts/ids';
import type { ReferralInEvent } from '@satualur/contracts/referral/events';
import * as examples from '@satualur/contracts/referral/examples';
import { deskForEach } from './desk.world';

const desk = deskForEach();

const asked = (over: object = {}) => examples.referralReceived({ from: HOSPITAL, to: POLICE, ...over });
const incoming = (...events: ReferralInEvent[]) => desk.world.write('referral', streamOf('referralin', REFERRAL), ...events);
const complete = (body: object = {}, who?: 'police' | 'desk') => desk.post(`/referrals/${REFERRAL}/complete`, body, who);
const start = (body: object = {}) => desk.post('/episodes', { referral: REFERRAL, ...body });
/** Nothing but the refusal was written. */
const refusedOnly = async (act: () => Promise<object>, answer: object) => {
  const before = desk.world.events().length;
  expect(await act()).toMatchObject(answer);
  expect(desk.world.events().slice(before)).toMatchObject([{ event: { type: 'CommandRefused' } }]);
};

describe('a service completed by its referral', () => {
  it('is the running one that answers it, with its outcome', async () => {
    await incoming(asked(), examples.referralAccepted());
    const { id } = await start();
    expect(await complete({ outcome: 'PartlyMet' })).toMatchObject({ status: 200, id, version: 2 });
    const { event, stream } = desk.world.events().at(-1)!;
    expect([event.type, stream, event.data]).toEqual([
      'ServiceCompleted',
      streamOf('episode', id),
      { referral: REFERRAL, referredBy: HOSPITAL, outcome: 'PartlyMet' },
    ]);
  });

  it('says nothing of the outcome where the caller does not', async () => {
    await incoming(asked(), examples.referralAccepted());
    await start();
    await complete();
    expect(desk.world.events().at(-1)!.event.data).toMatchObject({ outcome: 'NotStated' });
  });

  it.each<[state: string, history: ReferralInEvent[]]>([
    ['Sent', []],
    ['Acknowledged', [examples.referralAcknowledged()]],
    ['Accepted', [examples.referralAccepted()]],
    ['Rejected', [examples.referralRejected()]],
    ['Terminated', [examples.referralAccepted(), examples.referralTerminatedByRecipient()]],
    ['Withdrawn', [examples.referralNoticeNoted()]],
    ['Completed', [examples.referralAccepted(), examples.referralServiceStarted(), examples.referralCompleted()]],
  ])('is refused with the state of a referral that has none running: %s', async (state, history) => {
    await incoming(asked(), ...history);
    await refusedOnly(complete, { status: 409, code: 'ILLEGAL_TRANSITION', facts: { state } });
  });

  it('is completed once', async () => {
    await incoming(asked(), examples.referralAccepted());
    const { id } = await start();
    const { hlc } = desk.world.events().at(-1)!;
    const episode = { episode: id as typeof REFERRAL, at: desk.world.now, hlc };
    await incoming(examples.referralServiceStarted(episode));
    await complete();
    await incoming(examples.referralCompleted({ ...episode, hlc: desk.world.events().at(-1)!.hlc }));
    await refusedOnly(complete, { status: 409, code: 'ILLEGAL_TRANSITION', facts: { state: 'Completed' } });
  });

  it('of a referral that is not there is refused', () =>
    refusedOnly(() => desk.post(`/referrals/${idOf(7)}/complete`), { status: 422, code: 'REFERRAL_UNKNOWN' }));

  it('for a provider off the platform stands on a paper', async () => {
    await incoming(asked({ from: POLICE, to: HOSPITAL, proxied: true }), examples.referralAccepted());
    await start({ proxied: true, evidence: 'SURAT/CONTOH/1' });
    await refusedOnly(complete, { status: 422, code: 'PROXY_NEEDS_EVIDENCE' });
    expect(await complete({ proxied: true, evidence: 'SURAT/CONTOH/2' })).toMatchObject({ status: 200 });
    expect(desk.world.events().at(-1)!.event.data).toMatchObject({ proxied: true, evidence: 'SURAT/CONTOH/2' });
  });

  it('is not for the desk', async () => {
    await incoming(asked(), examples.referralAccepted());
    await start();
    expect((await complete({}, 'desk')).status).toBe(403);
  });
});

describe('a service whose referral its sender ended', () => {
  beforeEach(() => incoming(asked(), examples.referralAccepted()));
  const ended = async () => {
    const { id } = await start();
    const { hlc } = desk.world.events().at(-1)!;
    await incoming(examples.referralServiceStarted({ episode: id as typeof REFERRAL, at: desk.world.now, hlc }));
    const last = desk.world.events().at(-1)!.hlc;
    await incoming(examples.referralNoticeNoted({ notice: 'Terminated', at: desk.world.now, hlc: last }));
    return `/episodes/${id}`;
  };
  const refusal = { status: 409, code: 'ILLEGAL_TRANSITION', facts: { state: 'Terminated' } };

  it.each([
    ['session', { heldAt: '2026-02-03T09:00:00+08:00' }],
    ['pause', { reason: 'Illness' }],
    ['complete', { outcome: 'GoalsMet' }],
  ])('goes no further: %s', async (step, body) => {
    const episode = await ended();
    await refusedOnly(() => desk.post(`${episode}/${step}`, body), refusal);
  });

  it('is not completed by the referral either', async () => {
    await ended();
    await refusedOnly(complete, refusal);
  });

  it('is not resumed, and may be broken off', async () => {
    const episode = await ended();
    expect((await desk.post(`${episode}/discontinue`, { reason: 'NoShow' })).status).toBe(200);
    await refusedOnly(() => desk.post(`${episode}/resume`), { status: 409, code: 'SERVICE_ALREADY_COMPLETED' });
  });
});
