import { text as readAll } from 'node:stream/consumers';
import { type IntakeField, type InvestigationDetails, readIntake } from '../conversation/index.js';
import { InputError } from '../errors.js';
import type { CommandIo } from './io.js';

const one = { type: 'string' } as const;

/** The options that tell which request was denied. */
export const REQUEST_OPTIONS = { error: one, resource: one, principal: one, operation: one } as const;

export const REQUEST_HELP = `  --error TEXT|-        the error text; - reads it from standard input
  --resource ADDRESS    s3://bucket/key, an ARN, a URL or a bucket name
  --principal ARN       user, role or assumed-role ARN, a 12-digit account id, or anonymous
  --operation NAME      GetObject, PutObject, ...`;

export interface RequestFlags {
  readonly error?: string | undefined;
  readonly resource?: string | undefined;
  readonly principal?: string | undefined;
  readonly operation?: string | undefined;
}

/** The error text as it was given; `-` reads it from standard input. A blank one counts as none. */
export async function readErrorText({ error }: RequestFlags, io: CommandIo): Promise<string | undefined> {
  const text = error === '-' ? await readAll(io.stdin) : error;
  return text === undefined || text.trim() === '' ? undefined : text;
}

/** What the options say of the request. `bucket`: where nothing else names one. Throws `InputError`. */
export function readDetails(
  flags: RequestFlags,
  errorText: string | undefined,
  bucket?: string,
): InvestigationDetails {
  const intake = readIntake({
    ...(errorText === undefined ? {} : { error_text: errorText }),
    resource: flags.resource ?? (errorText === undefined ? (bucket ?? '') : ''),
    principal: flags.principal ?? '',
    operation: flags.operation ?? '',
  });
  if (intake.outcome === 'ok') return intake.details;
  throw new InputError(describeProblem(intake.errors));
}

const FLAG_OF = {
  error_text: '--error',
  resource: '--resource',
  principal: '--principal',
  operation: '--operation',
} as const;

function describeProblem(errors: Readonly<Partial<Record<IntakeField, string>>>): string {
  for (const [field, flag] of Object.entries(FLAG_OF)) {
    const problem = Object.entries(errors).find(([name]) => name === field)?.[1];
    if (problem !== undefined) return `${flag}: ${problem}`;
  }
  return 'one of --error, --resource and --snapshot is needed';
}
