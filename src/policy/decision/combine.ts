import { parseArn } from '../arn.js';
import type { CompiledPolicySet } from '../compile.js';
import { RESOURCE_ACCOUNT_KEY, type RequestView } from '../context/request-view.js';
import type { NamedAs } from '../principal/match-principal.js';
import { accountOf } from '../principal/parse-principal.js';
import type { Lookup } from '../text/pattern.js';
import { ofBoolean } from '../text/ternary.js';
import type { LayerName, Match } from '../types.js';
import type { Layers } from './build-layers.js';
import { and, type Formula, or } from './formula.js';
import { freeLayer } from './free.js';
import { anyAllow, type LayerEvaluation } from './layer.js';

/** How a resource's side names the caller, the ways that matter kept apart. */
interface ResourceSide {
  readonly layer: 'resource' | 'accessPoint';
  /** Named itself, or with everyone: skips implicit denies of the caller's own policies. */
  readonly direct: Formula;
  readonly role: Formula;
  /** The caller's account is named: that only delegates. */
  readonly account: Formula;
  readonly sameAccount: Formula;
}

/** A layer's Allow that the request needs; where it is not met, the layer stands in the way. */
export interface Requirement {
  readonly layer: LayerName;
  readonly level: number | null;
  readonly met: Formula;
}

export interface Combination {
  /** No layer lacks an Allow it needs. */
  readonly allowed: Formula;
  /** Some statement denies. */
  readonly denied: Formula;
  readonly requirements: readonly Requirement[];
  /** Whether the resource's side has to allow for itself. */
  readonly needsResource: boolean;
}

const DIRECT: readonly NamedAs[] = ['everyone', 'session', 'user', 'service'];
const ROLE: readonly NamedAs[] = ['role'];
const ACCOUNT: readonly NamedAs[] = ['account'];

/** Whether the caller belongs to the account that owns the resource. */
function sameAccount(caller: string | null, owner: string | null): Formula {
  if (caller === null) return false;
  if (owner !== null) return caller === owner;
  const holds = (lookup: Lookup): Match => {
    const values = lookup(RESOURCE_ACCOUNT_KEY);
    return values === undefined ? 'unknown' : ofBoolean(values?.[0] === caller);
  };
  return {
    kind: 'atom',
    atom: { subject: { kind: 'account', account: caller }, keys: [RESOURCE_ACCOUNT_KEY], holds },
  };
}

function resourceSide(evaluation: LayerEvaluation, same: Formula, grant: Formula): ResourceSide {
  const { statements, unread } = evaluation;
  const layer = evaluation.layer === 'accessPoint' ? 'accessPoint' : 'resource';
  const named = anyAllow(statements, DIRECT);
  return {
    layer,
    // An unread policy may name the caller in any way; the widest shows all that it could change.
    direct: or([named, grant, unread && freeLayer(layer)]),
    role: anyAllow(statements, ROLE),
    account: anyAllow(statements, ACCOUNT),
    sameAccount: same,
  };
}

/**
 * What one resource's side and the caller's own policies need of each other.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html
 */
function addSide(view: RequestView, layers: Layers, side: ResourceSide, requirements: Requirement[]): void {
  const { direct, role, account, sameAccount: same, layer } = side;
  const named = or([direct, role, account]);
  // Callers without policies of their own (services, anonymous ones, the root user) lack nothing on their side.
  const { identity, permissionsBoundary, session } = layers;
  // In the same account, who is named directly needs nothing else; a role that is named needs its boundary and session.
  const spared = and([same, direct]);
  const sparedIdentity = or([spared, and([same, role])]);
  // A KMS key listens to IAM policies only where its key policy delegates to the account.
  const resource = view.isKms ? named : or([same, named]);
  requirements.push(
    { layer: 'identity', level: null, met: or([identity.allows, sparedIdentity]) },
    { layer: 'permissionsBoundary', level: null, met: or([permissionsBoundary.allows, spared]) },
    { layer: 'session', level: null, met: or([session.allows, spared]) },
    // The root user of the owning account needs nobody's leave, but for KMS keys.
    { layer, level: null, met: resource },
  );
}

function addLevels(scp: LayerEvaluation, requirements: Requirement[]): void {
  if (!scp.applies) return;
  if (scp.unread) {
    requirements.push({ layer: 'serviceControl', level: null, met: scp.allows });
    return;
  }
  for (const [level, met] of scp.levelAllows.entries()) {
    requirements.push({ layer: 'serviceControl', level, met });
  }
}

function grantFormula(set: CompiledPolicySet): Formula {
  return set.resourceGrant === 'unknown' ? freeLayer('resourceGrant') : set.resourceGrant === 'yes';
}

/** Combines the layers into what the request needs and what denies it. */
export function combineLayers(
  view: RequestView,
  set: CompiledPolicySet,
  layers: Layers,
  list: readonly LayerEvaluation[],
): Combination {
  const caller = accountOf(view.principal);
  const same = sameAccount(caller, view.resourceAccount);
  const requirements: Requirement[] = [];
  addSide(view, layers, resourceSide(layers.resource, same, grantFormula(set)), requirements);
  if (set.accessPoint !== null && layers.accessPoint !== null) {
    const owner = parseArn(set.accessPoint.resource)?.account;
    const own = owner === undefined || owner === '' ? same : sameAccount(caller, owner);
    addSide(view, layers, resourceSide(layers.accessPoint, own, false), requirements);
  }
  requirements.push({ layer: 'vpcEndpoint', level: null, met: layers.vpcEndpoint.allows });
  addLevels(layers.serviceControl, requirements);
  return {
    allowed: and(requirements.map((requirement) => requirement.met)),
    denied: or(list.map((layer) => layer.denies)),
    requirements,
    needsResource: view.isKms || same !== true,
  };
}
