import type { Principal } from '../policy/index.js';
import type { Evaluation, PolicyRequest } from '../policy/types.js';
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
  readonly layers: Layers;
  readonly evaluation: Evaluation;
}

/** The evidence with everything that follows from it: what each detector looks at. */
export interface Situation {
  readonly evidence: Evidence;
  readonly operation: string | undefined;
  readonly kind: OperationKind | undefined;
  readonly principal: Principal | undefined;
  readonly callerAccount: string | undefined;
  readonly bucketAccount: string | undefined;
  readonly crossAccount: boolean | undefined;
  readonly kms: KmsUse;
  readonly permissions: readonly RequiredPermission[];
  /** Empty where the caller or the bucket is not known. */
  readonly simulations: readonly Simulation[];
}
