import type { LayerName } from '../../policy/types.js';
import type { Simulation, Situation } from '../situation.js';
import type { Verdict } from '../types.js';
import { SOURCE_OF_LAYER } from '../words.js';
import { throughAccessPoint } from './access-point.js';
import { ruledOut, UNKNOWN, type Detector, type Detectors } from './detector.js';

interface PolicyCause {
  /** The layers that can hold this cause: where all are read and none does, it is ruled out. */
  readonly layers: readonly LayerName[];
  readonly service: 's3' | 'kms';
}

const inIdentity: PolicyCause = { layers: ['identity'], service: 's3' };
const inBucket: PolicyCause = { layers: ['resource'], service: 's3' };
const inKey: PolicyCause = { layers: ['resource'], service: 'kms' };
const inLayer = (name: LayerName): PolicyCause => ({ layers: [name], service: 's3' });
const inBoth: PolicyCause = { layers: ['identity', 'resource'], service: 's3' };

/** Causes that the simulation decides: which layer of which service each can stand in. */
const POLICY_CAUSES = {
  'identity-no-allow': inIdentity,
  'identity-deny': inIdentity,
  'wrong-arn-form': inBoth,
  'list-bucket-missing': inIdentity,
  'put-object-acl-missing': inIdentity,
  'get-version-missing': inIdentity,
  'copy-tags-missing': inIdentity,
  'bucket-policy-no-allow': inBucket,
  'bucket-policy-deny': inBucket,
  'bucket-policy-stale-principal': inBucket,
  'condition-source-vpce': inBucket,
  'condition-source-ip': inBoth,
  'sourceip-through-vpce': inBoth,
  'condition-mfa': inBoth,
  'condition-secure-transport': inBucket,
  'condition-tls-version': inBucket,
  'condition-principal-org': inBucket,
  'condition-resource-org': { layers: ['identity', 'vpcEndpoint'], service: 's3' },
  'condition-service-source': inBucket,
  'condition-encryption-header': inBucket,
  'condition-kms-key-id': inBucket,
  'condition-acl': inBucket,
  'condition-storage-class': inBucket,
  'condition-tag': inBoth,
  'condition-prefix': inBoth,
  'condition-signature': inBucket,
  'abac-tag': inBoth,
  'boundary-implicit': inLayer('permissionsBoundary'),
  'boundary-deny': inLayer('permissionsBoundary'),
  'session-policy-implicit': inLayer('session'),
  'session-policy-deny': inLayer('session'),
  'vpce-policy-implicit': inLayer('vpcEndpoint'),
  'vpce-policy-deny': inLayer('vpcEndpoint'),
  'scp-deny': inLayer('serviceControl'),
  'scp-implicit': inLayer('serviceControl'),
  'rcp-deny': inLayer('resourceControl'),
  'access-point-policy': inLayer('accessPoint'),
  'kms-identity-no-allow': { layers: ['identity'], service: 'kms' },
  'kms-key-policy-no-allow': inKey,
  'kms-key-policy-deny': inKey,
  'kms-bucket-key-context': inKey,
} as const satisfies Readonly<Record<string, PolicyCause>>;

function byPolicies(causeId: string, cause: PolicyCause): Detector {
  return (situation, policies) => {
    const found = policies.get(causeId);
    if (found !== undefined) return found;
    if (cause.service === 'kms' && situation.kms.used === 'no')
      return ruledOut('snapshot', situation.kms.because);
    return absent(causeId, cause, situation) ?? clearedBy(causeId, cause, situation) ?? UNKNOWN;
  };
}

/** Where the one layer that could hold the cause is known not to be there, no simulation is needed to rule it out. */
function absent(
  causeId: string,
  { layers, service }: PolicyCause,
  situation: Situation,
): Verdict | undefined {
  const [only, ...others] = layers;
  if (only === undefined || others.length > 0 || service === 'kms') return undefined;
  const says = whyAbsent(only, situation);
  if (says === undefined || (only === 'resource' && causeId.endsWith('-no-allow'))) return undefined;
  return ruledOut(SOURCE_OF_LAYER[only].s3, says);
}

function whyAbsent(name: LayerName, { evidence, principal }: Situation): string | undefined {
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
      return bucket?.organizationId === null ? "the bucket's account is in no organization" : undefined;
    case 'accessPoint':
      return throughAccessPoint(evidence) === false ? 'the request goes through no access point' : undefined;
    case 'identity':
      return undefined;
  }
}

function clearedBy(causeId: string, cause: PolicyCause, situation: Situation): Verdict | undefined {
  const relevant = situation.simulations.filter(
    ({ service, permission }) => service === cause.service && permission.required,
  );
  const [first] = relevant;
  const named = situation.evidence.error?.causes?.includes(causeId) === true;
  const clear = (simulation: Simulation): boolean =>
    isRead(cause, simulation) && !(named && hangsOnUnknown(causeId, cause, simulation));
  if (first === undefined || !relevant.every(clear)) return undefined;
  const source = SOURCE_OF_LAYER[cause.layers[0] ?? 'identity'][cause.service];
  const actions = relevant.map(({ permission }) => permission.iamAction).join(', ');
  return ruledOut(source, `nothing there stands in the way of ${actions} in this way`);
}

function isRead({ layers }: PolicyCause, simulation: Simulation): boolean {
  return layers.every((name) => !simulation.layers.unknown.has(name));
}

/**
 * Whether a statement of the kind that this cause is about hangs on what is not known. Such a statement is a special case (a condition on
 * the network, say) and asked about as that; only where the error text names the general cause does it stay open for it.
 */
function hangsOnUnknown(causeId: string, { layers }: PolicyCause, { evaluation }: Simulation): boolean {
  const statements = evaluation.layers
    .filter(({ layer: name }) => layers.includes(name))
    .flatMap((result) => result.statements);
  const open = (effect: 'Allow' | 'Deny') =>
    statements.some((one) => one.effect === effect && one.match === 'unknown');
  if (causeId.endsWith('-deny')) return open('Deny');
  if (!causeId.endsWith('-no-allow') && !causeId.endsWith('-implicit')) return false;
  return open('Allow') && !statements.some((one) => one.effect === 'Allow' && one.match === 'yes');
}

export const policyDetectors: Detectors = Object.fromEntries(
  Object.entries(POLICY_CAUSES).map(([id, cause]) => [id, byPolicies(id, cause)]),
);
