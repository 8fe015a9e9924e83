import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type Alarms, type Mark, type Position, type Seeker, Waiting } from './applier';
import type { IncomingRecord, StartOffset, TopicReader } from './broker';
import { Lane } from './lane';
import type { Parked } from './parking';
import { redriveParked } from './redrive';
import { inboxMessage } from './relay';
import { parkedFrom, type Read, RunOfEvents, type RunOptions } from './run-of-events';
import { type ClaimedCopy, copyClaimOf, envelopeOf, isRefusal, leafMatches, type Refusal } from './verify';

export interface InboxReaderOptions extends RunOptions {
  /** The agency whose inbox it is; the topic is `inbox.<agency>`. */
  readonly agency: string;
  /** Ed25519 key that an origin signs with; undefined while the directory does not know the origin. */
  readonly publicKeyOf: (origin: string) => KeyObject | undefined;
  readonly alarms: Alarms;
  /** How long an origin unknown to the directory is waited for before its record is parked. Default 60 s. */
  readonly patienceMs?: number;
  readonly now?: () => number;
}

const OUT_OF_ORDER = new Set(['GAP', 'ORIGIN_UNKNOWN']);

/**
 * Reads `inbox.<agency>` once in effect: signed copies, for each origin in the order of its chain of `prev`. An origin with a gap is
 * read again, then an alarm is raised and its later copies wait in the parking; other origins flow on.
 */
export class InboxReader implements TopicReader {
  readonly topic: string;
  readonly #run: RunOfEvents;
  readonly #lane = new Lane();
  readonly #readAgainAfter = new Map<string, number>();
  readonly #alarmedAfter = new Map<string, number>();
  /** Origins with copies in the parking that wait for their turn. */
  #blocked: Set<string> | undefined;
  readonly #unknownSince = new Map<string, number>();
  #seeker: Seeker | undefined;
  #marks: Map<string, Mark> | undefined;

  constructor(private readonly options: InboxReaderOptions) {
    this.topic = `inbox.${options.agency}`;
    this.#run = new RunOfEvents(this.topic, options, (position) => this.#moved(position));
  }

  /** Must be given the subscription, or nothing is ever read again (`readFrom` does). */
  attach(seeker: Seeker): void {
    this.#seeker = seeker;
  }

