import { DETECTOR_NAMES } from './diagnosis/index.js';
import { InputError } from './errors.js';
import { type LoadedLibrary, loadFlowLibrary } from './flow/authoring.js';
import type { FlowLibrary } from './flow/index.js';
import { SHIPPED_FLOWS } from './shipped-flows.js';

/** The shipped flows with a company's own laid over them. Throws `InputError` with the first problem, and how many more there are. */
export function loadLibrary(flowsDirectory: string | undefined): FlowLibrary {
  const { library, problems } = readLibrary(flowsDirectory);
  if (library !== undefined) return library;
  const more =
    problems.length > 1 ? ` (and ${problems.length - 1} more; \`s3denied flows lint\` lists them)` : '';
  const where = flowsDirectory === undefined ? '' : 'FLOWS_DIR: ';
  throw new InputError(`${where}${problems[0] ?? 'the flows could not be loaded'}${more}`);
}

/** The same, with what is wrong in them one line each; none: nothing is. */
export function readLibrary(flowsDirectory: string | undefined): LoadedLibrary {
  const directories = flowsDirectory === undefined ? [SHIPPED_FLOWS] : [SHIPPED_FLOWS, flowsDirectory];
  return loadFlowLibrary(directories, { detectors: DETECTOR_NAMES });
}
