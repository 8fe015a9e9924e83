import type { OutgoingRecord } from './broker';

/** Below Kafka's default `max.message.bytes` (1,048,588), which bounds all records that one request holds for one topic. */
export const MAX_TOPIC_BYTES = 1_000_000;

const RECORD_OVERHEAD = 32;

/** Too large for one request; nothing of it was sent. */
export class RecordTooLarge extends Error {
  constructor(
    readonly topic: string,
    readonly bytes: number,
  ) {
    super(`${bytes} bytes for one topic in one request`);
    this.name = 'RecordTooLarge';
  }
}

/** Upper bound of a record's encoded size. */
export const sizeOfRecord = (record: OutgoingRecord): number => {
  let size =
    RECORD_OVERHEAD +
    ((record.value as Buffer | null)?.length ?? 0) +
    (record.key === undefined ? 0 : Buffer.byteLength(record.key));
  for (const [name, value] of Object.entries(record.headers)) size += 10 + name.length + Buffer.byteLength(value);
  return size;
};

/** Throws RecordTooLarge when the records of one topic exceed what one request may hold. */
export function mustFit(records: readonly OutgoingRecord[]): void {
  const sizes = new Map<string, number>();
  for (const record of records) {
    const size = (sizes.get(record.topic) ?? 0) + sizeOfRecord(record);
    if (size > MAX_TOPIC_BYTES) throw new RecordTooLarge(record.topic, size);
    sizes.set(record.topic, size);
  }
}
