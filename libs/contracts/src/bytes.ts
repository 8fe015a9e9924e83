import { createHash, hash } from 'node:crypto';
import type { Envelope } from './event';

/** Entry limit of C2SP tlog-tiles. */
export const MAX_EVENT_BYTES = 65_535;

/** Printable ASCII without quote and backslash: its own JSON form, which spares the slower way for nearly every name and value. */
const PLAIN = /^[ !#-[\]-~]*$/;

function quoted(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (!(text as string & { isWellFormed(): boolean }).isWellFormed()) throw new TypeError('lone surrogate');
  return JSON.stringify(text);
}

/**
 * Canonical JSON, RFC 8785 (JCS). Throws TypeError for what JSON cannot say: non-finite numbers, lone surrogates, functions,
 * `undefined` inside arrays; object members that are `undefined` are left out.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('number is not finite');
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object': {
      if (value === null) return 'null';
      if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
      const object = value as Record<string, unknown>;
      let members = '';
      for (const key of Object.keys(object).sort()) {
        const member = object[key];
        if (member !== undefined) members += `${members === '' ? '' : ','}${quoted(key)}:${canonicalJson(member)}`;
      }
      return `{${members}}`;
    }
    default:
      throw new TypeError(`${typeof value} has no JSON form`);
  }
}

export const encodeEvent = (envelope: Envelope): Buffer => Buffer.from(canonicalJson(envelope), 'utf8');
/** Parses stored bytes; throws SyntaxError on what is not JSON. Does not validate against a schema. */
export const decodeEvent = (bytes: Uint8Array): Envelope => {
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return JSON.parse(buffer.toString('utf8')) as Envelope;
};

const NODE = Buffer.from([1]);
/** A leaf's prefix and room for any entry, so that one call hashes both. */
const leafInput = Buffer.alloc(1 + MAX_EVENT_BYTES);
/** RFC 6962 section 2.1: SHA-256(0x00 || entry). 32 bytes. */
export function leafHash(bytes: Uint8Array): Buffer {
  if (bytes.length > MAX_EVENT_BYTES) return createHash('sha256').update(leafInput.subarray(0, 1)).update(bytes).digest();
  leafInput.set(bytes, 1);
  return Buffer.from(hash('sha256', leafInput.subarray(0, 1 + bytes.length), 'binary'), 'latin1');
}
/** RFC 6962 section 2.1: SHA-256(0x01 || left || right). 32 bytes. */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer =>
  createHash('sha256').update(NODE).update(left).update(right).digest();
