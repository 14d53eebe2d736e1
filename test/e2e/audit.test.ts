import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { type BotProcess, endAllProcesses, eventually, startBotProcess } from '../support/bot-process.js';
import { LivingMessage } from '../support/living-message.js';
import { type FakeAws, BUCKET_ACCOUNT, CALLER_ACCOUNT, startAws } from '../support/moto-aws.js';
import { buildEstate, BUCKET, KEY, USER_ARN } from '../support/moto-estate.js';
import { describeWithPeer } from '../support/peers.js';
import { FakeSlackApi } from '../support/slack-api.js';

jest.setTimeout(60_000);
afterAll(endAllProcesses);

const AUDITOR = 'UAUDITOR';

describeWithPeer('moto_server', 'an audit, from Slack over STS to the diagnosis', () => {
  let aws: FakeAws;
  let api: FakeSlackApi;
  let bot: BotProcess;
  let message: LivingMessage;
  const folder = mkdtempSync(join(tmpdir(), 's3denied-audit-'));

  beforeAll(async () => {
    aws = await startAws();
    await buildEstate(aws);
    writeFileSync(join(folder, 'audit.yaml'), aws.auditConfig(AUDITOR));
  });
  afterAll(async () => {
    await aws.stop();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    aws.reset();
    api = await new FakeSlackApi().start();
    message = new LivingMessage(api);
    bot = await startBotProcess(api, {
      ...aws.env,
      AUDIT_CONFIG: join(folder, 'audit.yaml'),
      SUPPORT_CHANNEL: 'C0SUPPORT',
    });
  });
  afterEach(async () => {
    await bot?.stop();
    await api.stop();
  });

  /** Fills the intake as this user, with the audit ticked where it is offered. */
  async function investigate(userId: string): Promise<boolean> {
    await bot.slack.command('', { user_id: userId });
    const { args } = await api.until('views.open');
    const blocks: readonly { block_id: string; element: { options?: readonly unknown[] } }[] =
      args['view'].blocks;
    const audit = blocks.find(({ block_id }) => block_id === 'audit');
    const values = {
      resource: { type: 'plain_text_input', value: `s3://${BUCKET}/${KEY}` },
      principal: { type: 'plain_text_input', value: USER_ARN },
      operation: { type: 'static_select', selected_option: { value: 'GetObject' } },
      ...(audit === undefined
        ? {}
        : { audit: { type: 'checkboxes', selected_options: audit.element.options } }),
    };
    const user = { user: { id: userId, team_id: 'T1' } };
    const answer = await bot.slack.submit(
      values,
      { id: 'V1', private_metadata: args['view'].private_metadata },
      user,
    );
    expect(answer).toMatchObject({ status: 200 });
    return audit !== undefined;
  }

  test('reads the real configuration of three accounts and finds what stands in the way', async () => {
    expect(await investigate(AUDITOR)).toBe(true);
    await message.says('Who has to apply it', 30_000);
    for (const found of ['kms:Decrypt', 'boundary']) expect(message.text).toContain(found);
    const assumed = aws.log.filter(({ call }) => call === 'sts:AssumeRole');
    expect(assumed.length).toBeGreaterThanOrEqual(2);
    const id = message.button('recheck').value;
    for (const { params } of assumed) {
      expect(params.get('ExternalId')).toMatch(/^external-id-of-/);
      expect(params.get('RoleSessionName')).toContain(id);
      const { Statement } = JSON.parse(params.get('Policy') ?? '{}') as {
        Statement: { Effect: string; Action: string[] }[];
      };
      const actions = (effect: string) =>
        Statement.filter(({ Effect }) => Effect === effect).flatMap(({ Action }) => Action);
      for (const action of ['s3:GetObject', 'kms:Decrypt']) {
        expect(actions('Allow')).not.toContain(action);
        expect(actions('Deny')).toContain(action);
      }
    }
    expect(aws.log.some(({ call }) => call === 's3:GetObject')).toBe(false);
  });

  test('progress shows while it reads', async () => {
    aws.delay(400);
    await investigate(AUDITOR);
    await message.says(/\d+ of \d+/, 20_000);
    await message.says('Who has to apply it', 30_000);
  });

  test('is not offered to somebody whom the configuration does not name, and reads nothing for them', async () => {
    expect(await investigate('USOMEBODY')).toBe(false);
    await eventually(
      () => message.buttons.find(({ blockId }) => blockId.startsWith('question:')),
      'a question',
      20_000,
    );
    expect(aws.log).toEqual([]);
  });

  test('a form that claims the audit for somebody who may not have it reads nothing', async () => {
    await bot.slack.command('', { user_id: 'USOMEBODY' });
    const { args } = await api.until('views.open');
    const values = {
      resource: { type: 'plain_text_input', value: `s3://${BUCKET}/${KEY}` },
      operation: { type: 'static_select', selected_option: { value: 'GetObject' } },
      audit: { type: 'checkboxes', selected_options: [{ value: 'audit' }] },
    };
    await bot.slack.submit(
      values,
      { id: 'V1', private_metadata: args['view'].private_metadata },
      { user: { id: 'USOMEBODY', team_id: 'T1' } },
    );
    await eventually(
      () => message.buttons.find(({ blockId }) => blockId.startsWith('question:')),
      'a question',
      20_000,
    );
    expect(aws.log).toEqual([]);
  });

  test('AccessDenied to one read is said with the missing permission, and never a wrong cause', async () => {
    aws.deny('s3:GetBucketPolicy');
    await investigate(AUDITOR);
    await message.says('s3:GetBucketPolicy', 30_000);
    expect(message.text).not.toContain('The bucket policy does not allow');
  });

  test('AccessDenied to AssumeRole is said, and asked instead', async () => {
    aws.denyRole(BUCKET_ACCOUNT);
    aws.denyRole(CALLER_ACCOUNT);
    await investigate(AUDITOR);
    await message.says('sts:AssumeRole', 30_000);
    expect(message.buttons.some(({ blockId }) => blockId.startsWith('question:'))).toBe(true);
  });

  test('no credential is logged', async () => {
    await investigate(AUDITOR);
    await message.says('Who has to apply it', 30_000);
    await bot.stop();
    for (const secret of ['wJalrXUtnFEMI', 'external-id-of', 'xoxb-'])
      expect(bot.log()).not.toContain(secret);
  });
});
