import { fileURLToPath } from 'node:url';
import { DETECTOR_NAMES } from './diagnosis/index.js';
import { InputError } from './errors.js';
import { type FlowLibrary, loadFlowLibrary } from './flow/index.js';

/** The flow files that come with the program. */
export const SHIPPED_FLOWS = fileURLToPath(new URL('../flows', import.meta.url));

/** The shipped flows with a company's own laid over them. Throws `InputError` with the first problem, and how many more there are. */
export function loadLibrary(flowsDirectory: string | undefined): FlowLibrary {
  const { library, problems } = readLibrary(flowsDirectory);
  if (library !== undefined) return library;
  const more =
    problems.length > 1 ? ` (and ${problems.length - 1} more; \`s3denied flows lint\` lists them)` : '';
  const where = flowsDirectory === undefined ? '' : 'FLOWS_DIR: ';
  throw new InputError(`${where}${problems[0] ?? 'the flows could not be loaded'}${more}`);
}

/** What is wrong in them, one line each; empty: nothing is. */
export function lintLibrary(flowsDirectory: string): readonly string[] {
  return readLibrary(flowsDirectory).problems;
}

function readLibrary(flowsDirectory: string | undefined) {
  const directories = flowsDirectory === undefined ? [SHIPPED_FLOWS] : [SHIPPED_FLOWS, flowsDirectory];
  return loadFlowLibrary(directories, { detectors: DETECTOR_NAMES });
}
