import { callerText } from './identity.js';
import type { Catalogue } from './catalogue.js';
import { analyse } from './analyse.js';
import { applyPatches } from './fixes/apply.js';
import { combineFixes, describeFix } from './fixes/index.js';
import { rankCauses } from './rank.js';
import { placeholderValues } from './placeholders.js';
import type { Situation } from './situation.js';
import { fillTemplate } from './template.js';
import type { CauseFinding, Diagnosis, DiagnosisDecision, Evidence, Patch, Verdict } from './types.js';
import { judge } from './verdicts.js';

/**
 * What stands in the way of one denied request: every cause of the catalogue with its verdict and what it rests on, the most likely
 * first, and for the confirmed ones a fix, tried out by simulating the request with all the fixes applied. Pure.
 */
export function diagnose(evidence: Evidence, catalogue: Catalogue): Diagnosis {
  const situation = analyse(evidence);
  const verdicts = judge(situation, catalogue);
  const ranked = rankCauses(verdicts, evidence.error);
  const confirmed = ranked.filter((id) => verdicts.get(id)?.status === 'confirmed');
  const combined = combineFixes(confirmed, catalogue, situation);
  const verified = combined.patches.length === 0 ? null : verify(evidence, combined.patches, catalogue);
  const values = placeholderValues(situation);
  const causes = ranked.flatMap((id): readonly CauseFinding[] => {
    const cause = catalogue.get(id);
    const verdict = verdicts.get(id);
    if (cause === undefined || verdict === undefined) return [];
    const details = { ...values, ...verdict.details };
    return [
      {
        id,
        title: fillTemplate(cause.title, details),
        explanation: fillTemplate(cause.explanation, details),
        status: verdict.status,
        evidence: verdict.evidence,
        details: verdict.details ?? {},
        fix: describeFix(cause, verdict, situation, values, combined, verified),
        sources: cause.sources.map(({ url }) => url),
      },
    ];
  });
  return { request: describeRequest(situation), decision: decide(situation, verdicts), causes };
}

/** Causes that deny a request which every policy allows. */
const GATES: ReadonlySet<string> = new Set([
  'object-not-owned',
  'requester-pays',
  'bpa-restrict-public-buckets',
  'missing-object-masked',
  'archived-object',
  'acls-disabled',
  'kms-managed-key-cross-account',
  'kms-key-disabled',
  'kms-key-pending-deletion',
  'kms-wrong-region',
  'kms-alias-in-caller-account',
  'access-point-vpc-origin',
]);

/** true: every permission is allowed and no gate is shut. false: something still denies. null: it hangs on what is not known. */
function verify(evidence: Evidence, patches: readonly Patch[], catalogue: Catalogue): boolean | null {
  const situation = analyse({ ...applyPatches(evidence, patches), stated: [] });
  const decision = simulated(situation);
  if (decision === 'denied') return false;
  const verdicts = judge(withoutError(situation), catalogue);
  if ([...GATES].some((id) => verdicts.get(id)?.status === 'confirmed')) return false;
  return decision === 'allowed' ? true : null;
}

function withoutError(situation: Situation): Situation {
  const { error: _, ...evidence } = situation.evidence;
  return { ...situation, evidence };
}

/** What the policies alone decide. */
function simulated({ simulations, kms, permissions }: Situation): DiagnosisDecision {
  const required = simulations.filter(({ permission }) => permission.required);
  const decisions = required.map(({ evaluation }) => evaluation.decision);
  if (decisions.some((decision) => decision.endsWith('_deny'))) return 'denied';
  const complete =
    required.length > 0 && required.length === permissions.filter((permission) => permission.required).length;
  return complete && kms.used !== 'unknown' && decisions.every((decision) => decision === 'allowed')
    ? 'allowed'
    : 'undetermined';
}

function decide(situation: Situation, verdicts: ReadonlyMap<string, Verdict>): DiagnosisDecision {
  const byPolicies = simulated(situation);
  const confirmed = [...verdicts.values()].some(({ status }) => status === 'confirmed');
  if (byPolicies === 'denied' || confirmed) return 'denied';
  const gate = [...GATES].some((id) => verdicts.get(id)?.status === 'possible');
  if (byPolicies === 'allowed' && !gate) return 'allowed';
  return situation.evidence.error === undefined ? 'undetermined' : 'denied';
}

function describeRequest(situation: Situation): Diagnosis['request'] {
  const { evidence, operation, permissions, crossAccount } = situation;
  const { request, error, snapshot } = evidence;
  const principal = callerText(evidence);
  const bucket = request.bucket ?? error?.bucket ?? snapshot.bucket?.name;
  const key = request.key ?? error?.key;
  return {
    ...(operation === undefined ? {} : { operation }),
    actions: permissions.filter(({ required }) => required).map(({ iamAction }) => iamAction),
    ...(principal === undefined ? {} : { principal }),
    ...(bucket === undefined ? {} : { bucket }),
    ...(key === undefined ? {} : { key }),
    ...(crossAccount === undefined ? {} : { crossAccount }),
  };
}
