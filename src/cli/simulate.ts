import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { messageOf } from '../errors.js';
import {
  CaseReader,
  type CompiledPolicy,
  type CompiledPolicySet,
  evaluateRequest,
  type LayerName,
} from '../policy/index.js';
import type { CommandIo } from './io.js';

const HELP = `Usage: s3denied simulate [FILE|-]

Decides requests against all their policies. One case a line in (JSON Lines), one result a line out, in order.
A line that is no case yields {"error": …} in its place. Blank lines are skipped. Without FILE, or with -, reads stdin.

Options:
  --json   no effect: the output is JSON Lines anyway
  --help   show this

A case: {"request": {"principal", "action", "resource", "resourceAccount", "context", "contextComplete"},
         "policies": {"identity", "permissionsBoundary", "session", "resource", "vpcEndpoint", "serviceControl",
                      "resourceControl"}, "unknown": [layers that could not be read], "name"}
A policy: {"name", "document"}. What is left out of "policies" is none.
`;

interface PolicyProblem {
  readonly layer: LayerName;
  readonly policy: string;
  readonly path: string;
  readonly message: string;
}

/** What AWS would refuse in any of the policies. */
function problemsOf(set: CompiledPolicySet): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const add = (layer: LayerName, policies: readonly (CompiledPolicy | null)[]): void => {
    for (const policy of policies) {
      if (policy === null) continue;
      for (const { path, message } of policy.document.parsed.problems)
        problems.push({ layer, policy: policy.name, path, message });
    }
  };
  add('permissionsBoundary', [set.permissionsBoundary]);
  add('resource', [set.resource]);
  add('vpcEndpoint', [set.vpcEndpoint]);
  add('identity', set.identity);
  add('session', set.session);
  add('accessPoint', [set.accessPoint?.policy ?? null]);
  for (const level of set.serviceControl) add('serviceControl', level);
  for (const level of set.resourceControl) add('resourceControl', level);
  return problems;
}

/** The result for one line: a decision, or what is wrong with the line. */
function simulateLine(line: string, reader: CaseReader): object {
  const parsed = reader.read(line);
  if (parsed.outcome === 'problem') return { error: parsed.problem };
  const { name, request, policies, unknown } = parsed.case;
  const { decision, layers, blockers, unresolved, unreadLayers } = evaluateRequest(
    request,
    policies,
    new Set(unknown),
  );
  const found = problemsOf(policies);
  const problems = found.length === 0 ? undefined : found;
  return { name, decision, layers, blockers, unresolved, unreadLayers, problems };
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** Whether whoever read our output has gone: no reason to complain. */
function isBrokenPipe(error: unknown): boolean {
  return ['EPIPE', 'ERR_STREAM_DESTROYED'].includes(codeOf(error));
}

const BATCH_CHARACTERS = 64 * 1024;

/** Writes text in batches, and waits when the reader is slower than we are. */
class BatchWriter {
  #batch = '';
  #gone: Error | null = null;
  #wake: () => void = () => {};
  readonly #stdout: NodeJS.WritableStream;
  readonly #settle = (error?: unknown): void => {
    if (error instanceof Error) this.#gone ??= error;
    this.#wake();
  };
  readonly #closed = (): void => this.#settle(Object.assign(new Error('output closed'), { code: 'EPIPE' }));

  constructor(stdout: NodeJS.WritableStream) {
    this.#stdout = stdout;
    stdout.on('error', this.#settle).on('drain', this.#settle).on('close', this.#closed);
  }

  async write(text: string): Promise<void> {
    this.#batch += text;
    if (this.#batch.length >= BATCH_CHARACTERS) await this.flush();
  }

  async flush(): Promise<void> {
    const text = this.#batch;
    this.#batch = '';
    this.#check();
    if (text === '' || this.#stdout.write(text)) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#check();
  }

  #check(): void {
    if (this.#gone !== null) throw this.#gone;
  }

  release(): void {
    // The error listener stays: a pipe that breaks after the last write is no crash either.
    this.#stdout.off('drain', this.#settle).off('close', this.#closed);
  }
}

/** The lines of a text stream, chunk by chunk; memory holds one chunk and one line. */
async function* readLines(input: NodeJS.ReadableStream): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of input) {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    yield lines;
  }
  yield [rest + decoder.decode()];
}

async function simulateStream(input: NodeJS.ReadableStream, stdout: NodeJS.WritableStream): Promise<void> {
  const writer = new BatchWriter(stdout);
  const reader = new CaseReader();
  try {
    for await (const lines of readLines(input)) {
      for (const line of lines) {
        if (line.trim() !== '') await writer.write(`${JSON.stringify(simulateLine(line, reader))}\n`);
      }
    }
    await writer.flush();
  } finally {
    writer.release();
  }
}

/** What is wrong with the file to read, or null. */
async function checkFile(file: string): Promise<string | null> {
  try {
    const found = await stat(file);
    return found.isDirectory() ? 'it is a directory' : null;
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? 'there is no such file' : messageOf(error);
  }
}

/** `s3denied simulate`. Exit status: 0 done, 2 the input is wrong, 1 anything else. */
export async function runSimulate(args: readonly string[], io: CommandIo): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    io.stdout.write(HELP);
    return 0;
  }
  const rest = args.filter((arg) => arg !== '--json');
  const [file = '-', ...more] = rest;
  const wrong = rest.find((arg) => arg.startsWith('-') && arg !== '-') ?? more[0];
  if (wrong !== undefined) {
    io.stderr.write(`s3denied simulate: unexpected argument "${wrong}"; usage: s3denied simulate [FILE|-]\n`);
    return 2;
  }
  const problem = file === '-' ? null : await checkFile(file);
  if (problem !== null) {
    io.stderr.write(`s3denied simulate: cannot read ${file}: ${problem}\n`);
    return 2;
  }
  try {
    await simulateStream(file === '-' ? io.stdin : createReadStream(file), io.stdout);
    return 0;
  } catch (error) {
    if (isBrokenPipe(error)) return 0;
    io.stderr.write(`s3denied simulate: ${messageOf(error)}\n`);
    return 1;
  }
}
