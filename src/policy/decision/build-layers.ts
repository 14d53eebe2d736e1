import type { CompiledPolicy, CompiledPolicySet } from '../compile.js';
import type { RequestView } from '../context/request-view.js';
import { isServiceLinkedRole, type Principal, type PrincipalKind } from '../principal/parse-principal.js';
import type { StatementReading } from '../statement/evaluate-statement.js';
import type { LayerName } from '../types.js';
import { and, type Formula, or } from './formula.js';
import { freeLayer } from './free.js';
import { anyAllow, anyDeny, evaluatePolicies, type LayerEvaluation, type LayerStatement } from './layer.js';

type Policies = readonly CompiledPolicy[];

/** Every layer that can have a say, by name; `accessPoint` is there only if the request goes through one. */
export interface Layers {
  readonly identity: LayerEvaluation;
  readonly permissionsBoundary: LayerEvaluation;
  readonly session: LayerEvaluation;
  readonly resource: LayerEvaluation;
  readonly accessPoint: LayerEvaluation | null;
  readonly vpcEndpoint: LayerEvaluation;
  readonly serviceControl: LayerEvaluation;
  readonly resourceControl: LayerEvaluation;
}

/** The forms of the resource the request is about: an access point's first, then the bucket's. */
interface Resources {
  readonly first: string;
  readonly second: string | null;
}

/** What building a layer needs beside its policies. */
interface Builder {
  readonly view: RequestView;
  readonly unread: ReadonlySet<LayerName>;
  readonly resources: Resources;
  /** Whether the caller has a permissions boundary. */
  readonly hasBoundary: boolean;
}

export const PRINCIPAL_READING: Readonly<Record<LayerName, StatementReading['principal']>> = {
  identity: 'forbidden',
  permissionsBoundary: 'forbidden',
  session: 'forbidden',
  resource: 'required',
  accessPoint: 'required',
  vpcEndpoint: 'optional',
  serviceControl: 'forbidden',
  resourceControl: 'optional',
};

const NO_POLICIES: Policies = [];
const OWN_POLICIES: ReadonlySet<PrincipalKind> = new Set(['user', 'role', 'assumed-role', 'federated-user']);

/** Whether the principal has IAM policies of its own. */
function hasIdentity(principal: Principal): boolean {
  return OWN_POLICIES.has(principal.kind);
}

// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html#scp-effects-on-permissions
function isUnderServiceControl(principal: Principal): boolean {
  return (hasIdentity(principal) || principal.kind === 'root') && !isServiceLinkedRole(principal);
}

/** An Allow is held against the resource as requested; a Deny against every form of it. */
function evaluateOn(
  layer: LayerName,
  level: number | null,
  policies: Policies,
  builder: Builder,
): LayerStatement[] {
  const { view, resources, hasBoundary } = builder;
  const reading = { principal: PRINCIPAL_READING[layer], hasBoundary };
  const { first, second } = resources;
  const statements = evaluatePolicies(layer, level, policies, first, view, reading);
  if (second === null) return statements;
  const others = evaluatePolicies(layer, level, policies, second, view, reading);
  return statements.map((statement, index) => {
    const other = others[index];
    if (other === undefined || statement.outcome.compiled.statement.effect === 'Allow') return statement;
    const formula = or([statement.formula, other.formula]);
    return { ...(statement.formula === false || other.formula === true ? other : statement), formula };
  });
}

function listOf(policy: CompiledPolicy | null): Policies {
  return policy === null ? NO_POLICIES : [policy];
}

function absent(layer: LayerName): LayerEvaluation {
  return {
    layer,
    applies: false,
    unread: false,
    levels: [],
    statements: [],
    denies: false,
    allows: true,
    levelAllows: [],
  };
}

/** A layer of policies of which any may allow. */
function buildFlat(
  layer: LayerName,
  policies: Policies,
  builder: Builder,
  applies: boolean,
): LayerEvaluation {
  if (!applies) return absent(layer);
  const unread = builder.unread.has(layer);
  const statements = evaluateOn(layer, null, policies, builder);
  const known = anyAllow(statements, null);
  return {
    layer,
    applies,
    unread,
    levels: [policies],
    statements,
    denies: anyDeny(statements),
    allows: unread ? or([known, freeLayer(layer)]) : known,
    levelAllows: [known],
  };
}

