import { createHash } from 'node:crypto';
import { encodeEvent, leafHash } from './bytes';
import { catalogue } from './catalogue';
import type { AnyEvent, Envelope } from './event';
import { type Hlc, hlcOf, msOfHlc } from './hlc';
import { type Actor, instantOf, type Instant, type StreamId, type Uuid } from './ids';

/** A lawful UUID made of a name: equal names, equal ids. */
export function idOf(name: string): Uuid {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}` as Uuid;
}

type Bytes = ReturnType<typeof encodeEvent>;

/** An event as a log holds it. */
export interface WrittenEvent {
  readonly log: string;
  readonly seq: number;
  readonly leaf: Bytes;
  readonly hlc: Hlc;
  readonly envelope: Envelope;
  readonly event: AnyEvent;
  readonly bytes: Bytes;
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
  readonly events: WrittenEvent[] = [];
  private readonly versions = new Map<string, number>();

  constructor(
    readonly name: string,
    private readonly ofAgency = true,
  ) {}

  write({ stream, event, at, recorded, causation, service }: Written): WrittenEvent {
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
