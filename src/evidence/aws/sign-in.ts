import { z } from 'zod';
import { parsePolicy } from './policy-document.js';

/** How a session of a role came about, as CloudTrail's event says it. */
export interface SignIn {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly policies: SessionPolicies;
}

/** The policies that were passed. `cut`: CloudTrail left out a part of the request, so nothing can be said. */
export type SessionPolicies =
  | { readonly outcome: 'told'; readonly inline: unknown; readonly managed: readonly string[] }
  | { readonly outcome: 'cut' };

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html */
const EVENTS = ['AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity'] as const;

const eventSchema = z.object({
  eventName: z.enum(EVENTS),
  /** Only what succeeded made a session. */
  errorCode: z.undefined().optional(),
  requestParameters: z.object({
    roleArn: z.string(),
    roleSessionName: z.string(),
    policy: z.unknown().optional(),
    policyArns: z.unknown().optional(),
  }),
});

const policyArnsSchema = z.array(z.object({ arn: z.string() })).default([]);

/** `undefined`: an event that made no session. */
export function parseSignIn(text: string): SignIn | undefined {
  const parsed = eventSchema.safeParse(JSON.parse(text));
  if (!parsed.success) return undefined;
  const { roleArn, roleSessionName, policy, policyArns } = parsed.data.requestParameters;
  return { roleArn, sessionName: roleSessionName, policies: policiesOf(policy, policyArns) };
}

function policiesOf(policy: unknown, policyArns: unknown): SessionPolicies {
  const managed = policyArnsSchema.safeParse(policyArns ?? undefined);
  const inline = inlineOf(policy);
  if (!managed.success || inline === CUT) return { outcome: 'cut' };
  return { outcome: 'told', inline, managed: managed.data.map(({ arn }) => arn) };
}

const CUT = Symbol('cut');

/** The policy as it was passed, a JSON text; `undefined` where none was. */
function inlineOf(policy: unknown): unknown {
  if (policy === undefined || policy === null || policy === '') return undefined;
  try {
    return parsePolicy(z.string().parse(policy));
  } catch {
    return CUT;
  }
}
