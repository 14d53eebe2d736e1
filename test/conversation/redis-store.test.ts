import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createCipher } from '../../src/conversation/cipher.js';
import { sealedCodec } from '../../src/conversation/codec.js';
import { OtherReleaseError } from '../../src/errors.js';
import { describeWithPeer } from '../support/peers.js';
import { startRedis, type RedisPeer } from '../support/redis.js';
import { anInvestigation } from './support/investigation.js';
import { RedisStores } from './support/redis-stores.js';
import { describeStoreContract } from './store-contract.js';

describeWithPeer('redis-server', 'on a real Redis', () => {
  let redis: RedisPeer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.close());

  describeStoreContract('the Redis store', async () => {
    await redis.command('FLUSHALL');
    const stores = new RedisStores(() => redis);
    return { open: () => stores.open(), close: () => stores.closeAll() };
  });

  const codec = sealedCodec(createCipher([randomBytes(32)]));
  describeStoreContract('the Redis store with everything sealed', async () => {
    await redis.command('FLUSHALL');
    const stores = new RedisStores(() => redis);
    return { open: () => stores.open({ codec }), close: () => stores.closeAll() };
  });

  test('a store that seals shows nothing of an investigation, and reads what was written before it sealed', async () => {
    const stores = new RedisStores(() => redis);
    const [plain, sealing] = [await stores.open(), await stores.open({ codec })];
    const before = anInvestigation();
    const after = anInvestigation({ details: { bucket: 'a-telling-name', audit: false } });
    const effects = [{ kind: 'notify', userId: 'U1', text: ['a-telling-name'] }] as const;
    await plain.commit({ investigation: before, from: 0, eventId: 'e1', effects: [] });
    await sealing.commit({ investigation: after, from: 0, eventId: 'e1', effects });
    expect((await sealing.load(before.id))?.investigation).toEqual(before);
    expect((await sealing.load(after.id))?.investigation).toEqual(after);
    await expect(plain.load(after.id)).rejects.toBeInstanceOf(OtherReleaseError);
    const keys = (await redis.command('KEYS', '*')).split(/\s+/).filter((word) => word.includes(':'));
    const values = await Promise.all(
      keys.map(async (key) =>
        key.includes(':inv:') ? redis.command('GET', key) : redis.command('XRANGE', key, '-', '+'),
      ),
    );
    expect(values.join()).toContain(before.id);
    expect(values.join()).not.toContain('a-telling-name');
    await stores.closeAll();
  });
});
