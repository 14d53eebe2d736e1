import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from '@jest/globals';

const SRC = resolve('src');

/** Room → the rooms it may import. The root's own files: `errors` and `nearest` belong to nobody; the others put rooms together. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  card: [],
  policy: [],
  s3: ['policy'],
  evidence: ['policy', 's3'],
  'evidence/aws': ['evidence', 'policy', 's3'],
  diagnosis: ['policy', 's3', 'evidence'],
  flow: ['policy', 's3', 'evidence', 'diagnosis'],
  conversation: ['policy', 's3', 'evidence', 'diagnosis', 'flow', 'card'],
  ops: [],
  config: ['slack', 'teams'],
  slack: ['conversation', 'card', 'ops', 's3'],
  teams: ['conversation', 'card', 'ops', 's3'],
  sandbox: ['conversation', 'card', 'evidence', 'ops'],
  cli: [
    'policy',
    's3',
    'evidence',
    'evidence/aws',
    'diagnosis',
    'flow',
    'conversation',
    'card',
    'app',
    'root',
  ],
  app: ['conversation', 'diagnosis', 'evidence', 'flow', 'ops', 'slack', 'teams', 'sandbox', 'root'],
  root: [
    'policy',
    's3',
    'evidence',
    'evidence/aws',
    'diagnosis',
    'flow',
    'conversation',
    'card',
    'ops',
    'slack',
    'teams',
    'app',
    'config',
    'sandbox',
    'cli',
  ],
};
const FOR_ALL = new Set(['src/errors.ts', 'src/nearest.ts']);

/** Package → the only rooms that may import it. */
const OWNERS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^@aws-sdk\//, ['evidence/aws']],
  [/^@slack\//, ['slack']],
  [/^botbuilder/, ['teams']],
  [/^redis$/, ['conversation']],
  [/^xstate$/, ['flow']],
  [/^pino$|^prom-client$|^@opentelemetry\//, ['ops']],
  [/^diff$/, ['diagnosis']],
  [/^yaml$/, ['flow', 'evidence']],
];

interface Import {
  readonly file: string;
  readonly from: string;
}

function sources(): readonly string[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(SRC, name));
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(file, 'utf8');
  const pattern = /(?:\bfrom\s+|\bimport\(\s*|^import\s+)['"]([^'"]+)['"]/gm;
  return [...text.matchAll(pattern)].map((match) => ({ file, from: match[1] ?? '' }));
}

function roomOf(path: string): string {
  const parts = relative(SRC, path).split('/');
  if (parts.length === 1) return 'root';
  return parts[0] === 'evidence' && parts[1] === 'aws' ? 'evidence/aws' : (parts[0] ?? 'root');
}

const all = sources().flatMap(importsOf);

test('reads the imports of every source file', () => {
  expect(sources().length).toBeGreaterThan(100);
  expect(all.length).toBeGreaterThan(sources().length);
});

test('rooms import only along the arrows', () => {
  const wrong = all
    .filter(({ from }) => from.startsWith('.'))
    .map(({ file, from }) => ({ file, target: resolve(dirname(file), from.replace(/\.js$/, '.ts')) }))
    .filter(({ target }) => !FOR_ALL.has(relative(process.cwd(), target)))
    .filter(({ file, target }) => {
      const [here, there] = [roomOf(file), roomOf(target)];
      return here !== there && !(MAY_IMPORT[here] ?? []).includes(there);
    })
    .map(({ file, target }) => `${relative(SRC, file)} imports ${relative(SRC, target)}`);
  expect(wrong).toEqual([]);
});

test('a package is known to its own room alone', () => {
  const wrong = all
    .filter(({ from }) => !from.startsWith('.') && !from.startsWith('node:'))
    .filter(({ file, from }) => {
      const owners = OWNERS.find(([pattern]) => pattern.test(from))?.[1];
      return owners !== undefined && !owners.includes(roomOf(file));
    })
    .map(({ file, from }) => `${relative(SRC, file)} imports ${from}`);
  expect(wrong).toEqual([]);
});

test('only the configuration reads the environment', () => {
  const readers = sources().filter((file) => /process\.env\b/.test(readFileSync(file, 'utf8')));
  expect(readers.map((file) => relative(SRC, file))).toEqual(['config.ts']);
});
