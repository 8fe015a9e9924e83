import { createSecretKey, randomBytes } from 'node:crypto';
import { AgencyKey, type StreamId, type SubjectId } from '@satualur/contracts/ids';
import { Erased } from '@satualur/contracts/sealed';
import { KEY_CACHE_MS, KeyCache } from './key-cache';
import { KeyedVault } from './keyed-vault';
import type { KeyStore } from './key-store';
import { sealValue } from './seal';

const key = createSecretKey(randomBytes(32));

describe('keys held in memory', () => {
  it('are given until 5 s after they were read, and not at 5 s', () => {
    let now = 1_000;
    const cache = new KeyCache(() => now);
    cache.put('a', key, 1_000);
    now = 1_000 + KEY_CACHE_MS - 1;
    expect(cache.get('a')).toBe(key);
    now += 1;
    expect(cache.get('a')).toBeUndefined();
    expect(KEY_CACHE_MS).toBe(5_000);
  });

  it('are forgotten by name, and not held again while their destruction may be under way', () => {
    let now = 0;
    const cache = new KeyCache(() => now);
    cache.put('a/1/identity', key, 0);
    cache.put('a/2/identity', key, 0);
    cache.forget('a/1/identity');
    expect([cache.get('a/1/identity'), cache.get('a/2/identity')]).toEqual([undefined, key]);
    now = KEY_CACHE_MS - 1;
    cache.put('a/1/identity', key, now);
    expect(cache.get('a/1/identity')).toBeUndefined();
    now = KEY_CACHE_MS;
    cache.put('a/1/identity', key, now);
    expect(cache.get('a/1/identity')).toBe(key);
  });

  it('are bounded in number', () => {
    const cache = new KeyCache(() => 0);
    for (let index = 0; index < 50_000; index++) cache.put(`a/${index}`, key, 0);
    expect(cache.get('a/0')).toBeUndefined();
    expect(cache.get('a/49999')).toBe(key);
  });

  it('let a vault that forgets open only while the store has the key, though it was read before its destruction', async () => {
    const agency = AgencyKey.parse('pol-contoh');
    let held = new Map([['identity' as const, key.export()]]);
    const store = { find: async () => ({ keys: held, destroyed: held.size === 0 }) } as Partial<KeyStore> as KeyStore;
    const vault = new KeyedVault(agency, store, () => 0);
    const context = { owner: agency, subject: 's' as SubjectId, stream: 'record-x' as StreamId, version: 1, field: 'f' };
    const box = sealValue('Siti Fiktif', 'identity', key, context);
    await vault.open(box, context);
    vault.forget(agency, context.subject, ['identity']);
    expect(await vault.open(box, context)).toBe('Siti Fiktif');
    held = new Map();
    expect(await vault.open(box, context)).toEqual(new Erased('erased'));
  });

  it('let a vault open for 5 s after another process destroyed the key, and no longer', async () => {
    let now = 0;
    let held = new Map([['identity' as const, key.export()]]);
    const store = { find: async () => ({ keys: held, destroyed: held.size === 0 }) } as Partial<KeyStore> as KeyStore;
    const agency = AgencyKey.parse('pol-contoh');
    const vault = new KeyedVault(agency, store, () => now);
    const context = { owner: agency, subject: 's' as SubjectId, stream: 'record-x' as StreamId, version: 1, field: 'f' };
    const box = sealValue('Siti Fiktif', 'identity', key, context);
    expect(await vault.open(box, context)).toBe('Siti Fiktif');
    held = new Map();
    now = KEY_CACHE_MS - 1;
    expect(await vault.open(box, context)).toBe('Siti Fiktif');
    now = KEY_CACHE_MS;
    expect(await vault.open(box, context)).toEqual(new Erased('erased'));
  });
});
