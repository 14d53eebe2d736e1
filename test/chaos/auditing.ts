import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FULL_ESTATE, USER_ARN } from '../support/aws-stand-in/full-estate.js';
import type { BotProcess } from '../support/bot-process.js';
import type { FakeSlackApi, Loose } from '../support/slack-api.js';

export const EXTERNAL_ID = '0f8e2c5a-unguessable';
export const SECRET_KEY = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
export const ACCESS_KEY = 'AKIAIOSFODNN7EXAMPLE';
export const AUDITOR = 'UAUDITOR';

/** A process that may audit the stand-in's accounts. */
export function auditEnvironment(awsUrl: string): Readonly<Record<string, string>> {
  const config = join(mkdtempSync(join(tmpdir(), 's3denied-audit-')), 'audit.yaml');
  const entries = Object.keys(FULL_ESTATE.accounts).map(
    (account) =>
      `  - id: "${account}"\n    role: arn:aws:iam::${account}:role/s3denied-audit\n    externalId: ${EXTERNAL_ID}\n    allow: { users: [${AUDITOR}] }\n`,
  );
  writeFileSync(config, `accounts:\n${entries.join('')}`);
  return {
    AUDIT_CONFIG: config,
    AWS_ENDPOINT_URL: awsUrl,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: ACCESS_KEY,
    AWS_SECRET_ACCESS_KEY: SECRET_KEY,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** Has the settings read, as somebody who may, in this channel. */
export async function audit(bot: BotProcess, api: FakeSlackApi, channel = 'C1'): Promise<void> {
  const opened = api.of('views.open').length;
  await bot.slack.command('', { user_id: AUDITOR, channel_id: channel });
  const { args } = await api.until('views.open', opened + 1, 30_000);
  const values = auditFields(args['view'], 's3://amzn-s3-demo-bucket/a.txt');
  const user = { user: { id: AUDITOR, team_id: 'T1' } };
  const view = { id: `V${channel}`, private_metadata: args['view'].private_metadata };
  await bot.slack.submit(values, view, user);
}

/** The intake as somebody fills it in who wants the settings read. */
export function auditFields(view: Loose, resource: string): Record<string, object> {
  const offered = view.blocks.find((block: { block_id: string }) => block.block_id === 'audit');
  return {
    resource: { type: 'plain_text_input', value: resource },
    principal: { type: 'plain_text_input', value: USER_ARN },
    operation: { type: 'static_select', selected_option: { value: 'GetObject' } },
    audit: { type: 'checkboxes', selected_options: offered.element.options },
  };
}