  /** Behind everything that was applied or parked. */
  async start(): Promise<StartOffset> {
    this.#marks = undefined;
    const parked = await this.options.parking.lastOffset(this.topic);
    const offsets = [...(await this.#load()).values()].map(({ next }) => BigInt(next));
    if (parked !== undefined) offsets.push(BigInt(parked) + 1n);
    return offsets.length === 0 ? 'earliest' : offsets.reduce((a, b) => (a > b ? a : b)).toString();
  }

  handle(records: readonly IncomingRecord[]): Promise<void> {
    return this.#lane.run(() => this.#forgetOnError(() => this.#read(records)));
  }

  /** Applies what is parked, in order; what waited for a gap or an origin is read as if it came now. Returns how many applied. */
  redrive(): Promise<number> {
    return this.#lane.run(() =>
      this.#forgetOnError(async () => {
        const { parking, effects } = this.options;
        const released = await this.#release(() => true);
        const marks = await this.#load();
        const reached = ({ log, seq, reason }: Parked): boolean =>
          !OUT_OF_ORDER.has(reason) && seq !== undefined && seq <= (marks.get(log ?? '')?.seq ?? 0);
        const applied = await redriveParked(this.topic, parking, effects, reached);
        this.#run.forget();
        return released + applied;
      }),
    );
  }

  async #forgetOnError<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.#marks = undefined;
      this.#run.forget();
      throw error;
    }
  }

  async #read(records: readonly IncomingRecord[]): Promise<void> {
    const last = new Map([...(await this.#load()).values()].map(({ log, seq }) => [log, seq]));
    const ready: Read[] = [];
    for (const record of records) {
      const claim = this.#verified(record);
      if (claim === undefined) {
        await this.#run.apply(ready);
        throw new Waiting('origin unknown');
      }
      if (isRefusal(claim)) ready.push({ record, refused: claim.refused });
      else if (claim.prev === (last.get(claim.origin) ?? 0)) {
        ready.push(this.#place(record, claim));
        last.set(claim.origin, claim.seq);
      } else if (await this.#outOfChain(record, claim, last.get(claim.origin) ?? 0, ready.splice(0))) return;
    }
    await this.#run.apply(ready);
    if (this.#blocked!.size > 0) await this.#release((origin) => this.#blocked!.has(origin));
  }

  /** undefined: wait for the directory to know the origin. */
  #verified(record: IncomingRecord): ClaimedCopy | Refusal | undefined {
    const claim = copyClaimOf(record);
    if (isRefusal(claim)) return claim;
    const key = this.options.publicKeyOf(claim.origin);
    if (key === undefined) return this.#outOfPatience(claim.origin) ? { refused: 'ORIGIN_UNKNOWN' } : undefined;
    this.#unknownSince.delete(claim.origin);
    const message = inboxMessage(claim.origin, this.options.agency, claim.seq, claim.leaf.toString('hex'), claim.prev);
    if (!verify(null, message, key, claim.sig)) return { refused: 'BAD_SIGNATURE' };
    return leafMatches(claim) ? claim : { refused: 'LEAF_MISMATCH' };
  }

  #outOfPatience(origin: string): boolean {
    const now = (this.options.now ?? Date.now)();
    const since = this.#unknownSince.get(origin) ?? now;
    this.#unknownSince.set(origin, since);
    return now - since >= (this.options.patienceMs ?? 60_000);
  }

  #place(record: IncomingRecord, { origin, seq, leaf, value, prev }: ClaimedCopy): Read {
    const next = (BigInt(record.offset) + 1n).toString();
    const position: Position = { topic: this.topic, log: origin, seq, leaf, after: prev, offset: record.offset, next };
    const envelope = envelopeOf(value, origin);
    if (isRefusal(envelope)) return { record, position, refused: envelope.refused };
    if (!(envelope.audience ?? '').split(' ').includes(this.options.agency))
      return { record, position, refused: 'NOT_ADDRESSED' };
    return { record, event: { ...position, bytes: value, envelope } };
  }

  /** A copy that does not follow its origin's last: seen before, a fork, or behind a gap. True when the topic is read again. */
  async #outOfChain(record: IncomingRecord, claim: ClaimedCopy, last: number, ready: readonly Read[]): Promise<boolean> {
    await this.#run.apply(ready);
    const { origin, seq, leaf, prev } = claim;
    const mark = (await this.#load()).get(origin);
    const other = seq === last && mark?.leaf !== undefined && !mark.leaf.equals(leaf);
    if (seq <= last && !other) return false;
    if (other || prev < last) {
      await this.options.parking.park([parkedFrom(record, other ? 'LEAF_CONFLICT' : 'CHAIN_FORKED')]);
      this.options.alarms.onIncident({ topic: this.topic, log: origin, seq, offset: record.offset });
      return false;
    }
    if (this.#readAgainAfter.get(origin) !== last) return this.#readAgain(origin, last, mark?.next ?? 'earliest');
    await this.options.parking.park([parkedFrom(record, 'GAP', { state: 'held', log: origin, seq })]);
    if (this.#alarmedAfter.get(origin) !== last)
      this.options.alarms.onGap({ topic: this.topic, log: origin, after: last, reason: 'MISSING' });
    this.#alarmedAfter.set(origin, last);
    this.#blocked!.add(origin);
    return false;
  }

  #readAgain(origin: string, last: number, from: StartOffset): true {
    if (this.#seeker === undefined) throw new Error(`${this.topic} cannot be read again: its reader is not attached`);
    this.#readAgainAfter.set(origin, last);
    this.#seeker.seek(this.topic, from);
    return true;
  }

  /** Reads what waits in the parking for its turn; returns how many applied. */
  async #release(of: (origin: string) => boolean): Promise<number> {
    const stillBlocked = new Set([...this.#blocked!].filter((origin) => !of(origin)));
    let released = 0;
    for (const entry of await this.#outOfOrder(of)) {
      const record = { ...entry, value: entry.bytes };
      const claim = this.#verified(record);
      if (claim === undefined || isRefusal(claim)) continue;
      const last = (await this.#load()).get(claim.origin)?.seq ?? 0;
      if (claim.prev > last) stillBlocked.add(claim.origin);
      if (claim.prev !== last) continue;
      await this.#run.apply([this.#place(record, claim)]);
      await this.options.parking.resolve(entry.id);
      released += 1;
    }
    this.#blocked = stillBlocked;
    return released;
  }

  async #outOfOrder(of: (origin: string) => boolean): Promise<readonly Parked[]> {
    const chosen = (await this.options.parking.unresolved(this.topic)).filter(
      ({ reason, log }) => OUT_OF_ORDER.has(reason) && (log === undefined || of(log)),
    );
    return chosen.sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0));
  }

  /** A server's crash may take marks back to where reading again had helped before: it must be allowed to help again. */
  #moved({ log, seq, leaf, next }: Position): void {
    this.#marks?.set(log, { log, seq, leaf, next });
    this.#readAgainAfter.delete(log);
  }

  async #load(): Promise<Map<string, Mark>> {
    this.#marks ??= new Map((await this.options.marks.load(this.topic)).map((mark) => [mark.log, mark]));
    this.#blocked ??= new Set((await this.#outOfOrder(() => true)).flatMap(({ log }) => log ?? []));
    return this.#marks;
  }
}

/** A log's public key as `AgencyProvisioned` carries it: 32 bytes in base64url. Throws for anything else. */
export const publicKeyOfLog = (raw: string): KeyObject =>
  createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: raw } });
