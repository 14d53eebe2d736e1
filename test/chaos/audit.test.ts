import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, jest, test } from '@jest/globals';
import { FULL_ESTATE, USER_ARN } from '../support/aws-stand-in/full-estate.js';
import { startStandIn } from '../support/aws-stand-in/server.js';
import { type BotProcess, endAllProcesses, eventually, startBotProcess } from '../support/bot-process.js';
import { LivingMessage } from '../support/living-message.js';
import { describeWithPeer } from '../support/peers.js';
import { startRedis } from '../support/redis.js';
import { FakeSlackApi } from '../support/slack-api.js';

jest.setTimeout(120_000);
afterAll(endAllProcesses);

const AUDITOR = 'UAUDITOR';
const EXTERNAL_ID = '0f8e2c5a-unguessable';
const SECRET_KEY = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
/** What the contract gives; some more for a loaded machine. */
const TAKEN_OVER_WITHIN_MS = 15_000 + 5_000;

function auditConfig(): string {
  const entries = Object.keys(FULL_ESTATE.accounts).map(
    (account) =>
      `  - id: "${account}"\n    role: arn:aws:iam::${account}:role/s3denied-audit\n    externalId: ${EXTERNAL_ID}\n    allow: { users: [${AUDITOR}] }\n`,
  );
  return `accounts:\n${entries.join('')}`;
}

/** Has the settings read, as somebody who may. */
async function audit(bot: BotProcess, api: FakeSlackApi): Promise<void> {
  await bot.slack.command('', { user_id: AUDITOR });
  const { args } = await api.until('views.open');
  const offered = args['view'].blocks.find((block: { block_id: string }) => block.block_id === 'audit');
  const values = {
    resource: { type: 'plain_text_input', value: 's3://amzn-s3-demo-bucket/a.txt' },
    principal: { type: 'plain_text_input', value: USER_ARN },
    operation: { type: 'static_select', selected_option: { value: 'GetObject' } },
    audit: { type: 'checkboxes', selected_options: offered.element.options },
  };
  const user = { user: { id: AUDITOR, team_id: 'T1' } };
  await bot.slack.submit(values, { id: 'V1', private_metadata: args['view'].private_metadata }, user);
}

describeWithPeer('redis-server', 'an audit whose process is killed', () => {
  test('is taken over by another process, and ends; no credential is in any log', async () => {
    const folder = mkdtempSync(join(tmpdir(), 's3denied-audit-'));
    writeFileSync(join(folder, 'audit.yaml'), auditConfig());
    const api = await new FakeSlackApi().start();
    const redis = await startRedis();
    const aws = await startStandIn(FULL_ESTATE, { delayMilliseconds: 700 });
    const environment = {
      REDIS_URL: redis.url,
      AUDIT_CONFIG: join(folder, 'audit.yaml'),
      AWS_ENDPOINT_URL: aws.url,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: SECRET_KEY,
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    const bots = [await startBotProcess(api, environment), await startBotProcess(api, environment)] as const;
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
        for (const secret of [SECRET_KEY, EXTERNAL_ID, 'AKIAIOSFODNN7EXAMPLE', 'xoxb-test'])
          expect(bot.log()).not.toContain(secret);
    } finally {
      await bots[1].stop();
      await aws.stop();
      await redis.close();
      await api.stop();
      rmSync(folder, { recursive: true });
    }
  });
});
