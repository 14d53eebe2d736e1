import { createMemoryStore } from '../../src/conversation/index.js';
import { describeConversationContract } from './conversation-contract.js';

describeConversationContract('the memory store', async () => {
  const store = createMemoryStore();
  return { open: async () => store, close: () => store.close() };
});
