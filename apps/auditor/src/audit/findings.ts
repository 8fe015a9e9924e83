/** What an audit can find, and what it means. */
export const MEANING = {
  ENTRY_MISSING: 'the event is not there',
  LEAF_MISSING: 'the event’s leaf hash is not there, so no root can be computed from here on',
  FILE_DAMAGED: 'the files that end here do not hold exactly what they should',
  RECORD_DAMAGED: 'a record that says neither place nor leaf, or none that can be read',
  GAP: 'events are missing before this one',
  OUT_OF_PLACE: 'the event comes after later ones',
  LEAF_MISMATCH: 'the bytes are not those that the leaf hash was made of',
  LEAF_CONFLICT: 'another event stood in this place before',
  NODE_MISMATCH: 'a kept node of the tree is not the hash of what stands below it',
  TOO_BIG: 'the event is longer than an entry may be',
  TOO_DEEP: 'the event is nested too deeply to be one of ours',
  NOT_JSON: 'the bytes are not JSON',
  NOT_CANONICAL: 'the bytes are not the canonical form of what they say',
  NOT_AN_EVENT: 'the bytes are not an event of ours',
  WRONG_SOURCE: 'the event was written by somebody else',
  WRONG_TIME: 'the time known is not the clock reading’s own',
  COLUMN_MISMATCH: 'the store’s columns do not say what the bytes say',
  STREAM_ORDER: 'the event does not follow its stream’s previous one',
  DUPLICATE_ID: 'another event has the same id',
  EFFECT_BEFORE_CAUSE: 'the event’s clock reading is not above its cause’s',
  EFFECT_SEALED_FIRST: 'the event stands before its cause in the same log',
  WATERMARK_BROKEN: 'an earlier checkpoint promised that no such clock reading would come',
  CHECKPOINT_UNREADABLE: 'not a checkpoint',
  CHECKPOINT_FOREIGN: 'a checkpoint of another log',
  CHECKPOINT_SIGNATURE: 'not signed by this log',
  CHECKPOINT_WENT_BACK: 'a later checkpoint states a smaller log',
  CHECKPOINT_BEYOND_LOG: 'the checkpoint covers events that are not there',
  ROOT_MISMATCH: 'the checkpoint’s root is not that of the events it covers',
  NO_CHECKPOINT: 'no checkpoint covers the events',
  NO_KEY: 'no public key is known for this log, so no signature was checked: give --key, or of the registry --registry-key',
  KEY_UNPROVEN: 'whoever made the export may have made its key as well: give the log’s key with --key, or --registry',
  REPEAT_UNPROVEN: 'the same place came again so late that its leaf is no longer at hand',
} as const satisfies Record<string, string>;
export type Code = keyof typeof MEANING;

/** These leave the answer open; every other one breaks a promise. */
const OPEN: ReadonlySet<Code> = new Set<Code>(['NO_CHECKPOINT', 'NO_KEY', 'KEY_UNPROVEN', 'REPEAT_UNPROVEN']);

export interface Finding {
  readonly code: Code;
  /** The event concerned; of a checkpoint, its size. */
  readonly seq: number;
  /** A checkpoint that the auditor had kept, rather than one of the log’s own list. */
  readonly known?: boolean;
}

export type Verdict = 'holds' | 'violated' | 'could not say';

const KEPT = 25;

/** Counts every finding and keeps the first of each kind. */
export class Findings {
  readonly first: Finding[] = [];
  readonly counts = new Map<Code, number>();

  add(code: Code, seq: number, more: { readonly known?: boolean } = {}): void {
    const count = (this.counts.get(code) ?? 0) + 1;
    this.counts.set(code, count);
    if (count <= KEPT) this.first.push({ code, seq, ...more });
  }

  get verdict(): Verdict {
    const codes = [...this.counts.keys()];
    if (codes.some((code) => !OPEN.has(code))) return 'violated';
    return codes.length > 0 ? 'could not say' : 'holds';
  }
}
