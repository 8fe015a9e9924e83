import type { Seeker } from './applier';
import type { Broker, Subscription, TopicReader } from './broker';

export * from './applier';
export { InboxReader, type InboxReaderOptions, publicKeyOfLog } from './inbox-reader';
export { LogReader, type LogReaderOptions } from './log-reader';

interface AttachedReader extends TopicReader {
  attach(seeker: Seeker): void;
}

/** Subscribes readers and lets them read again through the subscription; `add` attaches later ones. */
export async function readFrom(broker: Broker, readers: readonly AttachedReader[]): Promise<Reading> {
  let subscription: Subscription | undefined;
  const seeker: Seeker = { seek: (topic, offset) => subscription!.seek(topic, offset) };
  const attach = (list: readonly AttachedReader[]): readonly AttachedReader[] => {
    for (const reader of list) reader.attach(seeker);
    return list;
  };
  subscription = await broker.subscribe([]);
  await subscription.add(attach(readers));
  const begun = subscription;
  return {
    add: (more) => begun.add(attach(more)),
    lag: () => begun.lag(),
    stop: () => begun.stop(),
  };
}

export interface Reading extends Pick<Subscription, 'lag' | 'stop'> {
  add(readers: readonly AttachedReader[]): Promise<void>;
}
