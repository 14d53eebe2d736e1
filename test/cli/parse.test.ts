import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { runParse } from '../../src/cli/parse.js';

const TEXT =
  'fatal error: An error occurred (AccessDenied) when calling the ListObjectsV2 operation: Access Denied';

async function run(args: readonly string[], input = '') {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const output = [stdout, stderr].map((stream) => collect(stream));
  const status = await runParse(args, {
    stdin: Readable.from(input === '' ? [] : [Buffer.from(input)]),
    stdout,
    stderr,
  });
  stdout.end();
  stderr.end();
  const [out = '', err = ''] = await Promise.all(output);
  return { status, out, err };
}

async function collect(stream: PassThrough): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function fileWith(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 's3denied-parse-')), 'error.txt');
  writeFileSync(file, text);
  return file;
}

describe('s3denied parse', () => {
  test.each([
    ['standard input', []],
    ['standard input by its sign', ['-', '--json']],
  ])('reads %s and prints one JSON document', async (_, args) => {
    const { status, out, err } = await run(args, TEXT);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({ operation: 'ListObjectsV2', errorCode: 'AccessDenied' });
  });

  test('reads a file', async () => {
    const { status, out } = await run([fileWith(TEXT)]);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ operation: 'ListObjectsV2' });
  });

  test('prints an empty object for a text that says nothing', async () => {
    expect(await run([], 'hello')).toEqual({ status: 0, out: '{}\n', err: '' });
  });

  test('--jsonl: one result a line, in order; a bad line yields an error in its place', async () => {
    const lines = [
      JSON.stringify({ text: TEXT }),
      'no JSON',
      JSON.stringify({ txt: 1 }),
      'null',
      JSON.stringify({ text: '' }),
    ];
    const { status, out } = await run(['--jsonl'], `${lines.join('\n')}\n`);
    expect(status).toBe(0);
    const results: unknown[] = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(results).toEqual([
      expect.objectContaining({ operation: 'ListObjectsV2' }),
      { error: expect.stringContaining('no JSON') },
      { error: expect.stringContaining('"text"') },
      { error: expect.stringContaining('"text"') },
      {},
    ]);
  });

  test('--jsonl reads a file, too, and does not stop at a megabyte', async () => {
    const { out } = await run(['--jsonl', fileWith(`${JSON.stringify({ text: TEXT })}\n`.repeat(200))]);
    expect(out.trimEnd().split('\n')).toHaveLength(200);
  });

  test('--help goes to stdout', async () => {
    const { status, out, err } = await run(['--help']);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toMatch(/^Usage: s3denied parse \[FILE\|-\]/);
  });

  test.each([
    ['an unknown option', ['--jsnl'], /--jsnl/],
    ['two files', ['a', 'b'], /one file at a time/],
    ['a missing file', ['/nowhere/error.txt'], /there is no file \/nowhere\/error.txt/],
    ['a missing file with --jsonl', ['--jsonl', '/nowhere/error.txt'], /there is no file/],
    ['a directory', [tmpdir()], /directory/],
  ])('%s: one line on stderr, exit 2', async (_, args, message) => {
    const { status, out, err } = await run(args);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});
