import type { LayerName } from '../../policy/types.js';
import { headerState } from '../../s3/index.js';
import { contextValue, isCloudFront, type Situation } from '../situation.js';
import { throughAccessPoint } from './access-point.js';

/** Why a layer is known not to be there; undefined: it is there, or nobody has looked. */
export function whyAbsent(
  name: LayerName,
  { evidence, principal, kms, bucketAccount }: Situation,
): string | undefined {
  const { caller, bucket, vpcEndpoint } = evidence.snapshot;
  switch (name) {
    case 'resource':
      return bucket?.policy === null ? 'the bucket has no policy' : undefined;
    case 'permissionsBoundary':
      return caller?.permissionsBoundary === null ? 'the caller has no permissions boundary' : undefined;
    case 'session':
      if (principal?.kind === 'user' || principal?.kind === 'root')
        return 'the caller is no session: it has no session policy';
      return caller?.sessionPolicies?.length === 0
        ? 'the session was made without a session policy'
        : undefined;
    case 'vpcEndpoint':
      return vpcEndpoint === null ? 'the request came through no VPC endpoint' : undefined;
    case 'serviceControl':
      if (caller?.managementAccount === true)
        return 'service control policies do not bind the management account';
      return caller?.organizationId === null ? "the caller's account is in no organization" : undefined;
    case 'resourceControl':
      if (kms.used !== 'no' && kms.keyAccount !== bucketAccount) return undefined;
      return bucket?.organizationId === null ? "the bucket's account is in no organization" : undefined;
    case 'accessPoint':
      return throughAccessPoint(evidence) === false ? 'the request goes through no access point' : undefined;
    case 'identity':
      return principal?.kind === 'anonymous' || principal?.kind === 'service'
        ? 'the caller has no policies of its own'
        : undefined;
  }
}

const THROUGH_NONE = 'the request goes through no access point';

/** What has to be in a request for a policy cause to be possible at all. */
const NEEDED: Readonly<Record<string, (situation: Situation) => string | undefined>> = {
  'access-point-policy': ({ evidence }) =>
    throughAccessPoint(evidence) === false ? THROUGH_NONE : undefined,
  'access-point-not-delegated': ({ evidence }) =>
    throughAccessPoint(evidence) === false ? THROUGH_NONE : undefined,
  'access-point-arn-mismatch': ({ evidence }) =>
    throughAccessPoint(evidence) === false ? THROUGH_NONE : undefined,
  'sourceip-through-vpce': ({ evidence }) =>
    evidence.snapshot.vpcEndpoint === null ? 'the request came through no VPC endpoint' : undefined,
  'abac-tag': ({ evidence }) =>
    evidence.snapshot.bucket?.abacEnabled === false
      ? 'attribute-based access control is off for the bucket'
      : undefined,
  'kms-bucket-key-context': ({ kms }) => (kms.bucketKey === false ? 'no S3 Bucket Key is in use' : undefined),
  'conditional-write-needs-get': ({ evidence }) =>
    headerState(evidence.request, 'if-match').state === 'absent' ? 'the request says no If-Match' : undefined,
  'get-version-missing': (situation) =>
    situation.evidence.request.versionId === undefined && contextValue(situation, 's3:VersionId') === null
      ? 'the request names no version'
      : undefined,
  'put-object-acl-missing': ({ evidence, operation }) =>
    headerState(evidence.request, 'x-amz-acl').state === 'absent' &&
    operation?.endsWith('Acl') !== true &&
    !Object.entries(evidence.request.headers).some(
      ([name, values]) => name.startsWith('x-amz-grant-') && values !== null,
    )
      ? 'the request sets no ACL'
      : undefined,
  'copy-tags-missing': ({ operation, evidence }) =>
    operation !== undefined &&
    !/Copy|Tagging/.test(operation) &&
    evidence.error?.action?.endsWith('Tagging') !== true
      ? `${operation} copies no tags`
      : undefined,
  'cloudfront-oac': (situation) =>
    situation.principal !== undefined && situation.principal.kind !== 'anonymous' && !isCloudFront(situation)
      ? 'the request was not made by CloudFront'
      : undefined,
};

/** Why this request cannot meet the cause, whatever the policies say; undefined: it can, for all that is known. */
export function impossible(causeId: string, situation: Situation): string | undefined {
  return NEEDED[causeId]?.(situation);
}
