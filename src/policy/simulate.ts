import { compilePoliciesOnce } from './compile.js';
import { evaluateRequest } from './evaluate.js';
import type { Evaluation, SimulationCase } from './types.js';

/** Decides one case: compiles its policies and evaluates its request. */
export function simulateCase(simulation: SimulationCase): Evaluation {
  return evaluateRequest(
    simulation.request,
    compilePoliciesOnce(simulation.policies),
    new Set(simulation.unknown),
  );
}
