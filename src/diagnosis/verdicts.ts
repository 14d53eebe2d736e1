import { namedBeside } from './classify.js';
import { generalOf, type Catalogue, type CauseDefinition } from './catalogue.js';
import { UNKNOWN, ruledOut, textSource } from './detectors/detector.js';
import { findDetector } from './detectors/index.js';
import { isAboutRoles } from './identity.js';
import { lookElsewhere, settleRequesterPays } from './last-resort.js';
import { policyVerdicts, type PolicyVerdicts } from './policy-verdicts.js';
import type { Situation } from './situation.js';
import type { ErrorFacts } from '../s3/types.js';
import type { StatedVerdict, Verdict } from './types.js';
import { SOURCE_OF_LAYER } from './words.js';

/** Every cause's verdict: what the evidence decides, else what the error text says, else what a person said. */
export function judge(situation: Situation, catalogue: Catalogue): ReadonlyMap<string, Verdict> {
  const policies = policyVerdicts(situation);
  const verdicts = new Map<string, Verdict>();
  for (const cause of catalogue.values()) {
    const detect = cause.detector === undefined ? undefined : findDetector(cause.detector);
    const detected = notApplicable(cause, situation) ?? detect?.(situation, policies) ?? UNKNOWN;
    verdicts.set(cause.id, combine(cause.id, detected, situation));
  }
  replaceGeneral(verdicts, catalogue, policies);
  settleRequesterPays(verdicts, situation);
  return lookElsewhere(verdicts, situation);
}

/** Whoever was refused a role never came as far as S3: what the text fits is left, and that somebody else should have asked. */
function neverReachedS3({ id }: CauseDefinition, situation: Situation): Verdict | undefined {
  const { action, causes = [] } = situation.evidence.error ?? {};
  if (action === undefined || !isAboutRoles(action) || causes.includes(id) || id === 'wrong-credentials')
    return undefined;
  return ruledOut(textSource(situation), `S3 was not asked: ${action} was refused before`);
}

function notApplicable(cause: CauseDefinition, situation: Situation): Verdict | undefined {
  const { applies } = cause;
  const { kind, crossAccount, principal } = situation;
  const before = neverReachedS3(cause, situation);
  if (before !== undefined) return before;
  if (applies.operations !== undefined && kind !== undefined && !applies.operations.includes(kind))
    return ruledOut('request', `the request is a ${kind} operation`);
  if (applies.accounts === 'cross' && crossAccount === false)
    return ruledOut('snapshot', 'caller and bucket are in one account');
  if (applies.accounts === 'same' && crossAccount === true)
    return ruledOut('snapshot', 'caller and bucket are in different accounts');
  if (applies.callers === undefined || principal === undefined) return undefined;
  const caller = principal.kind === 'anonymous' || principal.kind === 'service' ? principal.kind : 'identity';
  return applies.callers.includes(caller) ? undefined : ruledOut('request', 'the caller is of another kind');
}

function combine(causeId: string, detected: Verdict, situation: Situation): Verdict {
  const { evidence } = situation;
  if (detected.status === 'confirmed') return withError(causeId, detected, situation);
  if (detected.status === 'ruled_out') return detected;
  const said = errorVerdict(causeId, situation);
  if (said?.status === 'confirmed') return add(said, detected);
  const stated = evidence.stated.find((answer) => answer.causeId === causeId);
  if (stated !== undefined && stated.status !== 'unknown') return add(statedVerdict(stated), detected);
  return said === undefined || detected.status === 'possible' ? detected : add(said, detected);
}

function statedVerdict({ status, says }: StatedVerdict): Verdict {
  return { status, evidence: [{ source: 'answer', says }] };
}

function add(verdict: Verdict, seen: Verdict): Verdict {
  return {
    ...verdict,
    evidence: [...verdict.evidence, ...seen.evidence],
    ...(seen.details === undefined ? {} : { details: seen.details }),
  };
}

function withError(causeId: string, verdict: Verdict, situation: Situation): Verdict {
  const said = errorVerdict(causeId, situation);
  const source = textSource(situation);
  if (said?.status !== 'confirmed' || verdict.evidence.some((item) => item.source === source)) return verdict;
  return { ...verdict, evidence: [...verdict.evidence, ...said.evidence] };
}

/**
 * AWS names one reason at a time. Where its text says how a policy denied, or can mean one cause only, that cause is confirmed;
 * else the causes that the text fits are possible.
 */
function errorVerdict(causeId: string, situation: Situation): Verdict | undefined {
  const { error } = situation.evidence;
  const position = error?.causes?.indexOf(causeId) ?? -1;
  if (error === undefined || position < 0) return undefined;
  const telling = error.denyType !== undefined || error.causes?.length === 1;
  const meant = error.causes?.find((id) => id === namedBeside(error)) ?? error.causes?.[0];
  return {
    status: causeId === meant && telling ? 'confirmed' : 'possible',
    evidence: [{ source: textSource(situation), says: describe(error) }],
    ...(error.policyArn === undefined ? {} : { details: { policyArn: error.policyArn } }),
  };
}

const POLICY_WORDS: Readonly<Record<string, string>> = {
  identity: 'identity-based policy',
  resource: 'resource-based policy',
  session: 'session policy',
  boundary: 'permissions boundary',
  scp: 'service control policy',
  rcp: 'resource control policy',
  vpce: 'VPC endpoint policy',
};

function describe({ denyType, policyType, action, errorCode }: ErrorFacts): string {
  const words = policyType === undefined ? undefined : (POLICY_WORDS[policyType] ?? policyType);
  if (denyType === 'explicit' && words !== undefined)
    return `an explicit deny in a ${words} refuses ${action ?? 'the action'}`;
  if (denyType === 'implicit' && words !== undefined) return `no ${words} allows ${action ?? 'the action'}`;
  return `S3 answered ${errorCode ?? 'Access Denied'}${action === undefined ? '' : ` for ${action}`}`;
}

/**
 * A confirmed special case stands for its general cause. A general cause that has a statement of its own in the way stands beside it.
 */
function replaceGeneral(
  verdicts: Map<string, Verdict>,
  catalogue: Catalogue,
  policies: PolicyVerdicts,
): void {
  for (const [id, { status }] of verdicts) {
    const cause = catalogue.get(id);
    if (cause === undefined || status !== 'confirmed') continue;
    const general = replacedBy(cause, verdicts, policies);
    const before = general === undefined ? undefined : verdicts.get(general);
    if (general === undefined || before === undefined || before.status === 'ruled_out') continue;
    if (policies.get(general)?.status !== 'confirmed')
      verdicts.set(general, ruledOut('simulation', `it is the special case "${cause.title}"`));
  }
}

/** Which general cause it is: by where the statement was read, else by what somebody has confirmed, else the usual one. */
function replacedBy(
  cause: CauseDefinition,
  verdicts: ReadonlyMap<string, Verdict>,
  policies: PolicyVerdicts,
): string | undefined {
  const isSaid = (id: string) =>
    verdicts.get(id)?.status === 'confirmed' && policies.get(id)?.status !== 'confirmed';
  const [usual, ...others] = generalOf(cause);
  const said = others.find(isSaid);
  const met = policies.get(cause.id);
  if (met === undefined) return usual !== undefined && isSaid(usual) ? usual : (said ?? usual);
  const isOwn = met.evidence.every(({ source }) => source === SOURCE_OF_LAYER.identity.s3);
  return isOwn && others.length > 0 ? said : usual;
}
