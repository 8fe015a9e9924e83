import { createHash } from 'node:crypto';
import { encodeEvent, leafHash } from '@satualur/contracts/bytes';
import { catalogue } from '@satualur/contracts/catalogue';
import type { AnyEvent, Envelope } from '@satualur/contracts/event';
import { type Hlc, hlcOf, msOfHlc } from '@satualur/contracts/hlc';
import { type Actor, instantOf, type Instant, type StreamId, type Uuid } from '@satualur/contracts/ids';
import type { Pool } from 'pg';
import { countedWatermark, freshAfter, type LogMark, markAfter, START, type Watermark } from './marks';
import type { LogEvent, Projection } from './projection';
import { Projector } from './projector';

/** A lawful UUID made of a name: equal names, equal ids. */
export function idOf(name: string): Uuid {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}` as Uuid;
}

export interface Written {
  readonly stream: StreamId;
  readonly event: AnyEvent;
  /** Milliseconds, or a whole reading. */
  readonly at: number | Hlc;
  readonly recorded?: Instant;
  readonly causation?: Uuid;
  readonly service?: string;
}

/** A log in memory: stamps, numbers and encodes as a store and its sequencer do. */
export class TestLog {
  readonly events: LogEvent[] = [];
  private readonly versions = new Map<string, number>();

  constructor(
    readonly name: string,
    private readonly ofAgency = true,
  ) {}

  write({ stream, event, at, recorded, causation, service }: Written): LogEvent {
    const hlc = typeof at === 'number' ? hlcOf(at) : at;
    const known = instantOf(msOfHlc(hlc));
    const version = (this.versions.get(stream) ?? 0) + 1;
    this.versions.set(stream, version);
    const seq = this.events.length + 1;
    const { type, data, caseid, audience, legalbasis } = event;
    const entry = catalogue.get(type)!;
    const envelope: Envelope = {
      specversion: '1.0',
      id: idOf(`${this.name}/${seq}`),
      source: this.ofAgency ? `/agencies/${this.name}/${service ?? entry.owner}` : `/services/${this.name}`,
      type: entry.type,
      subject: stream,
      time: recorded ?? known,
      datacontenttype: 'application/json',
      dataschema: `urn:${entry.type}`,
      knowntime: known,
      hlc,
      sequence: String(version),
      correlationid: idOf(`${this.name}/${seq}/correlation`),
      actor: 'staff-1/caseworker' as Actor,
      data,
      ...(caseid && { caseid }),
      ...(causation && { causationid: causation }),
      ...(legalbasis && { legalbasis }),
      ...(audience?.length && { audience: audience.join(' ') }),
    };
    const bytes = encodeEvent(envelope);
    const written = {
      log: this.name,
      seq,
      leaf: leafHash(bytes),
      hlc,
      envelope,
      event: { ...event, hlc, time: envelope.time },
      bytes,
    };
    this.events.push(written);
    return written;
  }
}

/** Given events, then rows: applies them log by log in the order given and hands out the live schema's rows. */
export async function givenEvents(pool: Pool, projection: Projection, events: readonly LogEvent[]) {
  const projector = new Projector(pool, projection);
  await projector.open();
  for (const event of events) await projector.apply(event.log, [event]);
  return {
    projector,
    rows: async (query: string) =>
      projector.read(async (rows, schema) => (await rows.query(query.replaceAll('{schema}', `"${schema}"`))).rows),
  };
}

/** The projector's rules over events kept in memory, for properties over many interleavings; `projector.int.spec.ts` holds the real one to the same. */
export class MemoryProjector {
  readonly events: LogEvent[] = [];
  private readonly marks = new Map<string, LogMark>();
  private readonly promises = new Map<string, Watermark[]>();

  apply(log: string, events: readonly LogEvent[]): number {
    const fresh = freshAfter(this.marks.get(log) ?? START, log, events);
    if (fresh.length > 0) this.marks.set(log, markAfter(fresh));
    this.events.push(...fresh);
    return fresh.length;
  }

  watermark(log: string, promise: Watermark): void {
    this.promises.set(log, [...(this.promises.get(log) ?? []), promise]);
  }

  watermarks(): ReadonlyMap<string, Hlc> {
    const counted = [...this.promises].map(
      ([log, promises]) => [log, countedWatermark(this.marks.get(log) ?? START, promises)] as const,
    );
    return new Map(counted.filter((entry): entry is readonly [string, Hlc] => entry[1] !== undefined));
  }
}
