import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InputError, messageOf } from '../errors.js';
import type { Snapshot } from '../evidence/snapshot.js';
import { readSnapshotText } from '../evidence/snapshot-problem.js';

/** Throws `InputError`: one line that says what is wrong, where, and what would be right. */
export async function readSnapshot(file: string): Promise<Snapshot> {
  const read = readSnapshotText(await readText(file));
  if (read.outcome === 'ok') return read.snapshot;
  throw new InputError(`--snapshot ${file}${read.where}: ${read.problem}`);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new InputError(`--snapshot ${file}: ${whyUnusable(error)}`, { cause: error });
  }
}

/** Whether a snapshot can be written there, before anything is read for it. Throws `InputError`. */
export async function checkOutput(file: string): Promise<void> {
  try {
    const found = await stat(file).catch(() => undefined);
    if (found?.isDirectory() === true)
      throw new InputError(`--output ${file}: it is a directory; name a file`);
    await (found === undefined ? access(dirname(file), constants.W_OK) : access(file, constants.W_OK));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`--output ${file}: ${whyUnusable(error)}`, { cause: error });
  }
}

/** Only its owner may read it. Written whole or not at all, so that a file of before stays until the new one is there. */
export async function writeSnapshot(file: string, text: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  // A pipe or a device is not replaced but written to.
  if (found !== undefined && !found.isFile()) return writeFile(file, text);
  const target = found === undefined ? file : await realpath(file);
  const draft = `${target}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

export function whyUnusable(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? messageOf(error);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a directory; name a file',
  ENOTDIR: 'a part of its path is no folder',
  EACCES: 'it may not be accessed',
};
