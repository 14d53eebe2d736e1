import { createMemoryStore } from '../../src/conversation/index.js';
import { describeFaultsContract } from './faults-contract.js';

describeFaultsContract('the memory store', async () => {
  const store = createMemoryStore();
  return { open: async () => store, close: () => store.close() };
});
