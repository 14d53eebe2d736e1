import type { LayerName, NamedPolicy, PolicySet } from '../policy/types.js';
import type { Principal } from '../policy/index.js';
import type { Snapshot } from '../evidence/snapshot.js';

/** The policies that bear on one permission, and the layers that could not be read. */
export interface Layers {
  readonly policies: PolicySet;
  readonly unknown: ReadonlySet<LayerName>;
}

interface ResourceSide {
  readonly policy: unknown;
  readonly name: string;
  readonly resourceControl: readonly (readonly NamedPolicy[])[] | undefined;
  readonly vpcEndpoint: Snapshot['vpcEndpoint'];
  readonly accessPoint?: PolicySet['accessPoint'];
  readonly accessPointUnknown?: boolean;
  readonly resourceGrant: 'yes' | 'no' | 'unknown';
}

/** Sets out a snapshot as layers: a field that is missing is an unread layer, `null` and `[]` an empty one. */
export function layersOf(snapshot: Snapshot, principal: Principal, side: ResourceSide): Layers {
  const unknown = new Set<LayerName>();
  const read = <T>(layer: LayerName, value: T | undefined, none: T): T => {
    if (value === undefined) unknown.add(layer);
    return value ?? none;
  };
  const { caller } = snapshot;
  const has = callerHas(principal);
  const policies: PolicySet = {
    identity: has.identity ? read('identity', caller?.identityPolicies, []) : [],
    permissionsBoundary: has.identity ? read('permissionsBoundary', caller?.permissionsBoundary, null) : null,
    session: has.session ? read('session', caller?.sessionPolicies, []) : [],
    resource: named(side.name, read('resource', side.policy, null)),
    vpcEndpoint: endpointPolicy(read('vpcEndpoint', side.vpcEndpoint, null), unknown),
    serviceControl: has.account ? read('serviceControl', serviceControl(caller), []) : [],
    resourceControl: read('resourceControl', side.resourceControl, []),
    resourceGrant: side.resourceGrant,
    ...(side.accessPoint === undefined ? {} : { accessPoint: side.accessPoint }),
  };
  if (side.accessPointUnknown === true) unknown.add('accessPoint');
  return { policies, unknown };
}

/** The bucket's resource control policies; none where its account is in no organization. */
export function bucketResourceControl(snapshot: Snapshot): readonly (readonly NamedPolicy[])[] | undefined {
  const { bucket, caller } = snapshot;
  // INVARIANT: resource control policies do not bind what the management account owns.
  if (
    caller?.managementAccount === true &&
    caller.account !== undefined &&
    caller.account === bucket?.account
  )
    return [];
  if (bucket?.resourceControlPolicies !== undefined) return levels(bucket.resourceControlPolicies);
  return bucket?.organizationId === null ? [] : undefined;
}

export function keyResourceControl(
  snapshot: Snapshot,
  kmsKey: Snapshot['kmsKey'],
): readonly (readonly NamedPolicy[])[] | undefined {
  const { bucket, caller } = snapshot;
  // INVARIANT: resource control policies do not bind AWS managed keys.
  if (kmsKey?.manager === 'AWS') return [];
  if (kmsKey?.resourceControlPolicies !== undefined) return levels(kmsKey.resourceControlPolicies);
  if (kmsKey?.account !== undefined) {
    if (kmsKey.account === bucket?.account) return bucketResourceControl(snapshot);
    if (kmsKey.account === caller?.account && caller.organizationId === null) return [];
  }
  return undefined;
}

function serviceControl(caller: Snapshot['caller']): readonly (readonly NamedPolicy[])[] | undefined {
  // INVARIANT: service control policies do not bind the management account.
  if (caller?.organizationId === null || caller?.managementAccount === true) return [];
  return caller?.serviceControlPolicies === undefined ? undefined : levels(caller.serviceControlPolicies);
}

function levels(policies: readonly (readonly { name: string; document?: unknown }[])[]): NamedPolicy[][] {
  return policies.map((level) => level.map(({ name, document }) => ({ name, document })));
}

function endpointPolicy(endpoint: Snapshot['vpcEndpoint'], unknown: Set<LayerName>): NamedPolicy | null {
  if (endpoint === null || endpoint === undefined) return null;
  if (endpoint.policy === undefined) unknown.add('vpcEndpoint');
  return named(endpoint.id ?? 'VPC endpoint policy', endpoint.policy ?? null);
}

function named(name: string, document: unknown): NamedPolicy | null {
  return document === null || document === undefined ? null : { name, document };
}

function callerHas(principal: Principal): { identity: boolean; session: boolean; account: boolean } {
  switch (principal.kind) {
    case 'user':
      return { identity: true, session: false, account: true };
    case 'role':
    case 'assumed-role':
    case 'federated-user':
      return { identity: true, session: true, account: true };
    case 'root':
      return { identity: false, session: false, account: true };
    default:
      return { identity: false, session: false, account: false };
  }
}
