import type { IncomingRecord } from '@satualur/messaging/broker';
import type { KafkaBroker } from '@satualur/messaging/kafka-broker';
import type { Place } from './ledger';

/** Every record that a topic holds now, as the product's consumer gets it: `version` is its seq. */
export async function topicRecords(broker: KafkaBroker, topic: string): Promise<readonly Place[]> {
  const { next: end } = await (await broker.admin()).offsets(topic);
  const places: Place[] = [];
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const handle = (records: readonly IncomingRecord[]): Promise<void> => {
    for (const { headers } of records) places.push({ stream: topic, version: Number(headers.get('seq')) });
    if (BigInt(records.at(-1)!.offset) + 1n >= BigInt(end)) finish();
    return Promise.resolve();
  };
  const reading = await broker.subscribe([{ topic, start: () => Promise.resolve('earliest'), handle }]);
  if (end !== '0') await finished;
  await reading.stop();
  return places;
}
