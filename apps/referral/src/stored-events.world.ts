import { storedEvent } from '@satualur/event-store/envelope';
import type { StoredEvent } from '@satualur/event-store/store';

const known = new WeakMap<Buffer, StoredEvent>();

/** Bytes are parsed once, however often a world looks at them. */
export const storedEvents = {
  of(bytes: Buffer): StoredEvent {
    const stored = known.get(bytes) ?? storedEvent(bytes);
    known.set(bytes, stored);
    return stored;
  },
};
