import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { processEnvironment, readConfig } from '../config.js';
import { DETECTOR_NAMES } from '../diagnosis/index.js';
import { InputError, messageOf } from '../errors.js';
import {
  drawFlow,
  editorSchemas,
  flowPage,
  loadFlowLibrary,
  walkPaths,
  type FlowPath,
} from '../flow/authoring.js';
import type { Flow, FlowLibrary } from '../flow/index.js';
import { SHIPPED_FLOWS } from '../shipped-flows.js';
import { whatWouldBeRight } from '../nearest.js';

const HELP = `usage: s3denied flows lint [DIR...] [--json]
       s3denied flows graph FLOW
       s3denied flows paths FLOW [--limit N] [--json]
       s3denied flows docs DIR
       s3denied flows schema DIR

  lint     checks the flow files: the shipped ones, with those of each DIR (else FLOWS_DIR) laid over them
  graph    prints a flow as a Mermaid state diagram
  paths    lists the ways through a flow when nothing is read and everything is asked (at most N, default 500)
  docs     writes a page for each flow into DIR: its diagram and its steps (Markdown)
  schema   writes the JSON Schemas of flow and cause files into DIR, for editors

lint prints one line for each problem and exits with 2, or "ok" and 0.
`;

const MOST_PATHS = 500;

/** What the command needs; where it reads the flows from is told by whoever calls it, else by the environment. */
export interface FlowsOptions {
  readonly directories: readonly string[];
}

interface FlowsIo {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

interface FlowsArguments {
  readonly command: string | undefined;
  readonly operands: readonly string[];
  readonly json: boolean;
  readonly limit: number;
}

/** Checks, draws and lists the flow files. Returns the exit status; throws `InputError` where the arguments are wrong. */
export async function runFlows(
  args: readonly string[],
  io: FlowsIo,
  options?: FlowsOptions,
): Promise<number> {
  const read = readArguments(args);
  if (read === 'help') return write(io.stdout, HELP, 0);
  switch (read.command) {
    case 'lint':
      return lint(read, io, options);
    case 'graph':
      return graph(read, io, options);
    case 'paths':
      return paths(read, io, options);
    case 'docs':
      return docs(read, io, options);
    case 'schema':
      return writeFiles(read, io, editorSchemas());
    case undefined:
    default:
      throw unknownCommand(read.command);
  }
}

function readArguments(args: readonly string[]): FlowsArguments | 'help' {
  const options = {
    json: { type: 'boolean', default: false },
    limit: { type: 'string', default: String(MOST_PATHS) },
    help: { type: 'boolean', short: 'h', default: false },
  } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (values.help) return 'help';
    const [command, ...operands] = positionals;
    return { command, operands, json: values.json, limit: readLimit(values.limit) };
  } catch (error) {
    if (error instanceof InputError) throw error;
    const [what = ''] = messageOf(error)
      .replace(/^TypeError \[\w+\]: /, '')
      .split('. ');
    throw new InputError(`flows: ${what}; see \`s3denied flows --help\``);
  }
}

function readLimit(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InputError(`wrong --limit \`${text}\` of flows paths; a number from 1 to 999999`);
}

const COMMANDS = ['lint', 'graph', 'paths', 'docs', 'schema'] as const;

function unknownCommand(command: string | undefined): InputError {
  const known = COMMANDS.map((name) => `\`${name}\``).join(', ');
  if (command === undefined) return new InputError(`flows: nothing to do; one of ${known}`);
  return new InputError(`unknown command \`flows ${command}\`; ${whatWouldBeRight(command, COMMANDS)}`);
}

function directoriesOf(options: FlowsOptions | undefined, over: readonly string[]): readonly string[] {
  if (options !== undefined) return [...options.directories, ...over];
  if (over.length > 0) return [SHIPPED_FLOWS, ...over];
  const { flowsDirectory } = readConfig(processEnvironment());
  return flowsDirectory === undefined ? [SHIPPED_FLOWS] : [SHIPPED_FLOWS, flowsDirectory];
}

