import { randomInt } from 'node:crypto';
import type { InvestigationDetails } from '../conversation/index.js';
import { InputError } from '../errors.js';
import { redact } from '../evidence/redact/index.js';
import type { Snapshot } from '../evidence/snapshot.js';
import { parsePrincipalInput } from '../s3/index.js';
import type { CommandIo } from './io.js';
import { readAccounts } from './read-accounts.js';
import { readOptions } from './read-options.js';
import {
  readDetails,
  readErrorText,
  REQUEST_HELP,
  REQUEST_OPTIONS,
  type RequestFlags,
} from './request-flags.js';
import { checkOutput, writeSnapshot } from './snapshot-file.js';

const HELP = `usage: s3denied collect [OPTIONS]

Reads the configuration that decides about one request, through the audit roles of AUDIT_CONFIG, and writes it as a snapshot
for \`s3denied diagnose --snapshot\`. It only reads, and never the contents of an object.

${REQUEST_HELP}
  --vpc-endpoint ID     the VPC endpoint through which the request came (vpce-...)
  --output FILE         where to write the snapshot, readable to you alone; left out, or -: standard output
  --redact              account ids, names, tags and addresses are replaced by random ones, each always by the same; what
                        policies match stays as it was, so that the snapshot diagnoses to the same causes
  --json                the snapshot is JSON anyway
`;

/** Exit status 0 whatever could not be read: that is in the snapshot, under \`unavailable\`, and on stderr. */
export async function runCollect(args: readonly string[], io: CommandIo): Promise<number> {
  const flags = readOptions('collect', args, {
    ...REQUEST_OPTIONS,
    'vpc-endpoint': { type: 'string' },
    output: { type: 'string' },
    redact: { type: 'boolean' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  });
  if (flags.help === true) {
    io.stdout.write(HELP);
    return 0;
  }
  const output = flags.output === '-' ? undefined : flags.output;
  if (output !== undefined) await checkOutput(output);
  const errorText = await readErrorText(flags, io);
  const details = detailsOf(flags, errorText);
  const snapshot = await readAccounts('collect', { details, vpcEndpointId: endpointOf(flags) }, io);
  await print(
    { snapshot, errorText, operation: flags.operation, output, redacted: flags.redact === true },
    io,
  );
  return 0;
}

/** A caller alone can be read, too. */
function detailsOf(flags: RequestFlags, errorText: string | undefined): InvestigationDetails {
  if (flags.resource !== undefined || errorText !== undefined) return readDetails(flags, errorText);
  if (flags.principal === undefined)
    throw new InputError('collect: nothing to read; give --error, --resource or --principal');
  const parsed = parsePrincipalInput(flags.principal);
  if (!parsed.ok) throw new InputError(`--principal: ${parsed.problem}`);
  return { principal: parsed.principal, audit: true };
}

function endpointOf(flags: { readonly 'vpc-endpoint'?: string | undefined }): string | undefined {
  const id = flags['vpc-endpoint'];
  if (id === undefined || /^vpce-[0-9a-f]+$/.test(id)) return id;
  throw new InputError(
    `--vpc-endpoint ${id}: it has to be the id of a VPC endpoint, as in vpce-1a2b3c4d5e6f78901`,
  );
}

interface Written {
  readonly snapshot: Snapshot;
  readonly errorText: string | undefined;
  readonly operation: string | undefined;
  readonly output: string | undefined;
  readonly redacted: boolean;
}

async function print(written: Written, io: CommandIo): Promise<void> {
  const { output, errorText } = written;
  const texts = errorText === undefined ? [] : [errorText];
  const { snapshot, texts: told } = written.redacted
    ? redact(written.snapshot, texts, randomInt)
    : { snapshot: written.snapshot, texts: [] };
  const json = `${JSON.stringify(snapshot, null, 2)}\n`;
  if (output === undefined) io.stdout.write(json);
  else await writeSnapshot(output, json);
  for (const line of summary(snapshot, output)) io.stderr.write(`${line}\n`);
  for (const text of told) io.stderr.write(`the error text with the same names replaced:\n${text.trim()}\n`);
}

function summary({ unavailable = [] }: Snapshot, output: string | undefined): readonly string[] {
  const written = output === undefined ? [] : [`wrote ${output}`];
  if (unavailable.length === 0) return ['everything could be read', ...written];
  const fields = unavailable.map(({ field, reason, neededPermission }) => {
    const needs = neededPermission === undefined || reason.includes(neededPermission);
    return `  ${field}: ${reason}${needs ? '' : ` (needs ${neededPermission})`}`;
  });
  return [`could not be read, and counts as unknown (${unavailable.length}):`, ...fields, ...written];
}
