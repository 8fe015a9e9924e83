import { type Hlc, HLC_ZERO, hlcMax } from '@satualur/contracts/hlc';
import { categoryOf, type StreamId, type Uuid } from '@satualur/contracts/ids';
import type { Appender, Batch, Claim, KnownCommand, Outcome, Row } from './appender';
import { storedEvent } from './envelope';
import type { MemoryLog } from './memory-log';
import type { StoredEvent } from './store';

export const claimId = (kind: string, key: string): string => JSON.stringify([kind, key]);

/** The same refusals as PostgreSQL's policies, constraints and `store.append`, in the same order; a commit is one synchronous step. */
export class MemoryAppender implements Appender {
  constructor(
    private readonly log: MemoryLog,
    private readonly categories: readonly string[],
    private readonly onCommitted: () => void,
  ) {}

  highest(): Promise<Hlc> {
    return Promise.resolve(this.log.events.reduce((highest, row) => hlcMax(highest, row.hlc), this.log.mark));
  }

  load(stream: StreamId): Promise<readonly StoredEvent[]> {
    return Promise.resolve(this.log.rows(stream).map(({ bytes }) => storedEvent(bytes)));
  }

  byCommand(id: Uuid): Promise<KnownCommand | undefined> {
    const known = this.log.commands.get(id);
    if (!known) return Promise.resolve(undefined);
    const { first, bodyHash } = known;
    const rows = this.log
      .rows(first.stream)
      .filter((row) => row.version >= first.version && row.ordinal === row.version - first.version);
    const events = rows.map(({ bytes }) => storedEvent(bytes));
    return Promise.resolve(bodyHash === undefined ? { events } : { bodyHash, events });
  }

  append(batch: Batch): Promise<Outcome> {
    return Promise.resolve().then(() => {
      const refused =
        this.movedCheck(batch) ?? this.belowChecked(batch) ?? this.refusedRow(batch) ?? this.takenClaim(batch.claims);
      if (refused) return refused;
      for (const { memory } of batch.alongside) memory?.();
      this.commit(batch);
      if (batch.rows.length > 0) this.onCommitted();
      return { kind: 'committed' };
    });
  }

  private movedCheck({ checks }: Batch): Outcome | undefined {
    const moved = checks.find(({ stream, version }) => this.log.rows(stream).length !== version);
    return moved && { kind: 'conflict', stream: moved.stream };
  }

  private belowChecked({ rows }: Batch): Outcome | undefined {
    const floors = rows.flatMap(({ stream, hlc }) => {
      const floor = this.log.checked.get(stream);
      return floor !== undefined && hlc <= floor ? [floor] : [];
    });
    return floors.length > 0 ? { kind: 'too-low', floor: floors.reduce(hlcMax) } : undefined;
  }

  private refusedRow({ rows, command }: Batch): Outcome | undefined {
    for (const [index, row] of rows.entries()) {
      if (!this.categories.includes(categoryOf(row.stream))) throw new Error('category of another service');
      if (row.hlc <= this.log.mark) return { kind: 'too-low', floor: this.log.mark };
      if (this.log.rows(row.stream).length >= row.version) return { kind: 'conflict', stream: row.stream };
      if (index === 0 && this.log.commands.has(command.id)) return { kind: 'repeat' };
    }
    return undefined;
  }

  private takenClaim(claims: readonly Claim[]): Outcome | undefined {
    const freed = new Set<string>();
    const taken = new Set<string>();
    for (const { kind, key, stream } of claims) {
      const id = claimId(kind, key);
      const held = taken.has(id) || (this.log.claims.has(id) && !freed.has(id));
      if (stream !== null && held) return { kind: 'claim-taken', claim: kind, holder: this.log.claims.get(id) };
      if (stream !== null) {
        taken.add(id);
      } else {
        freed.add(id);
        taken.delete(id);
      }
    }
    return undefined;
  }

  private commit({ rows, command, checks, claims, dues }: Batch): void {
    if (rows[0]) this.log.commands.set(command.id, { first: rows[0], bodyHash: command.bodyHash });
    rows.forEach((row) => this.place(row));
    const highest = rows.at(-1)?.hlc ?? HLC_ZERO;
    for (const { stream } of rows.length > 0 ? checks : []) {
      this.log.checked.set(stream, hlcMax(highest, this.log.checked.get(stream) ?? HLC_ZERO));
    }
    for (const { kind, key, stream } of claims) {
      if (stream === null) this.log.claims.delete(claimId(kind, key));
      else this.log.claims.set(claimId(kind, key), stream);
    }
    for (const { stream, at } of dues) {
      if (at === null) this.log.dues.delete(stream);
      else this.log.dues.set(stream, at);
    }
  }

  private place(row: Row): void {
    this.log.events.push(row);
    this.log.streams.set(row.stream, [...this.log.rows(row.stream), row]);
  }
}
