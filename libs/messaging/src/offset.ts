/** The offset after one, both decimal text (64 bit). */
export function offsetAfter(offset: string): string {
  const next = Number(offset) + 1;
  return Number.isSafeInteger(next) ? String(next) : (BigInt(offset) + 1n).toString();
}
