import { ByteReader } from './byte-reader';
import type { Headers } from './broker';
import { type DecodedRecord, decodeRecords } from './record-batch';

/** What kafkajs carries through its Batch for us; with `skip` there is no record, only an offset to go past. */
export interface FetchedMessage {
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Headers;
  readonly damage?: string;
  readonly skip?: true;
  readonly isControlRecord: false;
  readonly batchContext: object;
}

const CONTEXT = {};
const NO_HEADERS: Headers = new Map();

function messageOf({ offset, key, value, headers, damage }: DecodedRecord): FetchedMessage {
  const message = { offset, key, value, headers, isControlRecord: false, batchContext: CONTEXT } as const;
  return damage === undefined ? message : { ...message, damage };
}

const skipTo = (offset: bigint): FetchedMessage => ({
  offset: offset.toString(),
  key: null,
  value: null,
  headers: NO_HEADERS,
  skip: true,
  isControlRecord: false,
  batchContext: CONTEXT,
});

/** Copies the bytes, so that a record kept for a while does not keep the whole response alive. */
async function messagesOf(bytes: Buffer): Promise<FetchedMessage[]> {
  const { records, next } = await decodeRecords(Buffer.from(bytes));
  const messages = records.map(messageOf);
  if (next === undefined) return messages;
  const last = BigInt(next) - 1n;
  if (messages.at(-1)?.offset !== last.toString()) messages.push(skipTo(last));
  return messages;
}

function partitionOf(reader: ByteReader) {
  const partition = reader.int32();
  const errorCode = reader.int16();
  const highWatermark = reader.int64().toString();
  const lastStableOffset = reader.int64().toString();
  const lastStartOffset = reader.int64().toString();
  reader.array((inner) => inner.bytes(16));
  const preferredReadReplica = reader.int32();
  const bytes = reader.bytes(Math.max(0, reader.int32()));
  return { header: { partition, errorCode, highWatermark, lastStableOffset, lastStartOffset, preferredReadReplica }, bytes };
}

/** Fetch response version 11, in place of kafkajs's decoder: linear in its bytes, and damage stays inside its own partition. */
export async function decodeFetchResponse(raw: Buffer) {
  const reader = new ByteReader(raw);
  const clientSideThrottleTime = reader.int32();
  const errorCode = reader.int16();
  const sessionId = reader.int32();
  const topics = reader.array((inner) => ({ topicName: inner.string(), partitions: inner.array(partitionOf) }));
  const responses = [];
  for (const { topicName, partitions } of topics) {
    const decoded = [];
    for (const { header, bytes } of partitions) {
      decoded.push({ ...header, abortedTransactions: [], messages: bytes.length === 0 ? [] : await messagesOf(bytes) });
    }
    responses.push({ topicName, partitions: decoded });
  }
  return { throttleTime: 0, clientSideThrottleTime, errorCode, sessionId, responses };
}
