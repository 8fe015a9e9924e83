import { type StreamId, streamOf, type Uuid } from '@satualur/contracts/ids';
import { randomIds } from '@satualur/event-store/random-ids';

export const ids = randomIds();

/** Events after which a worker turns to a new stream. */
const STREAM_LENGTH = 10;

/** Each worker's stream and how many events stand in it: streams begin, grow for a while, and give way to others. */
export class Streams {
  private readonly at: { stream: StreamId; version: number }[] = [];

  constructor(
    private readonly category: string,
    private readonly length = STREAM_LENGTH,
  ) {}

  /** The stream and the version its next event will have. */
  next(worker: number, events = 1): { readonly stream: StreamId; readonly version: number } {
    let current = this.at[worker];
    if (!current || current.version >= this.length) this.at[worker] = current = { stream: this.fresh(), version: 0 };
    const place = { stream: current.stream, version: current.version + 1 };
    current.version += events;
    return place;
  }

  fresh(): StreamId {
    return streamOf(this.category, ids.next() as Uuid);
  }
}
