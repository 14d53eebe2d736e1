import type { LayerName } from '../../policy/types.js';
import type { Situation } from '../situation.js';
import type { Verdict } from '../types.js';
import { SOURCE_OF_LAYER } from '../words.js';
import { impossible, whyAbsent } from './absent.js';
import { clearedBy, type PolicyCause } from './cleared.js';
import { ruledOut, UNKNOWN, type Detector, type Detectors } from './detector.js';

const inIdentity: PolicyCause = { layers: ['identity'], service: 's3' };
const inBucket: PolicyCause = { layers: ['resource'], service: 's3' };
const inBoth: PolicyCause = { layers: ['identity', 'resource'], service: 's3' };
const inKey: PolicyCause = { layers: ['resource'], service: 'kms' };
/** Layers that S3's calls to KMS meet as well. */
const inLayer = (name: LayerName): PolicyCause => ({ layers: [name], service: 'any' });

/** Causes that the simulation decides: which layer of which service each can stand in. */
const POLICY_CAUSES = {
  'identity-no-allow': inIdentity,
  'identity-deny': inLayer('identity'),
  'wrong-arn-form': inBoth,
  'list-bucket-missing': inIdentity,
  'put-object-acl-missing': inBoth,
  'get-version-missing': inIdentity,
  'copy-tags-missing': inBoth,
  'conditional-write-needs-get': inBoth,
  'access-point-arn-mismatch': inIdentity,
  'bucket-policy-no-allow': inBucket,
  'bucket-policy-deny': inBucket,
  'bucket-policy-stale-principal': inBucket,
  'cloudfront-oac': inBucket,
  'condition-source-vpce': inBoth,
  'condition-source-ip': inBoth,
  'sourceip-through-vpce': inBoth,
  'condition-mfa': inBoth,
  'condition-secure-transport': inBoth,
  'condition-tls-version': inBoth,
  'condition-principal-org': inBucket,
  'condition-resource-org': { layers: ['identity', 'vpcEndpoint'], service: 's3' },
  'condition-service-source': inBucket,
  'condition-encryption-header': inBoth,
  'condition-kms-key-id': inBoth,
  'condition-acl': inBoth,
  'condition-storage-class': inBoth,
  'condition-tag': inBoth,
  'condition-prefix': inBoth,
  'condition-signature': inBoth,
  'abac-tag': inBoth,
  'boundary-implicit': inLayer('permissionsBoundary'),
  'boundary-deny': inLayer('permissionsBoundary'),
  'session-policy-implicit': inLayer('session'),
  'session-policy-deny': inLayer('session'),
  'vpce-policy-implicit': { layers: ['vpcEndpoint'], service: 's3' },
  'vpce-policy-deny': { layers: ['vpcEndpoint'], service: 's3' },
  'scp-deny': inLayer('serviceControl'),
  'scp-implicit': inLayer('serviceControl'),
  'rcp-deny': inLayer('resourceControl'),
  'access-point-not-delegated': inBucket,
  'access-point-policy': { layers: ['accessPoint'], service: 's3' },
  'kms-identity-no-allow': { layers: ['identity'], service: 'kms' },
  'kms-key-policy-no-allow': inKey,
  'kms-key-policy-deny': inKey,
  'kms-bucket-key-context': { layers: ['identity', 'resource'], service: 'kms' },
} as const satisfies Readonly<Record<string, PolicyCause>>;

function byPolicies(causeId: string, cause: PolicyCause): Detector {
  return (situation, policies) => {
    const found = policies.get(causeId);
    const why = found?.status === 'confirmed' ? undefined : impossible(causeId, situation);
    if (why !== undefined) return ruledOut('request', why);
    if (found !== undefined) return found;
    if (causeId === 'sourceip-through-vpce') {
      // Which of the two a condition on the address is, the unknown way of the request decides.
      const address = policies.get('condition-source-ip');
      if (address?.status === 'possible') return address;
    }
    if (cause.service === 'kms' && situation.kms.used === 'no')
      return ruledOut('snapshot', situation.kms.because);
    return absent(causeId, cause, situation) ?? clearedBy(causeId, cause, situation) ?? UNKNOWN;
  };
}

/** Where there is no bucket policy, these are all the more likely. */
const LACKING_ALLOW: ReadonlySet<string> = new Set([
  'bucket-policy-no-allow',
  'access-point-not-delegated',
  'cloudfront-oac',
]);

/** Where the layers that could hold the cause are known not to be there, no simulation is needed to rule it out. */
function absent(
  causeId: string,
  { layers, service }: PolicyCause,
  situation: Situation,
): Verdict | undefined {
  const [first, second] = layers;
  if (service === 'kms' || LACKING_ALLOW.has(causeId)) return undefined;
  const says = layers.map((layer) => whyAbsent(layer, situation));
  const [one] = says;
  if (first === undefined || one === undefined || says.includes(undefined)) return undefined;
  return ruledOut(SOURCE_OF_LAYER[first].s3, second === undefined ? one : says.join(', and '));
}

export const policyDetectors: Detectors = Object.fromEntries(
  Object.entries(POLICY_CAUSES).map(([id, cause]) => [id, byPolicies(id, cause)]),
);
