import { afterAll, expect, jest, test } from '@jest/globals';
import { FULL_ESTATE } from '../support/aws-stand-in/full-estate.js';
import { startStandIn } from '../support/aws-stand-in/server.js';
import { endAllProcesses, eventually, startBotProcess } from '../support/bot-process.js';
import { LivingMessage } from '../support/living-message.js';
import { describeWithPeer } from '../support/peers.js';
import { startRedis } from '../support/redis.js';
import { FakeSlackApi } from '../support/slack-api.js';
import { ACCESS_KEY, audit, auditEnvironment, EXTERNAL_ID, SECRET_KEY } from './auditing.js';

jest.setTimeout(120_000);
afterAll(endAllProcesses);

/** What the contract gives; some more for a loaded machine. */
const TAKEN_OVER_WITHIN_MS = 15_000 + 5_000;

describeWithPeer('redis-server', 'an audit whose process is killed', () => {
  test('is taken over by another process, and ends; no credential is in any log', async () => {
    const api = await new FakeSlackApi().start();
    const redis = await startRedis();
    const aws = await startStandIn(FULL_ESTATE, { delayMilliseconds: 700 });
    const environment = { REDIS_URL: redis.url, ...auditEnvironment(aws.url) };
    const bots = await Promise.all([startBotProcess(api, environment), startBotProcess(api, environment)]);
    try {
      const message = new LivingMessage(api);
      await audit(bots[0], api);
      await eventually(() => aws.takeExchanges()[0], 'a first call to AWS', 30_000);
      await bots[0].kill();
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      aws.takeExchanges();
      const killed = Date.now();
      await eventually(() => aws.takeExchanges()[0], 'another process asks AWS', TAKEN_OVER_WITHIN_MS);
      expect(Date.now() - killed).toBeLessThan(TAKEN_OVER_WITHIN_MS);
      await eventually(
        () =>
          message.buttons.some(({ actionId }) => actionId === 'recheck' || actionId.startsWith('answer:')) ||
          undefined,
        'what was found',
        40_000,
      );
      expect(api.of('chat.postMessage')).toHaveLength(1);
      for (const bot of bots)
        for (const secret of [SECRET_KEY, EXTERNAL_ID, ACCESS_KEY, 'xoxb-test'])
          expect(bot.log()).not.toContain(secret);
    } finally {
      await bots[1].stop();
      await aws.stop();
      await redis.close();
      await api.stop();
    }
  });
});
