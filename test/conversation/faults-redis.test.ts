import { afterAll, beforeAll } from '@jest/globals';
import { describeWithPeer } from '../support/peers.js';
import { startRedis, type RedisPeer } from '../support/redis.js';
import { describeFaultsContract } from './faults-contract.js';
import { RedisStores } from './support/redis-stores.js';

describeWithPeer('redis-server', 'on a real Redis', () => {
  let redis: RedisPeer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.close());

  describeFaultsContract('the Redis store', async () => {
    await redis.command('FLUSHALL');
    const stores = new RedisStores(() => redis);
    return { open: () => stores.open(), close: () => stores.closeAll() };
  });
});
