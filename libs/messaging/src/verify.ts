import { canonicalJson, leafHash, MAX_EVENT_BYTES } from '@satualur/contracts/bytes';
import { catalogueByType } from '@satualur/contracts/catalogue';
import type { Envelope } from '@satualur/contracts/event';
import type { IncomingRecord } from './broker';
import { leafIn, seqIn } from './header-values';
import { isPlainCanonicalJson } from './plain-json';

/** Why a record is no event that can be placed or applied. */
export type Refusal = { readonly refused: string };

export const isRefusal = (value: object): value is Refusal => 'refused' in value;
const refuse = (refused: string): Refusal => ({ refused });

const PREV = /^(0|[1-9][0-9]{0,14})$/;
const ORIGIN = /^[a-z][a-z0-9-]{1,30}$/;
const BASE64URL = /^[A-Za-z0-9_-]{86}$/;
const HLC = /^[0-9a-f]{16}$/;
const MAX_DEPTH = 32;

export interface Claimed {
  readonly seq: number;
  readonly leaf: Buffer;
  readonly value: Buffer;
}

export interface ClaimedCopy extends Claimed {
  readonly origin: string;
  readonly prev: number;
  readonly sig: Buffer;
}

const header = (record: IncomingRecord, name: string, form: RegExp): string | undefined => {
  const text = record.headers.get(name)?.toString('latin1');
  return text !== undefined && form.test(text) ? text : undefined;
};

/** What a log's record says of itself; nothing of it is proven yet. */
export function claimOf(record: IncomingRecord): Claimed | Refusal {
  if (record.damage !== undefined) return refuse(record.damage);
  if (record.value === null) return refuse('NO_VALUE');
  const seq = seqIn(record.headers.get('seq'));
  const leaf = leafIn(record.headers.get('leaf'));
  if (seq === undefined) return refuse('BAD_SEQ_HEADER');
  if (leaf === undefined) return refuse('BAD_LEAF_HEADER');
  return { seq, leaf, value: record.value };
}

/** What an inbox's record says of itself. */
export function copyClaimOf(record: IncomingRecord): ClaimedCopy | Refusal {
  const claim = claimOf(record);
  if (isRefusal(claim)) return claim;
  const origin = header(record, 'origin', ORIGIN);
  const prev = header(record, 'prev', PREV);
  const sig = header(record, 'sig', BASE64URL);
  if (origin === undefined) return refuse('BAD_ORIGIN_HEADER');
  if (prev === undefined || Number(prev) >= claim.seq) return refuse('BAD_PREV_HEADER');
  if (sig === undefined) return refuse('BAD_SIGNATURE');
  return { ...claim, origin, prev: Number(prev), sig: Buffer.from(sig, 'base64url') };
}

export const leafMatches = ({ value, leaf }: Claimed): boolean => leafHash(value).equals(leaf);

/** The envelope of an event of `log`, or why these bytes are none. */
export function envelopeOf(bytes: Buffer, log: string): Envelope | Refusal {
  if (bytes.length > MAX_EVENT_BYTES) return refuse('TOO_BIG');
  const parsed = isPlainCanonicalJson(bytes, MAX_DEPTH)
    ? { json: JSON.parse(bytes.toString('latin1')) as unknown }
    : parse(bytes);
  if (isRefusal(parsed)) return parsed;
  const envelope = parsed.json;
  if (!isEnvelope(envelope)) return refuse('NOT_AN_EVENT');
  if (envelope.source !== `/services/${log}` && !envelope.source.startsWith(`/agencies/${log}/`)) return refuse('WRONG_SOURCE');
  return catalogueByType.has(envelope.type) ? envelope : refuse('UNKNOWN_TYPE');
}

/** Nesting of arrays and objects, counted without parsing, so that a deep value never reaches a recursive function. */
function depthOf(bytes: Buffer): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (quoted && byte === 0x5c) at += 1;
    else if (byte === 0x22) quoted = !quoted;
    else if (!quoted && (byte === 0x7b || byte === 0x5b)) deepest = Math.max(deepest, ++depth);
    else if (!quoted && (byte === 0x7d || byte === 0x5d)) depth -= 1;
  }
  return deepest;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function parse(bytes: Buffer): { readonly json: object } | Refusal {
  if (depthOf(bytes) > MAX_DEPTH) return refuse('TOO_DEEP');
  try {
    const text = utf8.decode(bytes);
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return refuse('NOT_AN_EVENT');
    return canonicalJson(value) === text ? { json: value } : refuse('NOT_CANONICAL');
  } catch {
    return refuse('NOT_JSON');
  }
}

const REQUIRED = [
  'id',
  'source',
  'type',
  'subject',
  'time',
  'dataschema',
  'knowntime',
  'sequence',
  'correlationid',
  'actor',
] as const;
const OPTIONAL = ['caseid', 'causationid', 'legalbasis', 'audience', 'traceparent'] as const;

function isEnvelope(value: unknown): value is Envelope {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const attributes = value as Record<string, unknown>;
  for (const name of REQUIRED) if (typeof attributes[name] !== 'string') return false;
  for (const name of OPTIONAL) if (attributes[name] !== undefined && typeof attributes[name] !== 'string') return false;
  const { specversion, hlc, data } = attributes;
  return specversion === '1.0' && typeof hlc === 'string' && HLC.test(hlc) && typeof data === 'object' && data !== null;
}
