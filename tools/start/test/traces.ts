/** Base64 of `token` wherever it begins within a group of three bytes: the characters that depend on it alone. */
export const base64Forms = (token: Buffer): string[] =>
  [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), token])
      .toString('base64')
      .replace(/=+$/, '');
    const from = Math.ceil((shift * 8) / 6);
    const to = Math.floor(((shift + token.length) * 8) / 6);
    return text.slice(from, to);
  });

/** The ways in which a text can be read off stored or sent bytes: raw, base64 of both alphabets, hex, URL-encoded, UTF-16. */
export function formsOf(token: string): readonly Buffer[] {
  const bytes = Buffer.from(token);
  const base64 = base64Forms(bytes);
  const percent = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const texts = [
    ...[token, token.toLowerCase(), token.toUpperCase(), encodeURIComponent(token), percent, percent.toUpperCase()],
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    ...[bytes.toString('hex'), bytes.toString('hex').toUpperCase()],
  ];
  const wide = Buffer.from(token, 'utf16le');
  return [...new Set(texts)].map((text) => Buffer.from(text)).concat(wide, Buffer.from(wide).swap16());
}

const HEX = /(?:[0-9a-f]{2}){8,}/gi;
const BASE64 = /[A-Za-z0-9+/_-]{16,}/g;
const DEEPEST = 3;

/** What stands in text as hex or base64, taken out, and what stands in that in turn. */
function* layersOf(bytes: Buffer, depth = 0): Iterable<Buffer> {
  yield bytes;
  if (depth === DEEPEST) return;
  const text = bytes.toString('latin1');
  for (const [match] of text.matchAll(HEX)) yield* layersOf(Buffer.from(match, 'hex'), depth + 1);
  for (const [match] of text.matchAll(BASE64)) yield* layersOf(Buffer.from(match, 'base64'), depth + 1);
}

/** Those of `tokens` that can be read in `bytes`. */
export function readableIn(bytes: Buffer, tokens: readonly string[]): readonly string[] {
  const forms = tokens.map((token) => [token, formsOf(token)] as const);
  const found = new Set<string>();
  for (const layer of layersOf(bytes)) {
    for (const [token, needles] of forms) if (needles.some((needle) => layer.includes(needle))) found.add(token);
  }
  return [...found];
}
