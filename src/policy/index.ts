/** The IAM policy engine. Pure; what other rooms use of it stands here and in types.ts. */
export { isAccountId, type ParsedArn, parseArn, splitArn } from './arn.js';
export { CaseReader } from './case/case-reader.js';
export { type CaseParse, parseSimulationCase } from './case/parse-case.js';
export {
  type CompiledPolicy,
  type CompiledPolicySet,
  compileDocument,
  compilePolicies,
  compilePoliciesOnce,
} from './compile.js';
export { parseOperator, type Operator } from './condition/operator.js';
export { Condition } from './condition/condition.js';
export { isWithin, parseIp, parseIpRange } from './condition/ip.js';
export type { Lint, ParsedPolicyDocument, PrincipalElement, Problem, Statement } from './document/model.js';
export { parsePolicyDocument } from './document/parse-document.js';
export { printPolicyDocument } from './document/print-document.js';
export { evaluateRequest } from './evaluate.js';
export {
  accountOf,
  isServiceLinkedRole,
  type Principal,
  parsePrincipal,
} from './principal/parse-principal.js';
export { simulateCase } from './simulate.js';
export { matchesWildcard } from './text/wildcard.js';
export * from './types.js';
