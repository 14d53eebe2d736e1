import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../errors.js';
import { checkFile } from './complain.js';
import { causeFileSchema, flowFileSchema, type CauseFile, type FlowFile, type StepFile } from './schema.js';
import { readYaml, type Problem, type YamlFile } from './yaml-file.js';
import type { z } from 'zod';

/** An entry of a flow or cause file, with the file for complaints about it. */
export interface Sourced<T> {
  readonly value: T;
  readonly source: YamlFile;
}

export interface LibraryFiles {
  readonly flows: ReadonlyMap<string, Sourced<FlowFile>>;
  readonly causes: ReadonlyMap<string, Sourced<CauseFile>>;
  readonly problems: readonly Problem[];
}

/**
 * Reads `*.yaml` (flows) and `causes/*.yaml` (causes) of every directory. What a later directory holds under the same id replaces
 * what an earlier one holds; within one directory an id may stand once.
 */
export function readLibraryFiles(directories: readonly string[]): LibraryFiles {
  const flows = new Map<string, Sourced<FlowFile>>();
  const causes = new Map<string, Sourced<CauseFile>>();
  const problems: Problem[] = [];
  for (const directory of directories) {
    const found = yamlFiles(directory);
    if (found === undefined) {
      problems.push({
        what: 'no such directory',
        file: directory,
        line: 1,
        right: 'it should hold flow files (*.yaml) or causes/',
      });
      continue;
    }
    readAll(found, flowFileSchema, flows, problems);
    readAll(yamlFiles(join(directory, 'causes')) ?? [], causeFileSchema, causes, problems);
  }
  return { flows, causes, problems };
}

function yamlFiles(directory: string): readonly string[] | undefined {
  try {
    return readdirSync(directory)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .map((name) => join(directory, name));
  } catch {
    return undefined;
  }
}

function readAll<T extends { readonly id: string }>(
  files: readonly string[],
  schema: z.ZodType<T>,
  into: Map<string, Sourced<T>>,
  problems: Problem[],
): void {
  const here = new Map<string, string>();
  for (const file of files) {
    const read = readOne(file, schema);
    if ('problems' in read) {
      problems.push(...read.problems);
      continue;
    }
    const { id } = read.value;
    const earlier = here.get(id);
    if (earlier !== undefined) {
      const line = read.source.lineOf(['id']);
      problems.push({ what: `id \`${id}\` once more`, file, line, right: `it is taken by ${earlier}` });
      continue;
    }
    here.set(id, file);
    into.set(id, read);
  }
}

function readOne<T>(
  file: string,
  schema: z.ZodType<T>,
): Sourced<T> | { readonly problems: readonly Problem[] } {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return {
      problems: [
        { what: `unreadable file (${messageOf(error)})`, file, line: 1, right: 'a file that can be read' },
      ],
    };
  }
  const source = readYaml(file, text);
  if (!('lineOf' in source)) return { problems: [source] };
  const value = checkFile(source, schema);
  return isProblems(value) ? { problems: value } : { value, source };
}

function isProblems(value: unknown): value is readonly Problem[] {
  return Array.isArray(value);
}

/** Where a step was written: its flow's file, or the file of the cause that asks to be put into the flow. */
export interface PlacedStep {
  readonly file: StepFile;
  readonly source: YamlFile;
  readonly path: readonly PropertyKey[];
}
