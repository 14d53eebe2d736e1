import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs a text in bash, where `aws` only notes its arguments: one list for each call, and the JSON files that were written. */
export function runInBash(text: string): {
  readonly calls: readonly (readonly string[])[];
  readonly file: (name: string) => unknown;
} {
  const directory = mkdtempSync(join(tmpdir(), 's3denied-grant-'));
  const log = join(directory, 'calls');
  const stub = `aws() { printf '%s\\0' "$@" >> ${log}; printf '\\n\\0' >> ${log}; }\n`;
  try {
    execFileSync('bash', ['--norc', '-euc', `${stub}${text}`], {
      cwd: directory,
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const calls = existsSync(log) ? readFileSync(log, 'utf8').split('\n\0').slice(0, -1) : [];
    const names = calls.flatMap((call) =>
      [...call.matchAll(/file:\/\/([a-z-]+\.json)/g)].map(([, name = '']) => name),
    );
    const files = new Map(
      names
        .filter((name) => existsSync(join(directory, name)))
        .map((name) => [name, readFileSync(join(directory, name), 'utf8')]),
    );
    return {
      calls: calls.map((call) => call.split('\0').slice(0, -1)),
      file: (name) => JSON.parse(files.get(name) ?? 'null'),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}
