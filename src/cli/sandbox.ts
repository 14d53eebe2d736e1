import { processEnvironment, readConfig } from '../config.js';
import { InputError } from '../errors.js';
import { wantsHelp } from './help.js';
import type { CommandIo } from './io.js';

const HELP = `usage: s3denied sandbox

A local workspace in the browser, on loopback (HOST, PORT): no Slack, no AWS, no Redis, no tokens. Everything is in memory.
It does not start where Slack tokens are set.
`;

export async function runSandbox(args: readonly string[], io: CommandIo): Promise<number> {
  if (wantsHelp(args, 'sandbox')) {
    io.stdout.write(HELP);
    return 0;
  }
  const config = readConfig(processEnvironment());
  const real =
    config.slack === undefined ? config.teams && 'MICROSOFT_APP_ID' : 'SLACK_BOT_TOKEN or SLACK_CLIENT_ID';
  if (real !== undefined)
    throw new InputError(
      `${real}: it is set; the sandbox does not run beside a real workspace. Unset it, or run \`s3denied start\``,
    );
  const { startSandboxBot } = await import('../app.js');
  const sandbox = await startSandboxBot(config);
  io.stderr.write(`s3denied sandbox: open ${sandbox.url} in your browser. Ctrl-C ends it.\n`);
  return 0;
}
