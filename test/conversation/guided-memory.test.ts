import { createMemoryStore } from '../../src/conversation/index.js';
import { describeGuidedContract } from './guided-contract.js';

describeGuidedContract('the memory store', async () => {
  const store = createMemoryStore();
  return { open: async () => store, close: () => store.close() };
});
