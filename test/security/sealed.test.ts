import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { teamsPlatform } from '../../src/app/surfaces.js';
import { createMemoryStore } from '../../src/conversation/index.js';
import { createCipher } from '../../src/conversation/cipher.js';
import { sealRecords } from '../../src/conversation/records.js';
import { createHttpServer } from '../../src/ops/http-server.js';
import { createLogger } from '../../src/ops/logging.js';
import { createMetrics } from '../../src/ops/metrics.js';
import { until } from '../conversation/support/rig.js';
import { startBotConnector } from '../support/bot-connector.js';
import { FakeService } from '../support/slack-service.js';
import { JANE, TeamsClient, TENANT } from '../support/teams-client.js';

const cipher = createCipher([randomBytes(32)]);
const logger = createLogger('silent');

test('who somebody in Teams is, and where their tenant answers, is stored sealed', async () => {
  const store = createMemoryStore();
  const metrics = createMetrics();
  const platform = await teamsPlatform('unauthenticated', { store, cipher, logger, metrics });
  const conversation = Object.assign(new FakeService(), { run: async () => {} });
  const server = createHttpServer({ logger, routes: platform.open(conversation).routes });
  const url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
  const connector = await startBotConnector();
  await new TeamsClient(url, connector, JANE).write('help');

  const [person, address] = [`teams-person:${TENANT}:${JANE.aadObjectId}`, `teams-service-url:${TENANT}`];
  await until(async () => (await store.records.get(person)) !== undefined, person);
  const stored = await Promise.all([store.records.get(person), store.records.get(address)]);
  expect(stored.join()).not.toMatch(/Jane|http/);
  expect(JSON.parse((await sealRecords(store.records, cipher).get(person)) ?? '')).toMatchObject({
    name: 'Jane',
  });
  await server.close(100);
  await connector.close();
});

test('a sealed record in the place of another is none, and what was written before there was a key still reads', async () => {
  const { records } = createMemoryStore();
  const sealed = sealRecords(records, cipher);
  await sealed.set('a', 'xoxb-1');
  await records.set('b', (await records.get('a')) ?? '');
  await records.set('c', '{"name":"Jane"}');
  expect(await Promise.all(['a', 'b', 'c'].map((id) => sealed.get(id)))).toEqual([
    'xoxb-1',
    undefined,
    '{"name":"Jane"}',
  ]);
});
