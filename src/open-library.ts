import type { FlowLibrary } from './flow/types.js';
import { readCompiledFlows, SHIPPED_FLOWS } from './shipped-flows.js';

/** Beside this file in a build; beside its source there is none. */
const COMPILED = new URL('./flows.json', import.meta.url);

/**
 * The shipped flows, from the build where it has them, with a company's own laid over them. Throws `InputError` with the first
 * problem, and how many more there are.
 */
export async function openLibrary(flowsDirectory: string | undefined): Promise<FlowLibrary> {
  const compiled = flowsDirectory === undefined ? readCompiledFlows(SHIPPED_FLOWS, COMPILED) : undefined;
  if (compiled !== undefined) return compiled;
  // What reads and checks YAML files is loaded only where there are some to read.
  const { loadLibrary } = await import('./library.js');
  return loadLibrary(flowsDirectory);
}
