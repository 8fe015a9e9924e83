/** Below Kafka's default `max.message.bytes` (1,048,588), which bounds the batch that one request holds for one topic. */
export const MAX_BATCH_BYTES = 1_000_000;

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
