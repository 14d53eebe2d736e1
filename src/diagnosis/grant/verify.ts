import type { Blocker, LayerName } from '../../policy/types.js';
import { analyse } from '../analyse.js';
import type { Catalogue } from '../catalogue.js';
import { GATES, policyDecision } from '../gates.js';
import { placeholderValues } from '../placeholders.js';
import type { Situation } from '../situation.js';
import { fillTemplate } from '../template.js';
import type { Evidence } from '../types.js';
import { judge } from '../verdicts.js';

export interface Verification {
  readonly verified: boolean | null;
  /** What it rests on or what is in the way, in sentences; what it hangs on, as things that are not known. */
  readonly because: readonly string[];
}

/**
 * Whether every wanted request is allowed once the plan is applied: all the policies of all the accounts are simulated, and what S3 asks
 * beside them is looked at (who owns the objects, Requester Pays, the state of the key).
 */
export function verifyAll(applied: readonly Evidence[], catalogue: Catalogue): Verification {
  return together(applied.map((evidence) => verifyOne(analyse(evidence), catalogue)));
}

export function together(all: readonly Verification[]): Verification {
  const of = (verified: Verification['verified']) => all.filter((each) => each.verified === verified);
  const decisive = [of(false), of(null), of(true)].find(({ length }) => length > 0) ?? [];
  return {
    verified: decisive[0]?.verified ?? null,
    because: [...new Set(decisive.flatMap(({ because }) => because))],
  };
}

function verifyOne(situation: Situation, catalogue: Catalogue): Verification {
  const { operation = 'the request', simulations } = situation;
  const shut = shutGates(situation, catalogue);
  const decision = policyDecision(situation);
  if (decision === 'denied')
    return { verified: false, because: simulations.flatMap((one) => blockersInWords(one)) };
  if (shut.length > 0) return { verified: false, because: shut };
  if (decision === 'allowed') return { verified: true, because: [`${operation} is allowed by every policy`] };
  return { verified: null, because: unknownsOf(situation) };
}

/** What denies a request that every policy allows. */
function shutGates(situation: Situation, catalogue: Catalogue): readonly string[] {
  const verdicts = judge(situation, catalogue);
  const values = placeholderValues(situation);
  return [...GATES].flatMap((id) => {
    const verdict = verdicts.get(id);
    const cause = catalogue.get(id);
    return verdict?.status === 'confirmed' && cause !== undefined
      ? [fillTemplate(cause.title, { ...values, ...verdict.details })]
      : [];
  });
}

type Simulation = Situation['simulations'][number];

function blockersInWords({ permission, service, evaluation }: Simulation): readonly string[] {
  const { iamAction, required } = permission;
  if (!required) return [];
  return evaluation.blockers.map((blocker) =>
    blocker.kind === 'no_allow'
      ? `nothing in ${layerInWords(blocker.layer, service)} allows ${iamAction}`
      : `${statementInWords(blocker, service)} denies ${iamAction}`,
  );
}

function statementInWords(
  { layer, policy, statement, sid }: Blocker,
  service: Simulation['service'],
): string {
  const where = layerInWords(layer, service);
  const named = policy === undefined || policy === where ? '' : ` (${policy})`;
  const quoted = sid === undefined ? '' : ` ("${sid}")`;
  return `${where}${named}${statement === undefined ? '' : `, statement ${statement + 1}${quoted},`}`;
}

const LAYERS: Readonly<Record<LayerName, string>> = {
  identity: 'the identity policies',
  permissionsBoundary: 'the permissions boundary',
  session: 'the session policy',
  resource: 'the bucket policy',
  accessPoint: 'the access point policy',
  vpcEndpoint: 'the VPC endpoint policy',
  serviceControl: 'the service control policies',
  resourceControl: 'the resource control policies',
};

function layerInWords(layer: LayerName, service: Simulation['service']): string {
  return layer === 'resource' && service === 'kms' ? 'the key policy' : LAYERS[layer];
}

/** What would have to be known to be sure, each as something that can be known. */
function unknownsOf({ simulations, kms, permissions, bucketAccount }: Situation): readonly string[] {
  const required = simulations.filter(({ permission }) => permission.required);
  const layers = required.flatMap(({ service, evaluation }) =>
    evaluation.unreadLayers.map((layer) => layerInWords(layer, service)),
  );
  const values = required.flatMap(({ service, evaluation }) =>
    evaluation.unresolved
      // The account is told by name below.
      .filter(({ contextKey }) => contextKey !== 'aws:ResourceAccount')
      .map(({ contextKey, layer }) => `the ${contextKey} that ${layerInWords(layer, service)} asks for`),
  );
  const needsKey = permissions.some((permission) => permission.required && permission.on === 'key');
  return [
    ...new Set([
      ...layers,
      ...values,
      ...(bucketAccount === undefined ? ['the account that owns the bucket'] : []),
      ...(kms.used === 'unknown' ? ['whether a KMS key encrypts the objects'] : []),
      ...(needsKey && kms.keyArn === undefined ? ['which KMS key encrypts the objects'] : []),
    ]),
  ];
}
