import type { LayerName } from '../../policy/types.js';
import type { Simulation, Situation } from '../situation.js';
import type { Verdict } from '../types.js';
import { SOURCE_OF_LAYER } from '../words.js';
import { evaluationBehind } from '../behind.js';
import { ruledOut } from './detector.js';

/** Where a cause can stand that the simulation decides. */
export interface PolicyCause {
  /** The layers that can hold this cause: where all are read and none does, it is ruled out. */
  readonly layers: readonly LayerName[];
  readonly service: 's3' | 'kms' | 'any';
}

/** Where everything that could hold the cause is read, and nothing in it hangs on the unknown, the cause is ruled out. */
export function clearedBy(causeId: string, cause: PolicyCause, situation: Situation): Verdict | undefined {
  const relevant = situation.simulations.filter(
    ({ service, permission }) =>
      (cause.service === 'any' || service === cause.service) && permission.required,
  );
  const [first] = relevant;
  const named = situation.evidence.error?.causes?.includes(causeId) === true;
  const clear = (simulation: Simulation): boolean =>
    isRead(cause, simulation) &&
    (causeId.endsWith('-deny') || !isLackingOpenly(causeId, cause, simulation)) &&
    !(named && hangsOnUnknown(causeId, cause, simulation));
  if (first === undefined || mayDecrypt(cause, situation) || maySetAcl(causeId, situation)) return undefined;
  if (!relevant.every(clear)) return undefined;
  const source = SOURCE_OF_LAYER[cause.layers[0] ?? 'identity'][cause.service === 'kms' ? 'kms' : 's3'];
  const actions = relevant.map(({ permission }) => permission.iamAction).join(', ');
  return ruledOut(source, `nothing there stands in the way of ${actions} in this way`);
}

/** With a Bucket Key a write decrypts as well: where nobody knows of one, not all that the request needs is known. */
function mayDecrypt({ service }: PolicyCause, { kind, kms }: Situation): boolean {
  return service === 'kms' && kind === 'write' && kms.bucketKey === undefined;
}

/** Nobody has told whether the upload sets an ACL, and the permission for that is not there for certain. */
function maySetAcl(causeId: string, { simulations }: Situation): boolean {
  return (
    causeId === 'put-object-acl-missing' &&
    simulations.some(
      ({ permission, evaluation }) =>
        permission.iamAction === 's3:PutObjectAcl' &&
        !permission.required &&
        evaluation.decision !== 'allowed',
    )
  );
}

/**
 * A layer that allows nothing stands in the way or not by what is not known: another layer's allow, or whose bucket it is. A condition
 * can be the reason only where there is an Allow at all.
 */
function isLackingOpenly(causeId: string, { layers }: PolicyCause, simulation: Simulation): boolean {
  const evaluation = evaluationBehind(simulation);
  const isCondition = /^(condition|sourceip|abac)-/.test(causeId);
  return (
    evaluation.decision === 'undetermined' &&
    evaluation.layers.some(
      ({ layer, outcome, statements }) =>
        layers.includes(layer) &&
        outcome === 'no_allow' &&
        (!isCondition || statements.some(({ effect }) => effect === 'Allow')),
    )
  );
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
