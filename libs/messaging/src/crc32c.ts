/** Castagnoli's polynomial, bits reversed. */
const POLYNOMIAL = 0x82f63b78;
const AT_ONCE = 8;

/** Row `k` holds what a byte does to the sum when `k` more bytes follow it. */
function tables(): Int32Array {
  const all = new Int32Array(AT_ONCE * 256);
  for (let byte = 0; byte < 256; byte++) {
    let sum = byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ POLYNOMIAL : sum >>> 1;
    all[byte] = sum;
  }
  for (let at = 256; at < all.length; at++) all[at] = (all[at - 256]! >>> 8) ^ all[all[at - 256]! & 0xff]!;
  return all;
}
const T = tables();

/** CRC-32C (Castagnoli) of the bytes from `start` on, as Kafka's record batches carry it: eight bytes a step. */
export function crc32c(bytes: Uint8Array, start = 0): number {
  const end = bytes.length;
  let sum = -1;
  let at = start;
  for (; at + AT_ONCE <= end; at += AT_ONCE) {
    sum ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    sum =
      T[0x700 + (sum & 0xff)]! ^
      T[0x600 + ((sum >>> 8) & 0xff)]! ^
      T[0x500 + ((sum >>> 16) & 0xff)]! ^
      T[0x400 + (sum >>> 24)]! ^
      T[0x300 + bytes[at + 4]!]! ^
      T[0x200 + bytes[at + 5]!]! ^
      T[0x100 + bytes[at + 6]!]! ^
      T[bytes[at + 7]!]!;
  }
  for (; at < end; at++) sum = T[(sum ^ bytes[at]!) & 0xff]! ^ (sum >>> 8);
  return ~sum >>> 0;
}
