import { canonicalJson } from '@satualur/contracts/bytes';
import { STAFF } from '@satualur/contracts/cast';
import { hlcOf } from '@satualur/contracts/hlc';
import { instantOf, streamOf, type Uuid } from '@satualur/contracts/ids';
import { idOf } from '@satualur/contracts/cast';
import { entryFor, stampedBytes, storedEvent } from './envelope';
import { UnknownEvent } from './store';

const stream = streamOf('referralin', idOf(1));
const cause = { actor: STAFF, at: instantOf(0), command: { id: idOf(2) } };
const bytesOf = (over: object) => {
  const event = { type: 'ReferralAcknowledged', data: {} };
  const stamping = { source: '/agencies/pol-6310/referral', stream, version: 1, id: idOf(3) as Uuid, hlc: hlcOf(1), cause };
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

  it.each(['satualur.referral.NeverHeardOf.v1', 'satualur.referral.ReferralAcknowledged.v2'])(
    'of %s are not guessed at',
    (type) => expect(() => storedEvent(bytesOf({ type }))).toThrow(new UnknownEvent(type)),
  );
});
