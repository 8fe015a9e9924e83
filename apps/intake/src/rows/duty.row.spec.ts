import { at, CASE, hlcAt, POLICE, RECORD, REFERRAL } from '@satualur/contracts/cast';
import type { AnyEvent } from '@satualur/contracts/event';
import { type StreamId, streamOf } from '@satualur/contracts/ids';
import { agencyRecordRegistered, fieldsAsserted } from '@satualur/contracts/intake/examples';
import {
  referralAccepted,
  referralNoticeNoted,
  referralReceived,
  referralTerminatedByRecipient,
} from '@satualur/contracts/referral/examples';
import type { StoredEvent } from '@satualur/event-store/store';
import { dutyDone } from './duty.row';
import { rowOf } from './intake.row';

const storedIn = (stream: StreamId, ...events: AnyEvent[]): readonly StoredEvent[] =>
  events.map((event, index) => {
    const time = at(`02-03 1${index}:00`);
    return {
      stream,
      version: index + 1,
      event: { hlc: hlcAt(`02-03 1${index}:00`), ...event },
      envelope: { time },
    } as StoredEvent;
  });
const referral = (...events: AnyEvent[]) => rowOf(storedIn(streamOf('referralin', REFERRAL), referralReceived(), ...events));
const record = (...events: AnyEvent[]) => dutyDone(storedIn(streamOf('record', RECORD), ...events));

describe('the duty to register a record', () => {
  it('is opened by an acceptance, with who referred, for what, and since when', () =>
    expect(referral(referralAccepted())).toMatchObject({
      table: 'work',
      row: {
        ...{ queue: 'to-register', id: REFERRAL, version: 2, ref: referralReceived().data.ref, counterpart: POLICE },
        ...{
          kind: referralReceived().data.service,
          record: null,
          state: 'Open',
          opened_at: new Date(at('02-03 11:00')).toISOString(),
        },
      },
    }));

  it('is none before the acceptance, after one that names a record, and for a recipient off the platform', () => {
    expect(referral()).toBeUndefined();
    expect(referral(referralAccepted({ recipientRecord: RECORD }))).toBeUndefined();
    const stream = streamOf('referralin', REFERRAL);
    expect(
      rowOf(storedIn(stream, referralReceived({ proxied: true }), referralAccepted({ proxied: true, evidence: 'SR-9' }))),
    ).toBeUndefined();
  });

  it('ends with the referral, and where the acceptance lost its race', () => {
    expect(referral(referralAccepted(), referralTerminatedByRecipient())?.row).toMatchObject({ state: 'Done', version: 3 });
    const earlier = { notice: 'Withdrawn' as const, at: at('02-03 10:30'), hlc: hlcAt('02-03 10:30') };
    expect(referral(referralAccepted(), referralNoticeNoted(earlier))?.row).toMatchObject({ state: 'Done' });
  });

  it('is done once the record that answers the referral is registered', () => {
    const registered = agencyRecordRegistered({ viaReferral: REFERRAL }, { caseid: CASE });
    expect(record(registered, fieldsAsserted())?.values).toEqual(expect.arrayContaining([REFERRAL, RECORD]));
    expect(record(agencyRecordRegistered())).toBeUndefined();
    expect(record(fieldsAsserted())).toBeUndefined();
  });
});
