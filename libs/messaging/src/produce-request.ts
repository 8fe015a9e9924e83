/* What kafkajs's untyped modules look like from here. */
interface Encoder {
  writeString(text: string | null): Encoder;
  writeInt16(value: number): Encoder;
  writeInt32(value: number): Encoder;
  writeBytes(bytes: Buffer): Encoder;
}
export type NewEncoder = new (size: number) => Encoder;

interface Partition {
  readonly partition: number;
  readonly messages: readonly unknown[];
}
interface Produce {
  readonly acks: number;
  readonly timeout: number;
  readonly topicData: readonly { readonly topic: string; readonly partitions: readonly Partition[] }[];
}
interface Made {
  readonly request: { readonly encode: () => Promise<Encoder> };
}
export type MakeProduce = (produce: Produce) => Made;

/** A record batch in Kafka's encoding, as the one message that kafkajs carries through for all its records. */
export class BatchMessage {
  readonly partition = 0;

  constructor(readonly value: Buffer) {}
}

const ROOM = 512;

const batchOf = ({ messages }: Partition): Buffer | undefined =>
  messages.length === 1 && messages[0] instanceof BatchMessage ? messages[0].value : undefined;

/** Produce request, versions 3 to 7, around batches that are encoded already; undefined when a partition holds something else. */
function encodeRequest(NewEncoder: NewEncoder, { acks, timeout, topicData }: Produce): Encoder | undefined {
  const all = topicData.flatMap(({ partitions }) => partitions.map(batchOf));
  if (all.includes(undefined)) return undefined;
  const size = all.reduce((sum, batch) => sum + batch!.length + ROOM, ROOM);
  const encoder = new NewEncoder(size).writeString(null).writeInt16(acks).writeInt32(timeout).writeInt32(topicData.length);
  for (const { topic, partitions } of topicData) {
    encoder.writeString(topic).writeInt32(partitions.length);
    for (const partition of partitions) encoder.writeInt32(partition.partition).writeBytes(batchOf(partition)!);
  }
  return encoder;
}

/** kafkajs's request, which encodes batches as they are and everything else as it always did. */
export const withBatches =
  (NewEncoder: NewEncoder, make: MakeProduce): MakeProduce =>
  (produce) => {
    const made = make(produce);
    const encode = async (): Promise<Encoder> => encodeRequest(NewEncoder, produce) ?? made.request.encode();
    return { ...made, request: { ...made.request, encode } };
  };
