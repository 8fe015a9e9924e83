import { canonicalJson } from '@satualur/contracts/bytes';
import { STAFF } from '@satualur/contracts/cast';
import { hlcOf } from '@satualur/contracts/hlc';
import { type Instant, instantOf, streamOf, type Uuid } from '@satualur/contracts/ids';
import { idOf } from '@satualur/contracts/cast';
import { entryFor, stampedBytes, storedEvent } from './envelope';
import { UnknownEvent } from './store';

const stream = streamOf('referralin', idOf(1));
const cause = { actor: STAFF, at: instantOf(0), command: { id: idOf(2) } };
const bytesOf = (over: object, stated: { time?: Instant; recordedAt?: Instant } = {}) => {
  const { time, recordedAt } = stated;
  const event = { type: 'ReferralAcknowledged', data: {}, ...(time && { time }) };
  const stamping = {
    source: '/agencies/pol-6310/referral',
    stream,
    version: 1,
    id: idOf(3) as Uuid,
    hlc: hlcOf(1),
    cause: { ...cause, ...(recordedAt && { recordedAt }) },
  };
  const envelope = JSON.parse(stampedBytes(event, entryFor(event, stream), stamping).toString()) as object;
  return Buffer.from(canonicalJson({ ...envelope, ...over }));
};

describe('stored bytes', () => {
  it('are read as the event that deciders fold, with the default time and correlation', () =>
    expect(storedEvent(bytesOf({}))).toMatchObject({
      stream,
      version: 1,
      envelope: { time: cause.at, correlationid: cause.command.id },
      event: { type: 'ReferralAcknowledged', data: {}, hlc: hlcOf(1), time: cause.at },
    }));

  it.each([
    ['the time of the cause', {}, instantOf(0)],
    ['what the cause says it was recorded at', { recordedAt: instantOf(1) }, instantOf(1)],
    ['the time a rule fixes', { recordedAt: instantOf(1), time: instantOf(2) }, instantOf(2)],
  ])('state %s', (_, stated, time) => expect(storedEvent(bytesOf({}, stated)).envelope.time).toBe(time));

  it.each(['satualur.referral.NeverHeardOf.v1', 'satualur.referral.ReferralAcknowledged.v2'])(
    'of %s are not guessed at',
    (type) => expect(() => storedEvent(bytesOf({ type }))).toThrow(new UnknownEvent(type)),
  );
});
