import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Flow, FlowCause, FlowLibrary } from './flow/types.js';

/** The flow files that come with the program. */
export const SHIPPED_FLOWS = fileURLToPath(new URL('../flows', import.meta.url));

/** The shipped flows as the build has read and checked them: a start need not read and check a hundred YAML files again. */
interface CompiledFlows {
  /** Of the files that they were made from: after an edit they count no more. */
  readonly digest: string;
  readonly fingerprint: string;
  readonly flows: readonly Flow[];
  readonly causes: readonly FlowCause[];
}

/** Undefined where nothing was compiled, or the files are no longer those that it was made from. */
export function readCompiledFlows(directory: string, file: URL): FlowLibrary | undefined {
  const text = readText(file);
  if (text === undefined) return undefined;
  // Written below, by the build that compiled this code.
  const { digest, fingerprint, flows, causes }: CompiledFlows = JSON.parse(text);
  if (digest !== digestOf(directory)) return undefined;
  return { flows: byId(flows), causes: byId(causes), fingerprint };
}

export function writeCompiledFlows(library: FlowLibrary, directory: string, file: URL): void {
  const compiled: CompiledFlows = {
    digest: digestOf(directory),
    fingerprint: library.fingerprint,
    flows: [...library.flows.values()],
    causes: [...library.causes.values()],
  };
  writeFileSync(file, JSON.stringify(compiled));
}

function digestOf(directory: string): string {
  const hash = createHash('sha256');
  for (const folder of [directory, join(directory, 'causes')]) {
    for (const name of namesIn(folder))
      hash
        .update(`${name}\0`)
        .update(readFileSync(join(folder, name)))
        .update('\0');
  }
  return hash.digest('hex');
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort();
  } catch {
    return [];
  }
}

function readText(file: URL): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function byId<T extends { readonly id: string }>(all: readonly T[]): ReadonlyMap<string, T> {
  return new Map(all.map((one) => [one.id, one]));
}
