import { callerText } from './identity.js';
import type { Catalogue } from './catalogue.js';
import { analyse } from './analyse.js';
import { applyPatches } from './fixes/apply.js';
import { GATES, policyDecision } from './gates.js';
import { combineFixes, describeFix } from './fixes/index.js';
import { rankCauses } from './rank.js';
import { placeholderValues } from './placeholders.js';
import type { Situation } from './situation.js';
import { fillTemplate } from './template.js';
import type { CauseFinding, Diagnosis, DiagnosisDecision, Evidence, Patch, Verdict } from './types.js';
import { judge } from './verdicts.js';
import { citeAnswered } from './words.js';

/**
 * What stands in the way of one denied request: every cause of the catalogue with its verdict and what it rests on, the most likely
 * first, and for the confirmed ones a fix, tried out by simulating the request with all the fixes applied. Pure.
 */
export function diagnose(evidence: Evidence, catalogue: Catalogue): Diagnosis {
  const situation = analyse(evidence);
  const verdicts = judge(situation, catalogue);
  const ranked = rankCauses(verdicts, situation.evidence.error);
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
        evidence: citeAnswered(verdict.evidence, evidence.answered),
        details: verdict.details ?? {},
        fix: describeFix(cause, verdict, situation, values, combined, verified),
        sources: cause.sources.map(({ url }) => url),
      },
    ];
  });
  return { request: describeRequest(situation), decision: decide(situation, verdicts), causes };
}

/** true: every permission is allowed and no gate is shut. false: something still denies. null: it hangs on what is not known. */
function verify(evidence: Evidence, patches: readonly Patch[], catalogue: Catalogue): boolean | null {
  const situation = analyse({ ...applyPatches(evidence, patches), stated: [] });
  const decision = policyDecision(situation);
  if (decision === 'denied') return false;
  const verdicts = judge(withoutError(situation), catalogue);
  if ([...GATES].some((id) => verdicts.get(id)?.status === 'confirmed')) return false;
  return decision === 'allowed' ? true : null;
}

function withoutError(situation: Situation): Situation {
  const { error: _, ...evidence } = situation.evidence;
  return { ...situation, evidence };
}

function decide(situation: Situation, verdicts: ReadonlyMap<string, Verdict>): DiagnosisDecision {
  const byPolicies = policyDecision(situation);
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
