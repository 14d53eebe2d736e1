import { compilePolicies, evaluateRequest } from '../policy/index.js';
import type { Blocker, Evaluation, LayerName, NamedPolicy, PolicySet } from '../policy/types.js';
import type { Simulation } from './situation.js';

/** More than any request has statements in its way, one behind another. */
const MOST_ROUNDS = 4;

// Every cause of the catalogue asks for it; a simulation belongs to one situation.
const evaluations = new WeakMap<Simulation, Evaluation>();

/**
 * What the policies say of a denied request once everything is mended that denies it for certain: an evaluation leaves out what cannot
 * change its decision, and here that decides. The evaluation itself where nothing is unknown.
 */
export function evaluationBehind(simulation: Simulation): Evaluation {
  const known = evaluations.get(simulation) ?? evaluateBehind(simulation);
  evaluations.set(simulation, known);
  return known;
}

function evaluateBehind({ request, layers, evaluation }: Simulation): Evaluation {
  const isOpen =
    layers.unknown.size > 0 ||
    evaluation.layers.some(({ statements }) => statements.some(({ match }) => match === 'unknown'));
  if (!isOpen) return evaluation;
  let now = evaluation;
  let { policies } = layers;
  for (let round = 0; now.decision.endsWith('_deny') && round < MOST_ROUNDS; round += 1) {
    policies = now.blockers.reduce(withoutBlocker, policies);
    now = evaluateRequest(request, compilePolicies(policies), layers.unknown);
  }
  return now;
}

function withoutBlocker(policies: PolicySet, blocker: Blocker): PolicySet {
  const { layer, level } = blocker;
  const mend = (policy: NamedPolicy | null) => mendPolicy(policy, blocker);
  switch (layer) {
    case 'identity':
    case 'session':
      return { ...policies, [layer]: mendList(policies[layer], blocker) };
    case 'permissionsBoundary':
    case 'vpcEndpoint':
      return { ...policies, [layer]: mend(policies[layer]) };
    case 'resource':
      return blocker.kind === 'no_allow'
        ? { ...policies, resourceGrant: 'yes' }
        : { ...policies, resource: mend(policies.resource) };
    case 'accessPoint': {
      const { accessPoint } = policies;
      if (accessPoint === undefined) return policies;
      return { ...policies, accessPoint: { ...accessPoint, policy: mend(accessPoint.policy) } };
    }
    case 'serviceControl':
    case 'resourceControl':
      return {
        ...policies,
        [layer]: policies[layer].map((one, index) => (index === level ? mendList(one, blocker) : one)),
      };
  }
}

function mendList(list: readonly NamedPolicy[], blocker: Blocker): readonly NamedPolicy[] {
  if (blocker.kind === 'explicit_deny')
    return list.map((policy) => (policy.name === blocker.policy ? without(policy, blocker) : policy));
  return [...list, { name: '', document: everything(blocker.layer) }];
}

function mendPolicy(policy: NamedPolicy | null, blocker: Blocker): NamedPolicy {
  if (blocker.kind === 'explicit_deny' && policy !== null) return without(policy, blocker);
  const all = everything(blocker.layer);
  const { name = '', document } = policy ?? {};
  return { name, document: { ...all, Statement: [...statementsOf(document), ...all.Statement] } };
}

/** The statement stays as one about nothing: the others keep their places. */
function without(policy: NamedPolicy, { layer, statement: index }: Blocker): NamedPolicy {
  const nothing = { Effect: 'Deny', Action: 'none:none', Resource: '*', ...everybody(layer) };
  const statements = statementsOf(policy.document).map((statement, at) =>
    at === index ? nothing : statement,
  );
  return { ...policy, document: { Version: '2012-10-17', Statement: statements } };
}

function everything(layer: LayerName) {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', ...everybody(layer) }],
  };
}

/** Policies of resources name whom they are about; those of callers do not. */
function everybody(layer: LayerName): { readonly Principal?: '*' } {
  return /^(resource|accessPoint|vpcEndpoint|resourceControl)$/.test(layer) ? { Principal: '*' } : {};
}

function statementsOf(document: unknown): readonly unknown[] {
  if (typeof document !== 'object' || document === null || !('Statement' in document)) return [];
  const { Statement: statements } = document;
  return Array.isArray(statements) ? statements : [statements];
}
