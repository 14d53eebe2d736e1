import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { processEnvironment, readConfig } from '../config.js';
import { evidenceOf, readIntake } from '../conversation/index.js';
import { diagnose } from '../diagnosis/index.js';
import type { Evidence } from '../diagnosis/types.js';
import { InputError, messageOf } from '../errors.js';
import { EMPTY_SNAPSHOT, type Snapshot, snapshotSchema } from '../evidence/snapshot.js';
import { chooseFlow, conductInterview, type FlowLibrary, type Interview } from '../flow/index.js';
import { loadLibrary } from '../library.js';
import { renderReport, type ReportFormat } from './diagnose-report.js';
import type { CommandIo } from './io.js';

const HELP = `usage: s3denied diagnose [OPTIONS]

  --error TEXT|-        the error text; - reads it from standard input
  --resource ADDRESS    s3://bucket/key, an ARN, a URL or a bucket name
  --principal ARN       user, role or assumed-role ARN, a 12-digit account id, or anonymous
  --operation NAME      GetObject, PutObject, ...
  --context KEY=VALUE   a condition context key of the request; again for a list; KEY= means known to be absent
  --header NAME=VALUE   a header of the S3 request, likewise
  --answer STEP=OPTION  the answer to a question
  --snapshot FILE       what was read of the accounts (JSON)
  --flow FLOW           the flow whose questions are asked; else the one that fits
  --format FORMAT       text (default), markdown or json; --json is --format json
`;

const FORMATS = ['text', 'markdown', 'json'] as const;

interface Flags {
  readonly error?: string | undefined;
  readonly resource?: string | undefined;
  readonly principal?: string | undefined;
  readonly operation?: string | undefined;
  readonly context: readonly string[];
  readonly header: readonly string[];
  readonly answer: readonly string[];
  readonly snapshot?: string | undefined;
  readonly flow?: string | undefined;
  readonly format: ReportFormat;
  readonly help: boolean;
}

/** One diagnosis. Exit status 0 whatever the diagnosis says; 2 where the input is wrong. */
export async function runDiagnose(args: readonly string[], io: CommandIo): Promise<number> {
  const flags = readFlags(args);
  if (flags.help) {
    io.stdout.write(HELP);
    return 0;
  }
  const library = loadLibrary(readConfig(processEnvironment()).flowsDirectory);
  const evidence = await readEvidence(flags, io);
  const interview = ask(library, evidence, flags);
  io.stdout.write(
    renderReport(interview, flags.format, { color: flags.format === 'text' && isTerminal(io.stdout) }),
  );
  return 0;
}

