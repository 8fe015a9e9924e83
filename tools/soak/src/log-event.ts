import { eventOf } from '@satualur/contracts/read-event';
import type { VerifiedRecord } from '@satualur/messaging/consumer';
import type { LogEvent } from '@satualur/projections/projection';

/** A record read from Kafka as a projection takes it. */
export const logEventOf = ({ log, seq, leaf, envelope, bytes }: VerifiedRecord): LogEvent => ({
  log,
  seq,
  leaf,
  hlc: envelope.hlc,
  envelope,
  event: eventOf(envelope),
  bytes,
});
