import { decodeFetchResponse } from './fetch-response';
import { type MakeProduce, type NewEncoder, withBatches } from './produce-request';

/** The one kafkajs whose internals the patches below were read against. */
export const PATCHED_VERSION = '2.2.4';

interface RequestQueue {
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  readonly pending: readonly unknown[];
  checkPendingRequests(): void;
}
interface ProduceModule {
  protocol: (at: { readonly version: number }) => MakeProduce;
}
interface ResponseModule {
  decode: (raw: Buffer) => Promise<unknown>;
}

/* eslint-disable @typescript-eslint/no-require-imports -- kafkajs has no types for its inner modules */
const { version } = require('kafkajs/package.json') as { version: string };
if (version !== PATCHED_VERSION) throw new Error(`kafkajs ${version} found, but the patches are for ${PATCHED_VERSION}`);
process.env['KAFKAJS_NO_PARTITIONER_WARNING'] = '1';

const queue = require('kafkajs/src/network/requestQueue') as {
  prototype: RequestQueue & { scheduleCheckPendingRequests(): void };
};
/** kafkajs re-arms a 1 ms timer for ever, also when there is nothing to send (tulios/kafkajs#1751). */
queue.prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
  if (this.throttleCheckTimeoutId) return;
  let wait = this.throttledUntil - Date.now();
  if (wait <= 0) {
    if (this.pending.length === 0) return;
    wait = 10;
  }
  this.throttleCheckTimeoutId = setTimeout(() => {
    this.throttleCheckTimeoutId = null;
    this.checkPendingRequests();
  }, wait);
};

(require('kafkajs/src/protocol/requests/fetch/v11/response') as ResponseModule).decode = decodeFetchResponse;
for (const older of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) {
  const response = require(`kafkajs/src/protocol/requests/fetch/v${older}/response`) as ResponseModule;
  response.decode = () => Promise.reject(new Error('the broker is too old: fetch version 11 (Kafka 2.3) is needed'));
}

const Encoder = require('kafkajs/src/protocol/encoder') as NewEncoder;
const produce = require('kafkajs/src/protocol/requests/produce') as ProduceModule;
const { protocol } = produce;
/** kafkajs groups messages in quadratic time and encodes each into several buffers of its own; ours come encoded (BatchMessage). */
produce.protocol = ({ version }) => {
  if (version < 3) throw new Error('the broker is too old: produce version 3 (Kafka 0.11) is needed');
  return withBatches(Encoder, protocol({ version }));
};
/* eslint-enable */

export {
  AclOperationTypes,
  CompressionTypes,
  AclPermissionTypes,
  AclResourceTypes,
  ConfigResourceTypes,
  Kafka,
  logLevel,
  ResourcePatternTypes,
} from 'kafkajs';
export type { Admin, Consumer, ISocketFactory, KafkaConfig, Message, Producer } from 'kafkajs';
