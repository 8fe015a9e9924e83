import { RECORD, REFERRAL, WORKER } from '../cast';
import { exampleOf } from '../example';
import { streamOf } from '../ids';
import { platformEvents } from './events';

const example = exampleOf(platformEvents);
const record = streamOf('record', RECORD);
const referral = streamOf('referralin', REFERRAL);

export const commandRefused = example('CommandRefused', { rule: 'referral-expired', stream: referral });

export const recordViewed = example('RecordViewed', { subject: record, fields: ['name', 'phone'] });
export const recordExported = example('RecordExported', {
  subject: record,
  fields: ['name', 'phone'],
  purpose: 'SubjectAccess',
});
export const recordSearched = example('RecordSearched', { by: 'Name', shown: [record] });

export const notificationRaised = example('NotificationRaised', {
  kind: 'ReferralReceived',
  about: referral,
  role: 'caseworker',
  emergency: false,
});
export const notificationSent = example('NotificationSent', { channel: 'Outbox', recipients: 2 });
export const notificationFailed = example('NotificationFailed', { channel: 'Email', code: 'ECONNREFUSED' });
export const notificationRead = example('NotificationRead', { by: WORKER });
export const callListed = example('CallListed', { role: 'supervisor' });
