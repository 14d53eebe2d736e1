export { sealedCodec } from '../codec.js';
// Apart from the room's other exports: whoever imports this loads node-redis, which costs a third of a second.
export { createRedisStore, type RedisStoreOptions } from './store.js';
export { DEFAULT_TIMINGS, type RedisTimings } from './timings.js';
