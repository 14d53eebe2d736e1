import type { LibraryFiles, PlacedStep } from '../library-files.js';
import type { Problem } from '../yaml-file.js';
import { whatWouldBeRight } from '../../nearest.js';
import { lintCause, type Known } from './lint-cause.js';
import { lintSteps, lintNext } from './lint-flow.js';
import { reporterFor } from './reporter.js';

/** What the schema of one file cannot see: names that have to exist elsewhere, ids that may stand once, texts that have to fit. */
export function lintLibrary(
  files: LibraryFiles,
  placed: ReadonlyMap<string, readonly PlacedStep[]>,
  detectors?: readonly string[],
): readonly Problem[] {
  const problems: Problem[] = [];
  const allRead = files.problems.length === 0;
  const known: Known = {
    causes: files.causes,
    detectors,
    // What stands in a file that could not be read is not unknown.
    missing: (id) =>
      files.causes.has(id) || !allRead ? undefined : whatWouldBeRight(id, files.causes.keys()),
  };
  for (const { value, source } of files.causes.values())
    lintCause(reporterFor(source, problems), value, known);
  for (const steps of placed.values()) lintSteps(steps, known, problems);
  // What stands in a file that could not be read may be the flow or step that is meant.
  if (allRead) {
    for (const { value, source } of files.flows.values())
      lintNext(reporterFor(source, problems), value, files.flows, placed);
  }
  return problems;
}
