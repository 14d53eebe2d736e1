import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { InputError, messageOf } from '../errors.js';
import { buildAuditRole } from '../evidence/audit-role.js';
import { AUDIT_ROLE_FORMATS, RENDER_AUDIT_ROLE } from '../evidence/audit-role-formats.js';
import { READS } from '../evidence/aws/reads/index.js';
import { ACCOUNT_KINDS, type AccountKind } from '../evidence/read-info.js';
import { whatWouldBeRight } from '../nearest.js';
import type { CommandIo, ExitStatus } from './io.js';

const HELP = `s3denied audit-role: prints the read-only role that lets the bot look at an account

usage: s3denied audit-role --account KIND [--account KIND]... [--format FORMAT]
                           [--bot-principal ARN] [--external-id ID]

  --account KIND        bucket: the account that owns buckets; caller: the account of users and
                        roles that call S3; organization: the organization's management account
                        or a delegated administrator; give several where one account is several
  --format FORMAT       json (default), cloudformation, terraform; --json is --format json
  --bot-principal ARN   the user or role that the bot runs as, which may assume the role
  --external-id ID      the external id that AUDIT_CONFIG has for the account; left out: a fresh one

The role may make exactly the calls that the bot makes, and none that returns the contents of an
object. docs/audit-role.md says what each permission is for.
`;

/** Stands where no bot was named. IAM refuses a role that trusts it, so that it cannot go unnoticed. */
const NO_BOT = 'arn:aws:iam::BOT_ACCOUNT:role/BOT_ROLE';

interface Options {
  readonly help: boolean;
  readonly account: readonly string[];
  readonly format: string;
  readonly json: boolean;
  readonly 'bot-principal'?: string | undefined;
  readonly 'external-id'?: string | undefined;
}

/** Exit status 0 with the document on stdout; 2 and one line on stderr where the input is wrong. */
export async function runAuditRole(
  args: readonly string[],
  io: Pick<CommandIo, 'stdout' | 'stderr'>,
): Promise<ExitStatus> {
  try {
    io.stdout.write(print(readOptions(args), (note) => io.stderr.write(`s3denied audit-role: ${note}\n`)));
    return 0;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    io.stderr.write(`s3denied audit-role: ${error.message}\n`);
    return 2;
  }
}

function print(options: Options, note: (line: string) => void): string {
  if (options.help) return HELP;
  const format = options.json ? 'json' : oneOf(AUDIT_ROLE_FORMATS, options.format, '--format');
  const kinds = accountKinds(options.account);
  const botPrincipal = botPrincipalOf(options['bot-principal']);
  const externalId = externalIdOf(options['external-id']);
  if (botPrincipal === NO_BOT) note(`no --bot-principal: put the bot's ARN in the place of ${NO_BOT}`);
  if (options['external-id'] === undefined) {
    note(`no --external-id: a fresh one was made, ${externalId}; AUDIT_CONFIG needs the same`);
  }
  return RENDER_AUDIT_ROLE[format](buildAuditRole({ kinds, botPrincipal, externalId }, READS));
}

function readOptions(args: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        account: { type: 'string', multiple: true, default: [] },
        format: { type: 'string', default: 'json' },
        json: { type: 'boolean', default: false },
        'bot-principal': { type: 'string' },
        'external-id': { type: 'string' },
      },
    });
    return values;
  } catch (error) {
    throw new InputError(`${messageOf(error).split('\n')[0]} (see s3denied audit-role --help)`, {
      cause: error,
    });
  }
}

function accountKinds(given: readonly string[]): readonly AccountKind[] {
  if (given.length === 0) {
    throw new InputError(`--account is missing; it takes ${ACCOUNT_KINDS.join(', ')}, and several of them`);
  }
  return given.map((kind) => oneOf(ACCOUNT_KINDS, kind, '--account'));
}

function oneOf<Name extends string>(known: readonly Name[], given: string, option: string): Name {
  const found = known.find((name) => name === given);
  if (found === undefined)
    throw new InputError(`unknown ${option} \`${given}\`; ${whatWouldBeRight(given, known)}`);
  return found;
}

function botPrincipalOf(arn: string | undefined): string {
  if (arn === undefined) return NO_BOT;
  if (/^arn:aws[\w-]*:iam::\d{12}:(root|(user|role)\/[\w+=,.@/-]+)$/.test(arn)) return arn;
  const hint = arn.includes(':assumed-role/')
    ? 'give the role, not a session of it'
    : 'it takes the ARN of a user or role';
  throw new InputError(
    `--bot-principal \`${arn}\`: ${hint}, as in arn:aws:iam::111122223333:role/s3denied-bot`,
  );
}

function externalIdOf(id: string | undefined): string {
  if (id === undefined) return randomUUID();
  if (/^[\w+=,.@:/-]{2,1224}$/.test(id)) return id;
  throw new InputError(`--external-id \`${id}\`: it takes 2 to 1224 letters, digits and + = , . @ : / -`);
}
