import { processEnvironment, readConfig } from '../config.js';
import { InputError, messageOf } from '../errors.js';
import { nearestName } from '../nearest.js';
import type { CommandIo } from './io.js';
import { harmless } from './report-style.js';

/** Reads its own arguments; returns the exit status. A wrong input may also be thrown as `InputError`. */
type Command = (args: readonly string[], io: CommandIo) => Promise<number>;

interface CommandEntry {
  readonly does: string;
  /** Loaded when it is asked for: `s3denied parse` need not wait for Slack's or AWS's libraries. */
  readonly load: () => Promise<Command>;
}

const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  start: {
    does: 'run the bot on what the environment configures',
    load: async () => (await import('./start.js')).runStart,
  },
  sandbox: {
    does: 'a local workspace in the browser: no Slack, no AWS, no tokens',
    load: async () => (await import('./sandbox.js')).runSandbox,
  },
  diagnose: {
    does: 'one diagnosis in the terminal, from an error text and a snapshot',
    load: async () => (await import('./diagnose.js')).runDiagnose,
  },
  collect: {
    does: 'read the real configuration through the audit roles into a snapshot file',
    load: async () => (await import('./collect.js')).runCollect,
  },
  simulate: {
    does: 'policy decisions, JSON Lines in and out',
    load: async () => (await import('./simulate.js')).runSimulate,
  },
  parse: {
    does: 'what an error text says, as JSON',
    load: async () => (await import('./parse.js')).runParse,
  },
  flows: {
    does: 'check, draw and list the flow files: flows lint|graph|paths|docs|schema',
    load: async () => (await import('./flows.js')).runFlows,
  },
  'audit-role': {
    does: 'print the read-only audit role to create in an account',
    load: async () => (await import('./audit-role.js')).runAuditRole,
  },
};

const HELP = `s3denied: finds out why Amazon S3 said 403 Access Denied

usage: s3denied [COMMAND] [OPTIONS]

${Object.entries(COMMANDS)
  .map(([name, { does }]) => `  ${name.padEnd(12)}${does}`)
  .join('\n')}

Without a command: \`start\` where the environment holds tokens, else \`sandbox\`.
\`s3denied COMMAND --help\` tells more.
`;

/** Runs one command. Never throws: what is wrong is one line on stderr. */
export async function runCommand(argv: readonly string[], io: CommandIo): Promise<number> {
  const [name, ...args] = argv;
  if (name === '--help' || name === '-h' || name === 'help') return write(io.stdout, HELP, 0);
  try {
    return await run(name, args, io);
  } catch (error) {
    // It may quote a file that somebody else has written.
    const reason = harmless(messageOf(error));
    return write(io.stderr, `s3denied: ${reason}\n`, error instanceof InputError ? 2 : 1);
  }
}

async function run(name: string | undefined, args: readonly string[], io: CommandIo): Promise<number> {
  if (name === undefined) return (await loadDefault())(args, io);
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (entry !== undefined) return (await entry.load())(args, io);
  const near = nearestName(name, Object.keys(COMMANDS));
  const hint =
    near === undefined ? `one of ${Object.keys(COMMANDS).join(', ')}` : `did you mean \`${near}\`?`;
  throw new InputError(`unknown command \`${name}\`; ${hint}`);
}

/** What runs without a command: the bot where the environment holds tokens, else the sandbox. */
async function loadDefault(): Promise<Command> {
  const config = readConfig(processEnvironment());
  return config.slack === undefined && config.teams === undefined
    ? (await import('./sandbox.js')).runSandbox
    : (await import('./start.js')).runStart;
}

function write(stream: NodeJS.WritableStream, text: string, status: number): number {
  stream.write(text);
  return status;
}
