import type { OutgoingRecord } from './broker';

/** The records of each topic, in the order given. */
export function byTopic(records: readonly OutgoingRecord[]): ReadonlyMap<string, readonly OutgoingRecord[]> {
  const topics = new Map<string, OutgoingRecord[]>();
  for (const record of records) {
    const found = topics.get(record.topic);
    if (found) found.push(record);
    else topics.set(record.topic, [record]);
  }
  return topics;
}
