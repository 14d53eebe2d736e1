import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(process.cwd(), 'test/golden/slack');

/** What a golden file holds. With UPDATE_GOLDEN=1 it is written first: read the difference before you keep it. */
export function golden(name: string, value: unknown): unknown {
  const file = join(ROOT, `${name}.json`);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}
