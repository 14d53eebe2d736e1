import { createMemoryStore } from '../../src/conversation/index.js';
import { describeKeepingContract } from './keeping-contract.js';

describeKeepingContract('the memory store', async () => {
  const store = createMemoryStore();
  return { open: async () => store, close: () => store.close() };
});
