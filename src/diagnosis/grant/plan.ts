import type { Catalogue } from '../catalogue.js';
import { applyPatches } from '../fixes/apply.js';
import type { Evidence } from '../types.js';
import { contextOf, type GrantContext } from './context.js';
import type { GrantMethod } from './facts.js';
import { capital, goalOf } from './goal.js';
import { allActions } from './permits.js';
import { asRoleProbes, verifyAssuming } from './role-probes.js';
import { roleOf } from './role.js';
import { testCommand } from './test-command.js';
import type { Goal, GrantPart, GrantResult } from './types.js';
import { together, verifyAll, type Verification } from './verify.js';
import { warningsFor } from './warnings.js';
import { planAcl, withAcls } from './way-acl.js';
import { planBucketPolicy } from './way-bucket-policy.js';
import { planRole } from './way-role.js';
import { titleOf, waysOf, whyNoAcl } from './ways.js';
import { goalInWords } from './words.js';

/**
 * What every account has to do to let somebody of another account in: the documents of all of them, in every format, tried out by
 * simulating each wanted request with all of it applied. Pure.
 */
export function planGrant(evidence: Evidence, catalogue: Catalogue): GrantResult {
  const wanted = goalOf(evidence);
  if (wanted.outcome === 'not_planned') return wanted;
  const context = possibleContext(wanted.goal, evidence);
  const { goal, permits } = context;
  const { method, level, grantee, bucket, scope } = goal;
  const parts = partsOf(context);
  return {
    outcome: 'planned',
    summary: `${capital(grantee.words)} of account ${grantee.account} is to ${goalInWords(goal)}. The way: ${titleOf(method)}.`,
    method,
    level,
    grantee: grantee.arn,
    bucket,
    scope,
    actions: allActions(permits),
    parts,
    ways: waysOf(context, method),
    warnings: warningsFor(context, wanted.goal.method),
    ...verify(context, parts, catalogue),
    testCommand: testCommand(context, evidence, method === 'role' ? roleOf(context) : undefined),
  };
}

/** Where ACLs cannot do it, the bucket policy does: the warnings say so. */
function possibleContext(goal: Goal, evidence: Evidence): GrantContext {
  const context = contextOf(goal, evidence);
  if (goal.method !== 'acl' || whyNoAcl(context) === undefined) return context;
  return contextOf({ ...goal, method: 'bucket-policy' }, evidence);
}

const PLANS: Readonly<Record<GrantMethod, (context: GrantContext) => readonly GrantPart[]>> = {
  'bucket-policy': planBucketPolicy,
  acl: planAcl,
  role: planRole,
};

function partsOf(context: GrantContext): readonly GrantPart[] {
  return PLANS[context.goal.method](context);
}

function verify(context: GrantContext, parts: readonly GrantPart[], catalogue: Catalogue): Verification {
  const { goal, probes } = context;
  if (goal.grantee.kind === 'account')
    return {
      verified: null,
      because: [`the policies that the users and roles of ${goal.grantee.words} have there`],
    };
  const patches = parts.flatMap((part) => part.patches).filter(({ target }) => !target.startsWith('role.'));
  const applied = (evidence: Evidence) => applyPatches(evidence, patches);
  switch (goal.method) {
    case 'bucket-policy':
      return verifyAll(
        probes.map(({ evidence }) => applied(evidence)),
        catalogue,
      );
    case 'acl':
      return verifyAll(
        probes.map((probe) => withAcls({ ...probe, evidence: applied(probe.evidence) }, context)),
        catalogue,
      );
    case 'role': {
      const role = roleOf(context);
      const asRole = asRoleProbes(context, role).map(({ evidence }) => applied(evidence));
      return together([
        verifyAssuming(applied(context.situation.evidence), role, goal),
        verifyAll(asRole, catalogue),
      ]);
    }
  }
}
