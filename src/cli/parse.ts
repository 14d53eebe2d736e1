import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { text as readAll } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { InputError, messageOf } from '../errors.js';
import { parseErrorText } from '../s3/index.js';
import type { CommandIo } from './io.js';

const HELP = `Usage: s3denied parse [FILE|-] [--jsonl] [--json]

Reads an error text and prints what it says, as one JSON document. What the text does not say is left out.

  FILE     the text's file; - or nothing: standard input
  --jsonl  one {"text": …} a line in, one result a line out, in order
  --json   always JSON, which it is anyway
  --help   this text
`;

/** Runs the command. Resolves to the exit status: 0 done, 2 the input is wrong (one line on stderr says what). */
export async function runParse(args: readonly string[], io: CommandIo): Promise<number> {
  try {
    const { values, positionals } = readArguments(args);
    if (values.help) return print(io, HELP);
    const input = openInput(positionals, io.stdin);
    if (values.jsonl) return await parseLines(input, io);
    const facts = parseErrorText(await readAll(input));
    return print(io, `${JSON.stringify(facts, undefined, isTerminal(io.stdout) ? 2 : undefined)}\n`);
  } catch (error) {
    if (!isInputProblem(error)) throw error;
    io.stderr.write(`s3denied parse: ${describe(error, args.find((arg) => !arg.startsWith('--')) ?? '-')}\n`);
    return 2;
  }
}

function readArguments(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { jsonl: { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (positionals.length > 1) {
    throw new InputError(
      `one file at a time, but ${positionals.length} are named; several texts go in one file with --jsonl`,
    );
  }
  return { values, positionals };
}

function openInput(positionals: readonly string[], stdin: NodeJS.ReadableStream): NodeJS.ReadableStream {
  const [file = '-'] = positionals;
  return file === '-' ? stdin : createReadStream(file, 'utf8');
}

async function parseLines(input: NodeJS.ReadableStream, io: CommandIo): Promise<number> {
  for await (const line of linesOf(input)) {
    if (line.trim() === '') continue;
    if (!io.stdout.write(`${JSON.stringify(parseLine(line))}\n`)) await drained(io.stdout);
  }
  return 0;
}

/** readline's own iterator loses a read error; this one throws it. */
async function* linesOf(input: NodeJS.ReadableStream): AsyncGenerator<string> {
  const failure: { error?: unknown } = {};
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  input.once('error', (error: unknown) => {
    failure.error = error;
    lines.close();
  });
  yield* lines;
  if (failure.error !== undefined) throw failure.error;
}

function parseLine(line: string): object {
  try {
    const value: unknown = JSON.parse(line);
    const found = typeof value === 'object' && value !== null && 'text' in value ? value.text : undefined;
    return typeof found === 'string'
      ? parseErrorText(found)
      : { error: 'the line has no string "text": write {"text": "…"}' };
  } catch (error) {
    return { error: `the line is no JSON: ${messageOf(error)}` };
  }
}

function print(io: CommandIo, output: string): number {
  io.stdout.write(output);
  return 0;
}

function drained(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => stream.once('drain', resolve));
}

function isTerminal(stream: NodeJS.WritableStream): boolean {
  return 'isTTY' in stream && stream.isTTY === true;
}

/** Bad usage or a file that cannot be read; anything else is a bug. */
function isInputProblem(error: unknown): boolean {
  return (
    error instanceof InputError || codeOf(error).startsWith('ERR_PARSE_ARGS') || UNREADABLE.has(codeOf(error))
  );
}

const UNREADABLE = new Set(['ENOENT', 'EISDIR', 'EACCES', 'ENOTDIR', 'ENAMETOOLONG']);

function textOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : messageOf(error);
}

/** Node's own errors are told apart by `code`, not by `instanceof`, which fails across realms. */
function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

function describe(error: unknown, file: string): string {
  const code = codeOf(error);
  if (code === 'EISDIR') return `${file} is a directory; name a file, or - for standard input`;
  if (code === 'EACCES') return `${file} must not be read; name another file, or - for standard input`;
  if (UNREADABLE.has(code)) return `there is no file ${file}; name an existing file, or - for standard input`;
  const [line = ''] = textOf(error).split('\n');
  return code.startsWith('ERR_PARSE_ARGS') ? `${line.split('. ')[0]}; see s3denied parse --help` : line;
}
