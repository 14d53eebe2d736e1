import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { isRecord } from '../../../src/diagnosis/json.js';
import { PLACEHOLDERS } from '../../../src/diagnosis/names.js';
import { fillCommand } from '../../../src/diagnosis/template.js';
import { findOperation, problemsOf } from './support/aws-cli.js';
import { CASES, causeOf, HOSTILE, textsOf } from './support/cases.js';
import { shellCommands } from './support/shell-words.js';

const FLOW_FILES = readdirSync('flows', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => join('flows', name));

/** Every command text of a flow file, wherever it stands: `howTo.cli`, and snippets of the format `cli`. */
function commandTexts(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(commandTexts);
  if (!isRecord(node)) return [];
  const own = [node['cli'], ...(node['format'] === 'cli' ? [node['text']] : [])];
  return [...own.filter((text) => typeof text === 'string'), ...Object.values(node).flatMap(commandTexts)];
}

describe('the commands of the AWS CLI', () => {
  test.each(CASES.map((row) => ({ name: row.name, row })))('of the fix are real: $name', ({ row }) => {
    for (const text of textsOf(causeOf(row), 'cli')) {
      const commands = shellCommands(text);
      const hasCommand = commands.some(([program]) => program === 'aws');
      expect({ text, hasCommand, problems: problemsOf(commands) }).toEqual({
        text,
        hasCommand: row.cause !== 'session-policy-implicit',
        problems: [],
      });
    }
  });

  test.each(FLOW_FILES)('in %s are real', (file) => {
    for (const text of commandTexts(parse(readFileSync(file, 'utf8'))))
      expect({ text, problems: problemsOf(shellCommands(text)) }).toEqual({ text, problems: [] });
  });

  const known = Object.fromEntries(Object.keys(PLACEHOLDERS).map((name) => [name, HOSTILE]));

  test.each(FLOW_FILES)('in %s stay what they are, whatever a bucket, key or policy is called', (file) => {
    for (const text of commandTexts(parse(readFileSync(file, 'utf8')))) {
      const plain = shellCommands(text).map((command) =>
        command.map((word) =>
          word.replaceAll(/\{([a-zA-Z]+)\}/g, (whole, name: string) => known[name] ?? whole),
        ),
      );
      expect(shellCommands(fillCommand(text, known))).toEqual(plain);
    }
  });

  test('are found in the flow files at all', () => {
    const texts = FLOW_FILES.flatMap((file) => commandTexts(parse(readFileSync(file, 'utf8'))));
    const commands = texts.flatMap(shellCommands).filter(([program]) => program === 'aws');
    expect(commands.length).toBeGreaterThan(100);
  });

  test('are checked against what the SDK says: an unknown or missing option is a problem', () => {
    expect(problemsOf(shellCommands('aws s3api put-bucket-policy --bucket b --policy-document x'))).toEqual([
      'aws s3api put-bucket-policy has no --policy-document',
      'aws s3api put-bucket-policy needs --policy',
    ]);
    expect(problemsOf(shellCommands('aws s3 cp a b --server-side-encryption AES256'))).toEqual([
      'aws s3 cp has no --server-side-encryption',
    ]);
    expect(problemsOf(shellCommands('X="$(aws iam get-rol --role-name x)"'))).toEqual([
      'no such operation: aws iam get-rol',
    ]);
    expect(findOperation('s3api', 'put-object')?.options.has('ssekms-key-id')).toBe(true);
  });
});

describe('words of a shell', () => {
  test.each([
    ['aws \'a b\' "c \\"d\\$" e\\ f # no', [['aws', 'a b', 'c "d$', 'e f']]],
    ['a | b > file 2>&1 && c', [['a'], ['b'], ['1'], ['c']]],
    ["cat > p <<'EOF'\n{ \"x\": 'y\nEOF\naws s3 ls", [['cat'], ['aws', 's3', 'ls']]],
    [
      'ID=$(aws x y --z)\naws "$ID"',
      [
        ['aws', 'x', 'y', '--z'],
        ['aws', '$ID'],
      ],
    ],
    ['a \\\n  b', [['a', 'b']]],
  ])('%s', (text, commands) => {
    expect(shellCommands(text)).toEqual(commands);
  });
});
