import type { Broker, IncomingRecord } from '@satualur/messaging/broker';
import { type TopicEnd, TopicsToEnd } from '@satualur/messaging/topic-to-end';

/** Topics that are read together, as often as asked: one subscription serves a pass over all of them. */
export class TopicPasses {
  private readonly passes: TopicsToEnd[] = [];
  private readonly taken = new Set<string>();

  constructor(
    private readonly broker: Broker,
    private readonly ends: readonly TopicEnd[],
  ) {}

  /** Every record of a topic; the second time a topic is asked for, the next pass begins. */
  read(topic: string): AsyncIterable<readonly IncomingRecord[]> {
    if (this.passes.length === 0 || this.taken.has(topic)) {
      this.passes.push(new TopicsToEnd(this.broker, this.ends));
      this.taken.clear();
    }
    this.taken.add(topic);
    return this.passes.at(-1)!.read(topic);
  }

  /** Lets go of what was not taken, for which its subscription would wait. */
  async close(): Promise<void> {
    await Promise.all(this.passes.map((pass) => pass.stop()));
  }
}
