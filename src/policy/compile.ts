import type { BrokenStatement, GrammaticalDocument } from './document/model.js';
import { parseGrammar } from './document/parse-document.js';
import { CompiledStatement } from './statement/compile-statement.js';
import type { NamedPolicy, PolicySet } from './types.js';

/** A document compiled once, whichever policies bear it. */
export interface CompiledDocument {
  readonly parsed: GrammaticalDocument;
  readonly statements: readonly CompiledStatement[];
  readonly broken: readonly BrokenStatement[];
}

export interface CompiledPolicy {
  readonly name: string;
  readonly document: CompiledDocument;
}

export interface CompiledPolicySet {
  readonly identity: readonly CompiledPolicy[];
  readonly permissionsBoundary: CompiledPolicy | null;
  readonly session: readonly CompiledPolicy[];
  readonly resource: CompiledPolicy | null;
  readonly accessPoint: { readonly policy: CompiledPolicy | null; readonly resource: string } | null;
  readonly vpcEndpoint: CompiledPolicy | null;
  readonly serviceControl: readonly (readonly CompiledPolicy[])[];
  readonly resourceControl: readonly (readonly CompiledPolicy[])[];
  readonly resourceGrant: 'yes' | 'no' | 'unknown';
}

const documents = new WeakMap<object, CompiledDocument>();

function compile(document: unknown): CompiledDocument {
  const parsed = parseGrammar(document);
  const variables = parsed.version === '2012-10-17';
  const statements = parsed.statements.map((statement) => new CompiledStatement(statement, variables));
  return { parsed, statements, broken: parsed.broken };
}

/**
 * Compiles a document, given as an object or as JSON text. An object is compiled once and remembered by its identity:
 * INVARIANT: whoever changes a policy makes a new object of it.
 */
export function compileDocument(document: unknown): CompiledDocument {
  if (typeof document !== 'object' || document === null) return compile(document);
  const known = documents.get(document);
  if (known !== undefined) return known;
  const compiled = compile(document);
  documents.set(document, compiled);
  return compiled;
}

type Compiler = (document: unknown) => CompiledDocument;

function compilePolicy(policy: NamedPolicy, compiler: Compiler): CompiledPolicy {
  return { name: policy.name, document: compiler(policy.document) };
}

function compileNullable(policy: NamedPolicy | null, compiler: Compiler): CompiledPolicy | null {
  return policy === null ? null : compilePolicy(policy, compiler);
}

function compileSet(set: PolicySet, compiler: Compiler): CompiledPolicySet {
  const { accessPoint } = set;
  const list = (policies: readonly NamedPolicy[]) =>
    policies.map((policy) => compilePolicy(policy, compiler));
  return {
    identity: list(set.identity),
    permissionsBoundary: compileNullable(set.permissionsBoundary, compiler),
    session: list(set.session),
    resource: compileNullable(set.resource, compiler),
    accessPoint:
      accessPoint === undefined
        ? null
        : { policy: compileNullable(accessPoint.policy, compiler), resource: accessPoint.resource },
    vpcEndpoint: compileNullable(set.vpcEndpoint, compiler),
    serviceControl: set.serviceControl.map(list),
    resourceControl: set.resourceControl.map(list),
    resourceGrant: set.resourceGrant ?? 'no',
  };
}

/** Compiles all the policies of a request; costs nothing where their documents have been seen before. */
export function compilePolicies(set: PolicySet): CompiledPolicySet {
  return compileSet(set, compileDocument);
}

/** Compiles policies that will not be seen again: nothing is remembered of them. */
export function compilePoliciesOnce(set: PolicySet): CompiledPolicySet {
  return compileSet(set, compile);
}