function readFlags(args: readonly string[]): Flags {
  const list = { type: 'string', multiple: true } as const;
  const one = { type: 'string' } as const;
  const options = {
    error: one,
    resource: one,
    principal: one,
    operation: one,
    context: list,
    header: list,
    answer: list,
    snapshot: one,
    flow: one,
    format: one,
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  try {
    const { values } = parseArgs({ args: [...args], options });
    const { context = [], header = [], answer = [], help = false, json = false, format, ...rest } = values;
    return { ...rest, context, header, answer, help, format: formatOf(json ? 'json' : (format ?? 'text')) };
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(
      `diagnose: ${messageOf(error)
        .split('\n')[0]
        ?.replace(/\. To specify.*/, '')}; see --help`,
    );
  }
}

function formatOf(format: string): ReportFormat {
  const known = FORMATS.find((name) => name === format);
  if (known === undefined)
    throw new InputError(`--format ${format}: it has to be one of ${FORMATS.join(', ')}`);
  return known;
}

async function readEvidence(flags: Flags, io: CommandIo): Promise<Evidence> {
  const errorText = flags.error === '-' ? await readAll(io.stdin) : flags.error;
  const snapshot = flags.snapshot === undefined ? EMPTY_SNAPSHOT : await readSnapshot(flags.snapshot);
  if ((errorText ?? '').trim() === '' && flags.resource === undefined && snapshot.bucket?.name === undefined)
    throw new InputError(
      'diagnose: nothing to diagnose; give --error, --resource, or a --snapshot that names its bucket',
    );
  const intake = readIntake({
    ...(errorText === undefined ? {} : { error_text: errorText }),
    resource: flags.resource ?? (errorText === undefined ? (snapshot.bucket?.name ?? '') : ''),
    principal: flags.principal ?? '',
    operation: flags.operation ?? '',
  });
  if (intake.outcome === 'invalid') throw new InputError(describeProblem(intake.errors));
  const evidence = evidenceOf({ details: intake.details, snapshot });
  const { request } = evidence;
  const headers = { ...request.headers, ...pairs('--header', flags.header, (name) => name.toLowerCase()) };
  const context = { ...request.context, ...pairs('--context', flags.context, (key) => key) };
  return { ...evidence, request: { ...completed(request, snapshot), headers, context } };
}

const FLAG_OF = {
  error_text: '--error',
  resource: '--resource',
  principal: '--principal',
  operation: '--operation',
} as const;

function describeProblem(errors: Readonly<Partial<Record<string, string>>>): string {
  for (const [field, flag] of Object.entries(FLAG_OF)) {
    const problem = errors[field];
    if (problem !== undefined) return `${flag}: ${problem}`;
  }
  return 'one of --error, --resource and --snapshot is needed';
}

/** What the snapshot says of the request where neither flags nor error text do. */
function completed(request: Evidence['request'], snapshot: Snapshot): Evidence['request'] {
  const bucket = request.bucket ?? snapshot.bucket?.name;
  const key = request.key ?? snapshot.object?.key;
  const principal = request.principal ?? snapshot.caller?.arn;
  return {
    ...request,
    ...(bucket === undefined ? {} : { bucket }),
    ...(key === undefined ? {} : { key }),
    ...(principal === undefined ? {} : { principal }),
  };
}

/** `KEY=VALUE` pairs; the same key twice makes a list, an empty value is: known to be absent. */
function pairs(
  flag: string,
  given: readonly string[],
  nameOf: (name: string) => string,
): Record<string, readonly string[] | null> {
  const read: Record<string, readonly string[] | null> = {};
  for (const pair of given) {
    const at = pair.indexOf('=');
    if (at < 1)
      throw new InputError(`${flag} ${pair}: it has to be NAME=VALUE (an empty value: known to be absent)`);
    const name = nameOf(pair.slice(0, at));
    const value = pair.slice(at + 1);
    read[name] = value === '' ? (read[name] ?? null) : [...(read[name] ?? []), value];
  }
  return read;
}

async function readSnapshot(file: string): Promise<Snapshot> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new InputError(`--snapshot ${file}: ${messageOf(error)}`);
  }
  const snapshot = snapshotSchema.safeParse(parsed);
  if (snapshot.success) return snapshot.data;
  const [issue] = snapshot.error.issues;
  throw new InputError(
    `--snapshot ${file}: ${issue?.path.join('.') || 'the document'}: ${issue?.message ?? 'it is no snapshot'}`,
  );
}

function ask(library: FlowLibrary, evidence: Evidence, flags: Flags): Interview {
  const flowId = flags.flow ?? chooseFlow(library, evidence).flowId;
  const answers = Object.fromEntries(flags.answer.map((given) => readAnswer(given, library, flowId)));
  return conductInterview({ library, flowId, evidence, answers, diagnose });
}

function readAnswer(given: string, library: FlowLibrary, flowId: string): readonly [string, string] {
  const [step = '', option = ''] = given.split('=');
  const flow = library.flows.get(flowId);
  const known = flow?.steps.find(({ id }) => id === step);
  if (flow !== undefined && known === undefined)
    throw new InputError(
      `--answer ${given}: ${flowId} has no step \`${step}\`; its steps are ${flow.steps.map(({ id }) => id).join(', ')}`,
    );
  const options = [...(known?.question?.options.map(({ id }) => id) ?? []), 'unsure'];
  if (known !== undefined && !options.includes(option))
    throw new InputError(
      `--answer ${given}: \`${option}\` is no option of ${step}; its options are ${options.join(', ')}`,
    );
  return [step, option];
}

function isTerminal(stream: NodeJS.WritableStream): boolean {
  return 'isTTY' in stream && stream.isTTY === true;
}