/** SCPs: every level must allow. RCPs: AWS's own RCPFullAWSAccess allows at every level, so only Denies count. */
function buildLevels(
  layer: 'serviceControl' | 'resourceControl',
  levels: readonly Policies[],
  builder: Builder,
  bound: boolean,
): LayerEvaluation {
  const unread = builder.unread.has(layer);
  if (!bound || (levels.length === 0 && !unread)) return absent(layer);
  const statements: LayerStatement[] = [];
  const levelAllows: Formula[] = [];
  for (const [index, level] of levels.entries()) {
    const found = evaluateOn(layer, index, level, builder);
    levelAllows.push(anyAllow(found, null));
    statements.push(...found);
  }
  const known = levels.length > 0 && and(levelAllows);
  const mayAllow = unread ? or([known, freeLayer(layer)]) : known;
  const allows = layer === 'resourceControl' || mayAllow;
  return {
    layer,
    applies: true,
    unread,
    levels,
    statements,
    denies: anyDeny(statements),
    allows,
    levelAllows,
  };
}

// A VPC endpoint's policy must allow the access point and the bucket behind it:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-vpc.html
function buildEndpoint(set: CompiledPolicySet, builder: Builder): LayerEvaluation {
  const policies = listOf(set.vpcEndpoint);
  const applies = policies.length > 0 || builder.unread.has('vpcEndpoint');
  const endpoint = buildFlat('vpcEndpoint', policies, builder, applies);
  const { second } = builder.resources;
  if (!applies || second === null) return endpoint;
  const behind = buildFlat(
    'vpcEndpoint',
    policies,
    { ...builder, resources: { first: second, second: null } },
    applies,
  );
  return { ...endpoint, allows: and([endpoint.allows, behind.allows]) };
}

function hasSession(set: CompiledPolicySet, principal: Principal, unread: boolean): boolean {
  if (!hasIdentity(principal)) return false;
  // A federated user's session without a policy has no permissions of its own:
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
  if (principal.kind === 'federated-user') return true;
  return set.session.length > 0 || (unread && principal.kind !== 'user');
}

/** Evaluates every layer by itself. */
export function buildLayers(
  view: RequestView,
  set: CompiledPolicySet,
  unread: ReadonlySet<LayerName>,
): Layers {
  const { principal, request } = view;
  const { accessPoint } = set;
  const own = hasIdentity(principal);
  const requested = { first: request.resource, second: null };
  const resources =
    accessPoint === null ? requested : { first: accessPoint.resource, second: request.resource };
  const hasBoundary = own && set.permissionsBoundary !== null;
  const builder = { view, unread, resources, hasBoundary };
  const bucket = accessPoint === null ? builder : { ...builder, resources: requested };
  const bounded = hasBoundary || (own && unread.has('permissionsBoundary'));
  const boundary = listOf(set.permissionsBoundary);
  const session = hasSession(set, principal, unread.has('session'));
  return {
    identity: buildFlat('identity', set.identity, builder, own),
    permissionsBoundary: buildFlat('permissionsBoundary', boundary, builder, bounded),
    session: buildFlat('session', set.session, builder, session),
    resource: buildFlat('resource', listOf(set.resource), bucket, true),
    accessPoint:
      accessPoint === null
        ? null
        : buildFlat(
            'accessPoint',
            listOf(accessPoint.policy),
            { ...builder, resources: { first: accessPoint.resource, second: null } },
            true,
          ),
    vpcEndpoint: buildEndpoint(set, builder),
    serviceControl: buildLevels(
      'serviceControl',
      set.serviceControl,
      builder,
      isUnderServiceControl(principal),
    ),
    resourceControl: buildLevels(
      'resourceControl',
      set.resourceControl,
      builder,
      !isServiceLinkedRole(principal),
    ),
  };
}

/** The layers in their usual order. */
export function listLayers(layers: Layers): LayerEvaluation[] {
  const { identity, permissionsBoundary, session, resource, accessPoint, vpcEndpoint } = layers;
  const { serviceControl, resourceControl } = layers;
  const own = [identity, permissionsBoundary, session, resource];
  if (accessPoint !== null) own.push(accessPoint);
  own.push(vpcEndpoint, serviceControl, resourceControl);
  return own;
}
