const LEAF = 32;
const MOST_DIGITS = 15;
const ZERO = 0x30;

/** Value of each lower-case hexadecimal digit by its code; -1 for what is none. */
const DIGITS = new Int8Array(256).fill(-1);
for (let value = 0; value < 16; value++) DIGITS[value.toString(16).charCodeAt(0)] = value;

/** A whole number above zero of at most 15 digits, without leading zeros; undefined for anything else. */
export function seqIn(text: Buffer | undefined): number | undefined {
  if (text === undefined || text.length === 0 || text.length > MOST_DIGITS || text[0] === ZERO) return undefined;
  let seq = 0;
  for (let at = 0; at < text.length; at++) {
    const digit = text[at]! - ZERO;
    if (digit < 0 || digit > 9) return undefined;
    seq = seq * 10 + digit;
  }
  return seq;
}

/** 32 bytes written as lower-case hexadecimal digits; undefined for anything else. */
export function leafIn(text: Buffer | undefined): Buffer | undefined {
  if (text?.length !== 2 * LEAF) return undefined;
  const leaf = Buffer.allocUnsafe(LEAF);
  let all = 0;
  for (let at = 0; at < LEAF; at++) {
    const byte = (DIGITS[text[2 * at]!]! << 4) | DIGITS[text[2 * at + 1]!]!;
    all |= byte;
    leaf[at] = byte;
  }
  return all < 0 ? undefined : leaf;
}
