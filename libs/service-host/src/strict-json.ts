import { isAscii, isUtf8 } from 'node:buffer';

/** Longest body accepted over HTTP, in bytes. */
export const MAX_BODY_BYTES = 128 * 1024;
const MAX_DEPTH = 32;

export type JsonFault =
  'malformed-json' | 'invalid-utf8' | 'invalid-character' | 'duplicate-key' | 'forbidden-key' | 'too-deep' | 'number-not-exact';

/** Why bytes are not I-JSON, and where: a JSON Pointer that holds member names, never values. */
export class JsonRefused extends Error {
  constructor(
    readonly fault: JsonFault,
    readonly path: readonly (string | number)[],
  ) {
    super(fault);
    this.name = 'JsonRefused';
  }
}

/**
 * Parses I-JSON (RFC 7493) from bytes; what it accepts equals `JSON.parse` of the same bytes. Refuses, by JsonRefused: text that is not
 * UTF-8 or starts with a byte order mark, surrogates without a partner, noncharacters, more than 32 levels, repeated member names (also
 * spelt by escapes), a member `__proto__`, and numbers that a double does not hold exactly as written.
 */
export function parseStrictJson(bytes: Uint8Array): unknown {
  return new Parser(decode(bytes)).document();
}

function decode(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isAscii(buffer)) return buffer.toString('latin1');
  if (!isUtf8(buffer)) throw new JsonRefused('invalid-utf8', []);
  const text = buffer.toString('utf8');
  if (UNFIT.test(text)) throw new JsonRefused('invalid-character', []);
  return text;
}

/** Surrogates without a partner and noncharacters (RFC 7493 section 2.1). */
const UNFIT = /[\p{Surrogate}\p{Noncharacter_Code_Point}]/u;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
const WORDS: readonly (readonly [string, unknown])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/** Recursive descent; the depth limit bounds the recursion. */
class Parser {
  private at = 0;
  private readonly path: (string | number)[] = [];

  constructor(private readonly text: string) {}

  document(): unknown {
    const value = this.value();
    this.space();
    if (this.at < this.text.length) this.refuse();
    return value;
  }

  private value(): unknown {
    this.space();
    switch (this.text.charCodeAt(this.at)) {
      case 0x22:
        return this.string();
      case 0x7b:
        return this.object();
      case 0x5b:
        return this.array();
      case 0x74:
      case 0x66:
      case 0x6e:
        return this.word();
      default:
        return this.number();
    }
  }

  private object(): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    this.enter();
    if (this.ends(0x7d)) return object;
    do {
      this.space();
      const key = this.text.charCodeAt(this.at) === 0x22 ? this.string() : this.refuse();
      this.path.push(key);
      if (key === '__proto__') this.refuse('forbidden-key');
      if (Object.hasOwn(object, key)) this.refuse('duplicate-key');
      this.space();
      if (this.text.charCodeAt(this.at++) !== 0x3a) this.refuse();
      object[key] = this.value();
      this.path.pop();
    } while (this.more(0x7d));
    return object;
  }

  private array(): unknown[] {
    const array: unknown[] = [];
    this.enter();
    if (this.ends(0x5d)) return array;
    do {
      this.path.push(array.length);
      array.push(this.value());
      this.path.pop();
    } while (this.more(0x5d));
    return array;
  }

  /** Steps into a container; every level has one entry in the path, besides this one. */
  private enter(): void {
    if (this.path.length >= MAX_DEPTH) this.refuse('too-deep');
    this.at++;
  }

  private ends(close: number): boolean {
    this.space();
    if (this.text.charCodeAt(this.at) !== close) return false;
    this.at++;
    return true;
  }

  private more(close: number): boolean {
    if (this.ends(close)) return false;
    if (this.text.charCodeAt(this.at++) !== 0x2c) this.refuse();
    return true;
  }

  private string(): string {
    let text = '';
    let escaped = false;
    this.at++;
    for (;;) {
      text += this.plain();
      const stop = this.text.charCodeAt(this.at++);
      if (stop === QUOTE) break;
      if (stop !== BACKSLASH) this.refuse();
      text += this.escape();
      escaped = true;
    }
    if (escaped && UNFIT.test(text)) this.refuse('invalid-character');
    return text;
  }

  private plain(): string {
    const start = this.at;
    let code = this.text.charCodeAt(this.at);
    while (code !== QUOTE && code !== BACKSLASH && code >= 0x20) code = this.text.charCodeAt(++this.at);
    return this.text.slice(start, this.at);
  }

  private escape(): string {
    const letter = this.text.charAt(this.at++);
    if (letter !== 'u') return ESCAPES[letter] ?? this.refuse();
    const hex = this.text.slice(this.at, this.at + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(hex)) this.refuse();
    this.at += 4;
    return String.fromCharCode(parseInt(hex, 16));
  }

  private word(): unknown {
    for (const [word, value] of WORDS) {
      if (!this.text.startsWith(word, this.at)) continue;
      this.at += word.length;
      return value;
    }
    return this.refuse();
  }

  /** Short whole numbers, nearly all there are, need no second look. */
  private number(): number {
    const start = this.at;
    let value = 0;
    let code = this.text.charCodeAt(start);
    for (; code >= 0x30 && code <= 0x39; code = this.text.charCodeAt(++this.at)) value = value * 10 + code - 0x30;
    const length = this.at - start;
    const goesOn = code === 0x2e || code === 0x65 || code === 0x45 || (length > 1 && this.text.charCodeAt(start) === 0x30);
    if (length > 0 && length <= 15 && !goesOn) return value;
    this.at = start;
    return this.numeral();
  }

  private numeral(): number {
    const start = this.at;
    NUMBER.lastIndex = start;
    if (!NUMBER.test(this.text)) this.refuse();
    this.at = NUMBER.lastIndex;
    const literal = this.text.slice(start, this.at);
    const value = Number(literal);
    if (!isExact(literal, value)) this.refuse('number-not-exact');
    return value;
  }

  private space(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.at++;
    }
  }

  private refuse(fault: JsonFault = 'malformed-json'): never {
    throw new JsonRefused(fault, [...this.path]);
  }
}

/** A double holds any 15 significant digits as written; beyond that its own shortest spelling must have the same digits. */
function isExact(literal: string, value: number): boolean {
  if (!Number.isFinite(value) || Object.is(value, -0)) return false;
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return false;
  if (literal.length <= 15 && !literal.includes('e') && !literal.includes('E')) return true;
  return digits(literal) === digits(String(value));
}

const mantissa = (literal: string): string => literal.split(/[eE]/)[0]!;
const digits = (literal: string): string =>
  mantissa(literal)
    .replace(/[-.]/g, '')
    .replace(/^0+|0+$/g, '');
