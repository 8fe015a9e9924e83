const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const NO = -1;

/**
 * True for bytes that are canonical JSON (RFC 8785) of printable ASCII without escapes, whole numbers of at most 15 digits, nested at
 * most `depth` deep: what nearly every event is. False says nothing: whoever needs to know parses and writes the value again.
 */
export const isPlainCanonicalJson = (bytes: Uint8Array, depth: number): boolean => valueEnd(bytes, 0, depth) === bytes.length;

/** Where the value at `at` ends, or NO. */
function valueEnd(bytes: Uint8Array, at: number, depth: number): number {
  switch (bytes[at]) {
    case QUOTE:
      return stringEnd(bytes, at);
    case 0x7b:
      return depth === 0 ? NO : objectEnd(bytes, at, depth - 1);
    case 0x5b:
      return depth === 0 ? NO : arrayEnd(bytes, at, depth - 1);
    case 0x74:
      return wordEnd(bytes, at, 'true');
    case 0x66:
      return wordEnd(bytes, at, 'false');
    case 0x6e:
      return wordEnd(bytes, at, 'null');
    default:
      return integerEnd(bytes, at);
  }
}

function stringEnd(bytes: Uint8Array, at: number): number {
  const { length } = bytes;
  for (let next = at + 1; next < length; next++) {
    const byte = bytes[next]!;
    if (byte === QUOTE) return next + 1;
    if (byte < 0x20 || byte > 0x7e || byte === BACKSLASH) return NO;
  }
  return NO;
}

function objectEnd(bytes: Uint8Array, at: number, depth: number): number {
  if (bytes[at + 1] === 0x7d) return at + 2;
  let before = NO;
  for (let key = at + 1; ;) {
    if (bytes[key] !== QUOTE) return NO;
    const colon = stringEnd(bytes, key);
    if (colon === NO || bytes[colon] !== COLON || (before !== NO && !isBefore(bytes, before, key))) return NO;
    const end = valueEnd(bytes, colon + 1, depth);
    if (end === NO || bytes[end] === 0x7d) return end === NO ? NO : end + 1;
    if (bytes[end] !== COMMA) return NO;
    before = key;
    key = end + 1;
  }
}

function arrayEnd(bytes: Uint8Array, at: number, depth: number): number {
  if (bytes[at + 1] === 0x5d) return at + 2;
  for (let item = at + 1; ;) {
    const end = valueEnd(bytes, item, depth);
    if (end === NO || bytes[end] === 0x5d) return end === NO ? NO : end + 1;
    if (bytes[end] !== COMMA) return NO;
    item = end + 1;
  }
}

/** Whether of two strings, each from its quote on, the first stands strictly before the second. */
function isBefore(bytes: Uint8Array, first: number, second: number): boolean {
  for (let index = 1; ; index++) {
    const one = bytes[first + index]!;
    const other = bytes[second + index]!;
    if (one === other && one !== QUOTE) continue;
    return other !== QUOTE && (one === QUOTE || one < other);
  }
}

function wordEnd(bytes: Uint8Array, at: number, word: string): number {
  for (let index = 1; index < word.length; index++) if (bytes[at + index] !== word.charCodeAt(index)) return NO;
  return at + word.length;
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** What follows the digits is for the caller to see: a fraction or an exponent ends nothing. */
function integerEnd(bytes: Uint8Array, at: number): number {
  const first = bytes[at] === 0x2d ? at + 1 : at;
  if (bytes[first] === 0x30) return first === at ? at + 1 : NO;
  let end = first;
  while (isDigit(bytes[end])) end++;
  return end === first || end - first > 15 ? NO : end;
}
