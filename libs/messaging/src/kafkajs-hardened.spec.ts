/* eslint-disable @typescript-eslint/no-require-imports -- kafkajs has no types for its inner modules */
import { PATCHED_VERSION } from './kafkajs-hardened';

interface Queue {
  scheduleCheckPendingRequests(): void;
  destroy(): void;
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  pending: unknown[];
}

const newQueue = (): Queue => {
  const RequestQueue = require('kafkajs/src/network/requestQueue') as new (options: object) => Queue;
  return new RequestQueue({ maxInFlightRequests: 1, requestTimeout: 1_000, logger: { debug: () => undefined } });
};

describe('the patched kafkajs', () => {
  it('is the version that the patches were read against', () => {
    const { version } = require('kafkajs/package.json') as { version: string };
    expect([version, PATCHED_VERSION]).toEqual(['2.2.4', '2.2.4']);
  });

  it('sets no timer while it is idle', () => {
    const queue = newQueue();
    queue.scheduleCheckPendingRequests();
    expect(queue.throttleCheckTimeoutId).toBeNull();
  });

  it.each<[string, Partial<Queue>]>([
    ['something is pending', { pending: [{}] }],
    ['the broker throttles', { throttledUntil: Date.now() + 60_000 }],
  ])('still sets one when %s', (_, state) => {
    const queue = Object.assign(newQueue(), state);
    queue.scheduleCheckPendingRequests();
    expect(queue.throttleCheckTimeoutId).not.toBeNull();
    queue.destroy();
  });

  it('refuses brokers whose answers it would read unhardened', async () => {
    const response = require('kafkajs/src/protocol/requests/fetch/v10/response') as { decode(raw: Buffer): Promise<unknown> };
    await expect(response.decode(Buffer.alloc(0))).rejects.toThrow('too old');
  });
});
