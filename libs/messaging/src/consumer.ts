import type { Seeker } from './applier';
import type { Broker, SubscribeOptions, Subscription, TopicReader } from './broker';

export * from './applier';
export { InboxReader, type InboxReaderOptions, publicKeyOfLog } from './inbox-reader';
export { LogReader, type LogReaderOptions } from './log-reader';

interface AttachedReader extends TopicReader {
  attach(seeker: Seeker): void;
}

/** Subscribes readers and lets them read again through the subscription; `add` attaches later ones. */
export async function readFrom(broker: Broker, readers: readonly AttachedReader[], options?: SubscribeOptions): Promise<Reading> {
  const subscription = await broker.subscribe([], options);
  const add = (more: readonly AttachedReader[]): Promise<void> => {
    for (const reader of more) reader.attach(subscription);
    return subscription.add(more);
  };
  await add(readers);
  return { add, lag: () => subscription.lag(), stop: () => subscription.stop() };
}

export interface Reading extends Pick<Subscription, 'lag' | 'stop'> {
  add(readers: readonly AttachedReader[]): Promise<void>;
}
