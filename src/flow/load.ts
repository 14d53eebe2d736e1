import { createHash } from 'node:crypto';
import type { CauseFile, FlowFile, StepFile } from './schema.js';
import { type LibraryFiles, type PlacedStep, readLibraryFiles, type Sourced } from './library-files.js';
import { lintLibrary } from './lint/lint.js';
import { whatWouldBeRight } from '../nearest.js';
import type { Flow, FlowCause, FlowLibrary, FlowQuestion, Step } from './types.js';
import { stepsWhenUnsure } from './walk.js';
import { formatProblem, type Problem } from './yaml-file.js';

export interface LoadedLibrary {
  /** Left out where anything is wrong. */
  readonly library?: FlowLibrary;
  /** One line each, with file and line. */
  readonly problems: readonly string[];
}

export interface LoadOptions {
  /** The names that `detector` may have; left out: not checked. */
  readonly detectors?: readonly string[];
}

/**
 * Reads flows and causes, checks all of them, and puts them together. Later directories overlay earlier ones by id. Nothing is
 * handed out that has a problem: a start with broken flows stops with lines that say what to mend.
 */
export function loadFlowLibrary(directories: readonly string[], options: LoadOptions = {}): LoadedLibrary {
  const files = readLibraryFiles(directories);
  const problems = [...files.problems];
  const placed = placeSteps(files, problems);
  problems.push(...lintLibrary(files, placed, options.detectors));
  if (files.flows.size === 0 && problems.length === 0) problems.push(noFlows(directories));
  if (problems.length > 0) return { problems: inOrder(problems).map(formatProblem) };
  const library = assemble(files, placed);
  const unreachable = unreachableSteps(library, placed);
  return unreachable.length > 0 ? { problems: unreachable.map(formatProblem) } : { library, problems: [] };
}

/**
 * Steps that nobody is ever asked, however little they know: the answers before them decide them already. What another step covers, or
 * what hangs on a fact (`when`), is asked once an answer, or evidence, calls for it.
 */
function unreachableSteps(
  library: FlowLibrary,
  placed: ReadonlyMap<string, readonly PlacedStep[]>,
): readonly Problem[] {
  return [...placed].flatMap(([flowId, steps]) => {
    const asked = stepsWhenUnsure(library, flowId);
    return steps.flatMap(({ file, source, path }) => {
      if (asked.has(file.id) || file.coveredBy !== undefined || file.when !== undefined) return [];
      const right = 'its options should tell something that is not known before it';
      return [
        { what: `step \`${file.id}\` is never asked`, file: source.file, line: source.lineOf(path), right },
      ];
    });
  });
}

function noFlows(directories: readonly string[]): Problem {
  return {
    what: 'no flow',
    file: directories.join(', ') || 'no directory',
    line: 1,
    right: 'at least one *.yaml flow file',
  };
}

function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
}

/** Every flow's steps: its own, and behind the named ones those of causes that ask for it (`asked`). */
function placeSteps(files: LibraryFiles, problems: Problem[]): ReadonlyMap<string, readonly PlacedStep[]> {
  const placed = new Map<string, PlacedStep[]>();
  for (const [id, { value, source }] of files.flows) {
    placed.set(
      id,
      value.steps.map((file, index) => ({ file, source, path: ['steps', index] })),
    );
  }
  // Where a file could not be read, its flow or step may be the one that is asked for.
  if (files.problems.length > 0) return placed;
  for (const cause of files.causes.values()) {
    for (const [index, where] of (cause.value.asked ?? []).entries()) {
      insertStep(placed, cause, where, ['asked', index], problems);
    }
  }
  return placed;
}

function insertStep(
  placed: ReadonlyMap<string, PlacedStep[]>,
  { value: cause, source }: Sourced<CauseFile>,
  where: NonNullable<CauseFile['asked']>[number],
  path: readonly PropertyKey[],
  problems: Problem[],
): void {
  const complain = (field: 'flow' | 'after', what: string, known: Iterable<string>): void => {
    const line = source.lineOf([...path, field]);
    problems.push({ what, file: source.file, line, right: whatWouldBeRight(where[field], known) });
  };
  const steps = placed.get(where.flow);
  if (steps === undefined) return complain('flow', `unknown flow \`${where.flow}\``, placed.keys());
  const before = steps.findIndex((step) => step.file.id === where.after);
  if (before === -1) {
    return complain(
      'after',
      `unknown step \`${where.after}\``,
      steps.map((step) => step.file.id),
    );
  }
  const file: StepFile = { id: cause.id, section: where.section ?? cause.title, cause: cause.id };
  steps.splice(before + 1, 0, { file, source, path });
}

function assemble(files: LibraryFiles, placed: ReadonlyMap<string, readonly PlacedStep[]>): FlowLibrary {
  const causes = new Map<string, FlowCause>();
  for (const [id, { value }] of files.causes) {
    const { asked: _asked, ...cause } = value;
    causes.set(id, cause);
  }
  const own = new Map(
    [...placed].map(([id, steps]) => [id, steps.flatMap(({ file }) => toStep(file, causes) ?? [])]),
  );
  const flows = new Map<string, Flow>();
  for (const [id, { value }] of files.flows) {
    const { title, article, source, result } = value;
    const steps = withTaken(value, own, files.flows);
    flows.set(id, { id, title, article, source, ...(result === undefined ? {} : { result }), steps });
  }
  return { flows, causes, fingerprint: fingerprintOf(flows, causes) };
}

/** A flow's own steps, then those of the flow that it goes on with, but for what it asks itself. */
function withTaken(
  { id, next }: FlowFile,
  own: ReadonlyMap<string, readonly Step[]>,
  flows: LibraryFiles['flows'],
): readonly Step[] {
  const steps = own.get(id) ?? [];
  const other = next === undefined ? undefined : flows.get(next.flow)?.value;
  if (next === undefined || other === undefined) return steps;
  const asked = new Set(steps.flatMap(({ id: step, cause }) => [step, cause ?? step]));
  const left = new Set(next.without ?? []);
  const taken = withTaken(other, own, flows).filter(
    (step) => !left.has(step.id) && !asked.has(step.id) && !asked.has(step.cause ?? step.id),
  );
  return [...steps, ...taken.map((step) => ({ takenFrom: other.id, ...step }))];
}

function toStep(file: StepFile, causes: ReadonlyMap<string, FlowCause>): Step | undefined {
  const question = file.question ?? (file.cause === undefined ? undefined : causes.get(file.cause)?.question);
  if (question === undefined) return undefined;
  return { ...file, question, decides: decidedBy(file.cause, question) };
}

/** The causes that a question's answers decide, its own first. */
export function decidedBy(cause: string | undefined, question: FlowQuestion): readonly string[] {
  const also = question.options.flatMap((option) => Object.keys(option.also ?? {}));
  return [...new Set([...(cause === undefined ? [] : [cause]), ...also])];
}

function fingerprintOf(flows: ReadonlyMap<string, Flow>, causes: ReadonlyMap<string, FlowCause>): string {
  const content = JSON.stringify([[...flows.values()], [...causes.values()]]);
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}
