import { parseArgs } from 'node:util';
import { processEnvironment, readConfig } from '../config.js';
import { InputError } from '../errors.js';
import type { CommandIo } from './io.js';

const HELP = `usage: s3denied start

Runs the bot on what the environment configures: Slack over HTTP (SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET) or Socket Mode
(SLACK_BOT_TOKEN, SLACK_APP_TOKEN). README.md, "Configuration", lists every variable.
`;

type Command = (args: readonly string[], io: CommandIo) => Promise<number>;

/** Returns once the bot runs; it goes on until SIGTERM or SIGINT. */
export async function runStart(args: readonly string[], io: CommandIo): Promise<number> {
  if (wantsHelp(args, 'start')) {
    io.stdout.write(HELP);
    return 0;
  }
  const config = readConfig(processEnvironment());
  if (config.slack === undefined)
    throw new InputError(
      'SLACK_BOT_TOKEN: it is not set; set it, or run `s3denied sandbox`, which needs no tokens',
    );
  const { startBot } = await import('../app.js');
  const bot = await startBot(config);
  bot.stopOnSignals();
  return 0;
}

/** What runs without a command: the bot where the environment holds tokens, else the sandbox. */
export async function loadDefault(): Promise<Command> {
  const config = readConfig(processEnvironment());
  return config.slack === undefined ? (await import('./sandbox.js')).runSandbox : runStart;
}

/** Reads a command's options where it has none but `--help`; anything else is an input error. */
export function wantsHelp(args: readonly string[], command: string): boolean {
  try {
    const { values } = parseArgs({ args: [...args], options: { help: { type: 'boolean', short: 'h' } } });
    return values.help === true;
  } catch {
    throw new InputError(`${command}: ${args.join(' ')}: it takes no arguments but --help`);
  }
}
