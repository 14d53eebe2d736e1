import { processEnvironment, readConfig } from '../config.js';
import { InputError } from '../errors.js';
import { wantsHelp } from './help.js';
import type { CommandIo } from './io.js';

const HELP = `usage: s3denied start

Runs the bot on what the environment configures: Slack over HTTP (SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET), in Socket Mode
(SLACK_BOT_TOKEN, SLACK_APP_TOKEN) or for many workspaces (SLACK_CLIENT_ID and others); Teams (MICROSOFT_APP_ID and others); both. README.md, "Configuration", lists every variable.
`;

/** Returns once the bot runs; it goes on until SIGTERM or SIGINT. */
export async function runStart(args: readonly string[], io: CommandIo): Promise<number> {
  if (wantsHelp(args, 'start')) {
    io.stdout.write(HELP);
    return 0;
  }
  const config = readConfig(processEnvironment());
  if (config.slack === undefined && config.teams === undefined)
    throw new InputError(
      'SLACK_BOT_TOKEN: it is not set, nor is MICROSOFT_APP_ID; set one, or run `s3denied sandbox`, which needs no tokens',
    );
  const { startBot } = await import('../app.js');
  await startBot(config);
  return 0;
}
