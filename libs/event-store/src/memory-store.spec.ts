import { generateKeyPairSync, sign } from 'node:crypto';
import { HybridClock, wallClock } from './clock';
import { MemoryEventStore, MemoryLog, MemoryLogStore } from './memory-store';
import { AlongsideLost } from './store';
import { storeContract } from './store.contract';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const signer = {
  sign: (message: Uint8Array) => sign(null, message, privateKey),
  publicKey: publicKey.export({ format: 'jwk' }).x!,
};

storeContract('the store in memory', async () => {
  const log = new MemoryLog();
  let count = 0;
  return {
    open: (service, over) =>
      new MemoryEventStore({ log, source: `/agencies/pol-6310/${service}`, clock: new HybridClock(wallClock), ...over }),
    log: (clock = new HybridClock(wallClock)) => new MemoryLogStore({ log, name: 'pol-6310', clock, signer }),
    bump: (from) => ({
      text: '',
      values: [],
      memory: () => {
        if (count !== from) throw new AlongsideLost();
        count++;
      },
    }),
    counted: async () => count,
    close: async () => undefined,
  };
});
