import type { Principal } from '../policy/index.js';
import type { ContextValue, Evaluation, PolicyRequest } from '../policy/types.js';
import type { RequiredPermission } from '../s3/types.js';
import type { OperationKind } from './catalogue.js';
import type { KmsUse } from './kms-use.js';
import type { Layers } from './layers.js';
import type { Evidence } from './types.js';

/** One permission that the request needs, and what all the policies together say of it. */
export interface Simulation {
  readonly permission: RequiredPermission;
  readonly service: 's3' | 'kms';
  readonly request: PolicyRequest;
  /** What the caller's own policies have to name: the access point's form of the resource, where the request goes through one. */
  readonly callerResource: string;
  readonly layers: Layers;
  readonly evaluation: Evaluation;
}

/** The evidence with everything that follows from it: what each detector looks at. */
export interface Situation {
  readonly evidence: Evidence;
  readonly operation: string | undefined;
  readonly kind: OperationKind | undefined;
  readonly principal: Principal | undefined;
  /** Whom a person named as the caller, and whose policies were read: who called may be somebody else. */
  readonly expectedCallers: readonly string[];
  readonly callerAccount: string | undefined;
  readonly bucketAccount: string | undefined;
  readonly crossAccount: boolean | undefined;
  readonly kms: KmsUse;
  /** For a copy whose source is told: the key that the source is encrypted with. */
  readonly sourceKms: KmsUse | undefined;
  /** The request context, as far as it is known. */
  readonly context: Readonly<Record<string, ContextValue>>;
  readonly permissions: readonly RequiredPermission[];
  /** Empty where the caller or the bucket is not known. */
  readonly simulations: readonly Simulation[];
}

/** The one value of a context key: `null`: known to be absent; undefined: not known. */
export function contextValue({ context }: Situation, key: string): string | null | undefined {
  const wanted = key.toLowerCase();
  const value = Object.entries(context).find(([name]) => name.toLowerCase() === wanted)?.[1];
  if (value === null || value === undefined) return value;
  return Array.isArray(value) ? (value.length === 0 ? null : String(value[0])) : String(value);
}

/** Whether the request is known to have come through a VPC endpoint. */
export function isThroughEndpoint(situation: Situation): boolean {
  const { vpcEndpoint } = situation.evidence.snapshot;
  if (vpcEndpoint !== undefined) return vpcEndpoint !== null;
  return typeof contextValue(situation, 'aws:SourceVpce') === 'string';
}

/** CloudFront asks as a service (origin access control) or, in the old way, as an origin access identity. */
export function isCloudFront({ principal, evidence }: Situation): boolean {
  const caller = evidence.error?.principalArn ?? evidence.request.principal ?? '';
  return (
    (principal?.kind === 'service' && principal.service === 'cloudfront.amazonaws.com') ||
    /:iam::cloudfront:user\//.test(caller)
  );
}

/** Whether the policies as they stand refuse something that the request needs. */
export function isDeniedByPolicies({ simulations }: Situation): boolean {
  return simulations.some(
    ({ permission, evaluation }) => permission.required && evaluation.decision.endsWith('_deny'),
  );
}
