import { type Alarms, type Mark, type Position, type Seeker } from './applier';
import type { IncomingRecord, StartOffset, TopicReader } from './broker';
import { Lane } from './lane';
import { offsetAfter } from './offset';
import { RecentLeaves } from './recent-leaves';
import { redriveParked } from './redrive';
import { parkedFrom, type Read, RunOfEvents, type RunOptions } from './run-of-events';
import { type Claimed, claimOf, envelopeOf, isRefusal, leafMatches } from './verify';

export interface LogReaderOptions extends RunOptions {
  /** Name of the log; the topic is `log.<name>`. */
  readonly log: string;
  readonly alarms: Alarms;
}

/** What is missing: the seq after `after`; `from` is where reading goes on once it is found. */
interface Hole {
  readonly after: number;
  readonly from: StartOffset;
  readonly reason: 'MISSING' | 'LEAF_MISMATCH';
  alarmed: boolean;
}

const REMEMBERED = 2_048;

/**
 * Reads `log.<name>` once in effect: gapless by `seq`, every event's bytes checked against its leaf. A hole is read again, then an
 * alarm is raised and the log waits, looking only for the missing event (sent again) until it comes.
 */
export class LogReader implements TopicReader {
  readonly topic: string;
  readonly #run: RunOfEvents;
  readonly #lane = new Lane();
  readonly #leaves = new RecentLeaves(REMEMBERED);
  #seeker: Seeker | undefined;
  #mark: Mark | undefined;
  #hole: Hole | undefined;

  constructor(private readonly options: LogReaderOptions) {
    this.topic = `log.${options.log}`;
    this.#run = new RunOfEvents(this.topic, options, (position) => this.#moved(position));
  }

  /** Must be given the subscription, or nothing is ever read again (`readFrom` does). */
  attach(seeker: Seeker): void {
    this.#seeker = seeker;
  }

  /** The seq this log waits for, if it waits. */
  get waitingFor(): number | undefined {
    return this.#hole && this.#hole.after + 1;
  }

  async start(): Promise<StartOffset> {
    const mark = await this.#load();
    return mark.seq === 0 ? 'earliest' : mark.next;
  }

  handle(records: readonly IncomingRecord[]): Promise<void> {
    return this.#lane.run(() => this.#handle(records));
  }

  /** Applies what is parked, in order; returns how many. */
  redrive(): Promise<number> {
    return this.#lane.run(async () => {
      const { parking, effects } = this.options;
      const { seq: reached } = await this.#load();
      const applied = await redriveParked(this.topic, parking, effects, ({ seq }) => seq !== undefined && seq <= reached);
      this.#run.forget();
      return applied;
    });
  }

  async #handle(records: readonly IncomingRecord[]): Promise<void> {
    try {
      await this.#read(records);
    } catch (error) {
      this.#mark = undefined;
      this.#run.forget();
      throw error;
    }
  }

  async #read(records: readonly IncomingRecord[]): Promise<void> {
    const from = await this.#load();
    let seq = from.seq;
    const ready: Read[] = [];
    for (const record of records) {
      const claim = claimOf(record);
      if (isRefusal(claim)) ready.push({ record, refused: claim.refused });
      else if (claim.seq <= seq) await this.#seenBefore(record, claim);
      else if (claim.seq === seq + 1 && leafMatches(claim)) {
        ready.push(this.#place(record, claim));
        this.#leaves.keep(seq + 1, claim.leaf);
        seq += 1;
      } else if (await this.#missing(record, claim, seq, ready.splice(0))) return;
    }
    await this.#run.apply(ready);
    if (this.#filled()) this.#readAgain(this.#hole!.from);
  }

  #place(record: IncomingRecord, { seq, leaf, value }: Claimed): Read {
    const position = {
      topic: this.topic,
      log: this.options.log,
      seq,
      leaf,
      after: seq - 1,
      offset: record.offset,
      next: this.#nextAfter(record),
    };
    const envelope = envelopeOf(value, this.options.log);
    if (isRefusal(envelope)) return { record, position, refused: envelope.refused };
    return { record, event: Object.assign(position, { bytes: value, envelope }) };
  }

  /** Behind the record; but while a hole is open, where reading will go on once it is filled. */
  #nextAfter({ offset }: IncomingRecord): string {
    if (this.#hole === undefined) return offsetAfter(offset);
    return this.#hole.from === 'earliest' ? '0' : this.#hole.from;
  }

  /** Applies what is ready, then reads again or goes on looking; true when the rest of the records is to be dropped. */
  async #missing(record: IncomingRecord, claim: Claimed, after: number, ready: readonly Read[]): Promise<boolean> {
    await this.#run.apply(ready);
    if (this.#filled()) return this.#readAgain(this.#hole!.from);
    const reason = claim.seq === after + 1 ? 'LEAF_MISMATCH' : 'MISSING';
    if (this.#hole === undefined) {
      const { seq, next } = await this.#load();
      const from = seq === 0 ? 'earliest' : next;
      this.#readAgain(from);
      this.#hole = { after, from, reason, alarmed: false };
      return true;
    }
    if (reason === 'LEAF_MISMATCH') await this.options.parking.park([parkedFrom(record, reason, { log: this.options.log })]);
    if (!this.#hole.alarmed) this.options.alarms.onGap({ topic: this.topic, log: this.options.log, after, reason });
    this.#hole.alarmed = true;
    return false;
  }

  /** Whether the missing event has come and been applied. */
  #filled(): boolean {
    return this.#hole !== undefined && (this.#mark?.seq ?? 0) > this.#hole.after;
  }

  #readAgain(from: StartOffset): true {
    this.#hole = undefined;
    if (this.#seeker === undefined) throw new Error(`${this.topic} cannot be read again: its reader is not attached`);
    this.#seeker.seek(this.topic, from);
    return true;
  }

  async #seenBefore(record: IncomingRecord, claim: Claimed): Promise<void> {
    const known = this.#leaves.of(claim.seq) ?? (claim.seq === this.#mark?.seq ? this.#mark.leaf : undefined);
    if (known === undefined || known.equals(claim.leaf)) return;
    await this.options.parking.park([parkedFrom(record, 'LEAF_CONFLICT')]);
    this.options.alarms.onIncident({ topic: this.topic, log: this.options.log, seq: claim.seq, offset: record.offset });
  }

  #moved({ log, seq, leaf, next }: Position): void {
    this.#mark = { log, seq, leaf, next };
  }

  async #load(): Promise<Mark> {
    this.#mark ??= (await this.options.marks.load(this.topic)).find(({ log }) => log === this.options.log);
    this.#mark ??= { log: this.options.log, seq: 0, next: '0' };
    return this.#mark;
  }
}
