import { REFERRAL } from '../cast';
import { exampleOf } from '../example';
import { streamOf } from '../ids';
import { platformEvents } from './events';

export const commandRefused = exampleOf(platformEvents)('CommandRefused', {
  rule: 'referral-expired',
  stream: streamOf('referralin', REFERRAL),
});
