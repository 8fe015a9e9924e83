import { z } from 'zod';

/**
 * Hybrid logical clock reading: 48-bit milliseconds then a 16-bit counter, as 16 lower-case hex digits, so that text order is
 * time order. Source: Kulkarni et al., "Logical Physical Clocks" (2014).
 */
export const Hlc = z
  .string()
  .regex(/^[0-7][0-9a-f]{15}$/)
  .brand('Hlc');
export type Hlc = z.infer<typeof Hlc>;

export const HLC_ZERO = '0000000000000000' as Hlc;

export const hlcOf = (ms: number, counter = 0): Hlc =>
  (ms.toString(16).padStart(12, '0') + counter.toString(16).padStart(4, '0')) as Hlc;
export const msOfHlc = (hlc: Hlc): number => parseInt(hlc.slice(0, 12), 16);
export const counterOfHlc = (hlc: Hlc): number => parseInt(hlc.slice(12), 16);

/** The next reading above `hlc`; counter overflow carries into the milliseconds (details 3). */
export function hlcAfter(hlc: Hlc): Hlc {
  const counter = counterOfHlc(hlc);
  return counter === 0xffff ? hlcOf(msOfHlc(hlc) + 1, 0) : hlcOf(msOfHlc(hlc), counter + 1);
}

export const hlcMax = (a: Hlc, b: Hlc): Hlc => (a > b ? a : b);

/** PostgreSQL `bigint` text of a reading, and back. */
export const hlcToBigint = (hlc: Hlc): string => BigInt(`0x${hlc}`).toString();
export const hlcFromBigint = (value: string | bigint): Hlc => BigInt(value).toString(16).padStart(16, '0') as Hlc;
