import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface Release {
  /** Its command, as `dist/cli.js` is this release's. */
  readonly cli: string;
  remove(): void;
}

/** A step that the next release has under another id: this one's is gone there, and the other one's is not known here. */
export const RENAMED = { here: 'permissions-boundary', there: 'boundary-of-the-caller' } as const;

/** What differs between two releases, as files of the build. */
const CHANGES: readonly (readonly [file: string, from: string, to: string])[] = [
  ['package.json', '"version": "', '"version": "9'],
  ['flows/general-403.yaml', RENAMED.here, RENAMED.there],
  ['flows/general-403.yaml', 'Is the bucket {bucket} in the same', 'Was the bucket {bucket} in the same'],
  // It writes a field that this release does not know, and reads a form of state that this one refuses.
  [
    'dist/conversation/codec.js',
    'JSON.stringify(investigation)',
    'JSON.stringify({ ...investigation, ofTheNext: { kept: true } })',
  ],
  ['dist/conversation/schema.js', 'schema: z.literal(1)', 'schema: z.union([z.literal(1), z.literal(2)])'],
  // Another kind of effect follows each answer.
  ['dist/conversation/schema.js', "kind: z.literal('show')", "kind: z.enum(['show', 'show_gently'])"],
  ['dist/conversation/effects/index.js', "case 'show':", "case 'show_gently':\n        case 'show':"],
  ['dist/conversation/transition/answers.js', "{ kind: 'show' }", "{ kind: 'show_gently' }"],
];

/** A second build: this one, changed as the next release may change it. */
export function buildNextRelease(): Release {
  const root = mkdtempSync(join(tmpdir(), 's3denied-next-'));
  for (const part of ['dist', 'flows', 'package.json']) cpSync(part, join(root, part), { recursive: true });
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'), 'dir');
  for (const [file, from, to] of CHANGES) {
    const path = join(root, file);
    const text = readFileSync(path, 'utf8');
    if (!text.includes(from)) throw new Error(`the next release cannot be made: no ${from} in ${file}`);
    writeFileSync(path, text.replaceAll(from, to));
  }
  return { cli: join(root, 'dist/cli.js'), remove: () => rmSync(root, { recursive: true, force: true }) };
}
