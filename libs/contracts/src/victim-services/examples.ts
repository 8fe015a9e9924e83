import { APPLICATION, at, CASE, EPISODE, HOSPITAL, POLICE, RECORD, REFERRAL } from '../cast';
import type { Routing } from '../event';
import { exampleOf } from '../example';
import type { Ref } from '../ids';
import { applicationEvents, episodeEvents } from './events';

const application = exampleOf(applicationEvents);
const episode = exampleOf(episodeEvents);
const own: Routing = { caseid: CASE };
const toSender: Routing = { caseid: CASE, audience: [POLICE] };

export const serviceApplicationFiled = application(
  'ServiceApplicationFiled',
  {
    ref: 'SA-02' as Ref,
    record: RECORD,
    service: 'HealthRehabilitation',
    requestedAt: at('02-03 10:00'),
    dueAt: at('02-11 00:00'),
  },
  own,
);
export const serviceApplicationSatisfied = application(
  'ServiceApplicationSatisfied',
  { referral: REFERRAL, episode: EPISODE, startedAt: at('02-05 09:00'), provider: HOSPITAL },
  own,
);
export const serviceApplicationBreached = application('ServiceApplicationBreached', { dueAt: at('02-11 00:00') }, own);

export const serviceStarted = episode(
  'ServiceStarted',
  { referral: REFERRAL, service: 'HealthRehabilitation', application: APPLICATION, referredBy: POLICE },
  toSender,
);
export const serviceCompleted = episode(
  'ServiceCompleted',
  { referral: REFERRAL, referredBy: POLICE, outcome: 'GoalsMet' },
  toSender,
);
