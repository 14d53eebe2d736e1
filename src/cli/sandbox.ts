import { statSync } from 'node:fs';
import { type Config, processEnvironment, readConfig } from '../config.js';
import { InputError } from '../errors.js';
import type { CommandIo } from './io.js';
import { readOptions } from './read-options.js';

const HELP = `usage: s3denied sandbox [--flows DIR]

A local workspace in the browser, on loopback (HOST, PORT): no Slack, no AWS, no Redis, no tokens. Everything is in memory.
It does not start where a real bot is meant to: where tokens or REDIS_URL are set, or NODE_ENV is production.

  --flows DIR   flow files of one's own, laid over the shipped ones (as FLOWS_DIR); they are read anew whenever one is saved
`;

export async function runSandbox(args: readonly string[], io: CommandIo): Promise<number> {
  const { help, flows } = readOptions('sandbox', args, {
    flows: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  });
  if (help === true) {
    io.stdout.write(HELP);
    return 0;
  }
  const config = readConfig(processEnvironment());
  const real = signOfProduction(config);
  if (real !== undefined)
    throw new InputError(
      `${real}: it is set; the sandbox does not run where a real bot is meant to. Unset it, or run \`s3denied start\``,
    );
  if (flows !== undefined && statSync(flows, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new InputError(`--flows ${flows}: there is no such directory; name one with *.yaml flow files`);
  const { startSandboxBot } = await import('../app/sandbox.js');
  const sandbox = await startSandboxBot(flows === undefined ? config : { ...config, flowsDirectory: flows });
  io.stderr.write(`s3denied sandbox: open ${sandbox.url} in your browser. Ctrl-C ends it.\n`);
  return 0;
}

/** The sandbox lets everybody in who reaches it: it is nothing to fall into where a token is missing by mistake. */
function signOfProduction({ slack, teams, redisUrl, production }: Config): string | undefined {
  if (slack !== undefined) return 'SLACK_BOT_TOKEN or SLACK_CLIENT_ID';
  if (teams !== undefined) return 'MICROSOFT_APP_ID';
  if (redisUrl !== undefined) return 'REDIS_URL';
  return production ? 'NODE_ENV=production' : undefined;
}