function lint({ operands, json }: FlowsArguments, io: FlowsIo, options: FlowsOptions | undefined): number {
  const { library, problems } = loadFlowLibrary(directoriesOf(options, operands), {
    detectors: DETECTOR_NAMES,
  });
  const counts = { flows: library?.flows.size ?? 0, causes: library?.causes.size ?? 0 };
  const status = problems.length === 0 ? 0 : 2;
  if (json) return write(io.stdout, `${JSON.stringify({ ok: status === 0, ...counts, problems })}\n`, status);
  const lines = status === 0 ? [`ok: ${counts.flows} flows, ${counts.causes} causes`] : problems;
  return write(io.stdout, `${lines.join('\n')}\n`, status);
}

function graph(args: FlowsArguments, io: FlowsIo, options: FlowsOptions | undefined): number {
  const { library, flow } = flowNamed(args, options);
  return write(io.stdout, drawFlow(library, flow), 0);
}

function paths(args: FlowsArguments, io: FlowsIo, options: FlowsOptions | undefined): number {
  const { library, flow } = flowNamed(args, options);
  const found = [...walkPaths(library, flow.id, args.limit + 1)];
  const listed = found.slice(0, args.limit);
  if (found.length > args.limit)
    io.stderr.write(`flows paths: there are more; only the first ${args.limit} are listed\n`);
  if (args.json) return write(io.stdout, `${JSON.stringify({ flow: flow.id, paths: listed })}\n`, 0);
  return write(io.stdout, listed.map((path) => `${describePath(path)}\n`).join(''), 0);
}

function docs(args: FlowsArguments, io: FlowsIo, options: FlowsOptions | undefined): number {
  const library = libraryOf(options);
  const pages = [...library.flows.values()].map(
    (flow) => [`${flow.id}.md`, flowPage(library, flow)] as const,
  );
  return writeFiles(args, io, Object.fromEntries(pages));
}

/** Writes files into the one directory that is named, and prints their paths. */
function writeFiles(
  { command, operands }: FlowsArguments,
  io: FlowsIo,
  files: Readonly<Record<string, string>>,
): number {
  const [directory, ...more] = operands;
  if (directory === undefined || more.length > 0)
    throw new InputError(`flows ${command}: name one directory to write into, such as \`docs/flows\``);
  try {
    mkdirSync(directory, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  } catch (error) {
    throw new InputError(`flows ${command}: cannot write into ${directory} (${messageOf(error)})`, {
      cause: error,
    });
  }
  const written = Object.keys(files).map((name) => `${join(directory, name)}\n`);
  return write(io.stdout, written.join(''), 0);
}

function describePath({ answers, confirmed }: FlowPath): string {
  const questions = answers.map(({ step, options }) => `${step}=${options.join('|')}`).join(' ');
  return `${questions} -> ${confirmed.length === 0 ? 'not found' : confirmed.join(', ')}`;
}

function flowNamed(
  { command, operands }: FlowsArguments,
  options: FlowsOptions | undefined,
): { readonly library: FlowLibrary; readonly flow: Flow } {
  const library = libraryOf(options);
  const [id, ...more] = operands;
  const known = [...library.flows.keys()];
  if (id === undefined || more.length > 0)
    throw new InputError(`flows ${command}: name one flow; ${whatWouldBeRight('', known)}`);
  const flow = library.flows.get(id);
  if (flow === undefined) throw new InputError(`unknown flow \`${id}\`; ${whatWouldBeRight(id, known)}`);
  return { library, flow };
}

function libraryOf(options: FlowsOptions | undefined): FlowLibrary {
  const { library, problems } = loadFlowLibrary(directoriesOf(options, []), { detectors: DETECTOR_NAMES });
  if (library === undefined) throw new InputError(problems[0] ?? 'the flows could not be loaded');
  return library;
}

function write(stream: NodeJS.WritableStream, text: string, status: number): number {
  stream.write(text);
  return status;
}
