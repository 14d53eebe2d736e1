import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { runCommand } from '../../../src/cli/run-command.js';

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command in this process; its output is no terminal, unless `columns` says how wide it is. */
export async function run(args: readonly string[], { input = '', columns = 0 } = {}): Promise<Ran> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  if (columns > 0) Object.assign(stdout, { isTTY: true, columns });
  const output = [text(stdout), text(stderr)];
  const stdin = Readable.from(input === '' ? [] : [Buffer.from(input)]);
  const status = await runCommand(args, { stdin, stdout, stderr });
  stdout.end();
  stderr.end();
  const [out = '', err = ''] = await Promise.all(output);
  return { status, out, err };
}
