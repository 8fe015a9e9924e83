import { decodeEvent } from '@satualur/contracts/bytes';
import type { Envelope } from '@satualur/contracts/event';
import { Hlc, msOfHlc } from '@satualur/contracts/hlc';
import { Instant, instantOf, StreamId, Uuid } from '@satualur/contracts/ids';
import { envelopeOf, isRefusal } from '@satualur/messaging/verify';
import type { Code } from './findings';

const VERSION = /^[1-9]\d{0,8}$/;

/** The event that bytes of `log` hold, or what is wrong with them. A type that this build does not know is read all the same. */
export function readEvent(bytes: Buffer, log: string): Envelope | Code {
  const read = envelopeOf(bytes, log);
  if (isRefusal(read) && read.refused !== 'UNKNOWN_TYPE') return read.refused as Code;
  const envelope = isRefusal(read) ? decodeEvent(bytes) : read;
  return isWellFormed(envelope) ? envelope : 'NOT_AN_EVENT';
}

const isWellFormed = ({ id, subject, sequence, hlc, time, causationid }: Envelope): boolean =>
  Uuid.safeParse(id).success &&
  StreamId.safeParse(subject).success &&
  VERSION.test(sequence) &&
  Hlc.safeParse(hlc).success &&
  Instant.safeParse(time).success &&
  (causationid === undefined || Uuid.safeParse(causationid).success);

export const saysItsTime = ({ knowntime, hlc }: Envelope): boolean => knowntime === instantOf(msOfHlc(hlc));
