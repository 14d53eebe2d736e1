import { processEnvironment, readConfig } from '../config.js';
import { evidenceOf } from '../conversation/index.js';
import { diagnose } from '../diagnosis/index.js';
import { SNIPPET_FORMATS, type Evidence, type SnippetFormat } from '../diagnosis/types.js';
import { InputError } from '../errors.js';
import { EMPTY_SNAPSHOT, type Snapshot } from '../evidence/snapshot.js';
import {
  chooseFlow,
  conductInterview,
  lookFurther,
  type FlowLibrary,
  type Interview,
} from '../flow/index.js';
import { whatWouldBeRight } from '../nearest.js';
import { openLibrary } from '../open-library.js';
import { readAnswers } from './diagnose-answers.js';
import { type ReportFormat, renderReport } from './diagnose-report.js';
import type { CommandIo } from './io.js';
import { readAccounts } from './read-accounts.js';
import { readOptions } from './read-options.js';
import { readDetails, readErrorText, REQUEST_HELP, REQUEST_OPTIONS } from './request-flags.js';
import { readSnapshot } from './snapshot-file.js';
import { textWidth, wantsColor } from './terminal.js';

const HELP = `usage: s3denied diagnose [OPTIONS]

${REQUEST_HELP}
  --context KEY=VALUE   a condition context key of the request; again for a list; KEY= means known to be absent
  --header NAME=VALUE   a header of the S3 request, likewise
  --answer STEP=OPTION  the answer to a question; STEP=OPTION=VALUE where it asks for a value (@FILE: what is in that file)
  --keep-looking        list what could find further causes than the one that was found, too; by itself that ends the questions
  --snapshot FILE       what was read of the accounts (JSON), as \`s3denied collect\` writes it
  --aws                 read the accounts now, through the audit roles of AUDIT_CONFIG, instead of --snapshot
  --flow FLOW           the flow whose questions are asked; else the one that fits
  --format FORMAT       text (default), markdown or json; --json is --format json
  --fix-format FORMAT   the fix as cli, json, terraform or cloudformation; again for several (default: cli and json)
  --all                 list what was ruled out, and what stays undecided, too
`;

const FORMATS = ['text', 'markdown', 'json'] as const;
const DEFAULT_FIX_FORMATS = ['cli', 'json'] as const;

const list = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean' } as const;

function readFlags(args: readonly string[]) {
  return readOptions('diagnose', args, {
    ...REQUEST_OPTIONS,
    context: list,
    header: list,
    answer: list,
    'keep-looking': flag,
    snapshot: { type: 'string' },
    aws: flag,
    flow: { type: 'string' },
    format: { type: 'string' },
    'fix-format': list,
    all: flag,
    json: flag,
    help: { type: 'boolean', short: 'h' },
  });
}

type Flags = ReturnType<typeof readFlags>;

/** One diagnosis. Exit status 0 whatever the diagnosis says; 2 where the input is wrong. */
export async function runDiagnose(args: readonly string[], io: CommandIo): Promise<number> {
  const flags = readFlags(args);
  if (flags.help === true) {
    io.stdout.write(HELP);
    return 0;
  }
  const format = flags.json === true ? 'json' : formatOf(flags.format ?? 'text');
  const fixFormats = (flags['fix-format'] ?? DEFAULT_FIX_FORMATS).map(fixFormatOf);
  const library = await openLibrary(readConfig(processEnvironment()).flowsDirectory);
  const interview = await ask(library, await readEvidence(flags, io), flags);
  io.stdout.write(
    renderReport(interview, {
      format,
      fixFormats,
      color: wantsColor(io.stdout),
      width: textWidth(io.stdout),
      all: flags.all === true,
    }),
  );
  return 0;
}

function formatOf(format: string): ReportFormat {
  const known = FORMATS.find((name) => name === format);
  if (known !== undefined) return known;
  throw new InputError(`--format ${format}: ${whatWouldBeRight(format, FORMATS)}`);
}

function fixFormatOf(format: string): SnippetFormat {
  const known = SNIPPET_FORMATS.find((name) => name === format);
  if (known !== undefined) return known;
  throw new InputError(`--fix-format ${format}: ${whatWouldBeRight(format, SNIPPET_FORMATS)}`);
}

async function readEvidence(flags: Flags, io: CommandIo): Promise<Evidence> {
  if (flags.aws === true && flags.snapshot !== undefined)
    throw new InputError('diagnose: --snapshot and --aws exclude each other; give one of the two');
  const errorText = await readErrorText(flags, io);
  const context = pairs('--context', flags.context ?? [], (key) => key);
  const headers = pairs('--header', flags.header ?? [], (name) => name.toLowerCase());
  const read = flags.snapshot === undefined ? EMPTY_SNAPSHOT : await readSnapshot(flags.snapshot);
  if (errorText === undefined && flags.resource === undefined && read.bucket?.name === undefined)
    throw new InputError(
      'diagnose: nothing to diagnose; give --error, --resource, or a --snapshot that names its bucket',
    );
  const details = readDetails(flags, errorText, read.bucket?.name);
  const snapshot =
    flags.aws === true
      ? await readAccounts('diagnose', { details, vpcEndpointId: endpointIn(context) }, io)
      : read;
  const evidence = evidenceOf({ details, snapshot });
  const { request } = evidence;
  return {
    ...evidence,
    request: {
      ...completed(request, snapshot),
      headers: { ...request.headers, ...headers },
      context: { ...request.context, ...context },
    },
  };
}

type Pairs = Readonly<Record<string, readonly string[] | null>>;

/** The VPC endpoint that the request is said to have come through: its policy is read, too. */
function endpointIn(context: Pairs): string | undefined {
  return Object.entries(context).find(([key]) => key.toLowerCase() === 'aws:sourcevpce')?.[1]?.[0];
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
function pairs(option: string, given: readonly string[], nameOf: (name: string) => string): Pairs {
  const read = new Map<string, readonly string[] | null>();
  for (const pair of given) {
    const at = pair.indexOf('=');
    if (at < 1)
      throw new InputError(`${option} ${pair}: it has to be NAME=VALUE (an empty value: known to be absent)`);
    const name = nameOf(pair.slice(0, at));
    const value = pair.slice(at + 1);
    const before = read.get(name) ?? null;
    read.set(name, value === '' ? before : [...(before ?? []), value]);
  }
  return Object.fromEntries(read);
}

async function ask(library: FlowLibrary, evidence: Evidence, flags: Flags): Promise<Interview> {
  const flowId = flags.flow ?? chooseFlow(library, evidence).flowId;
  const given = await readAnswers(flags.answer ?? [], library, flowId);
  const interview = conductInterview({ library, flowId, evidence, ...given, diagnose });
  const isOver = interview.current === undefined && interview.further.length > 0;
  if (flags['keep-looking'] !== true || !isOver) return interview;
  return conductInterview({ library, flowId, evidence, ...given, further: lookFurther(interview), diagnose });
}
