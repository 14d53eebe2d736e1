import { z } from 'zod';
import { MalformedAnswerError } from './policy-document.js';

/** AWS's ways of saying that a permission is missing. */
const DENIED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AllAccessDisabled',
  'UnauthorizedOperation',
  'Forbidden',
]);

export interface ClassifiedError {
  readonly kind: 'denied' | 'malformed' | 'other';
  /**
   * AWS's error code, or the network's. INVARIANT: never the message, which may quote policies, ARNs of others or (from a proxy)
   * anything at all.
   */
  readonly code: string;
  /** For a denial: the kind of policy with an explicit deny, as AWS names it. More rights for the audit role would not help then. */
  readonly deniedBy?: string;
}

export function classifyError(error: unknown): ClassifiedError {
  if (error instanceof z.ZodError || error instanceof MalformedAnswerError || error instanceof SyntaxError) {
    return { kind: 'malformed', code: 'MalformedAnswer' };
  }
  const code = codeOf(error);
  // The SDK threw although AWS answered that all is well: the answer made no sense.
  if (code.startsWith('HTTP2')) return { kind: 'malformed', code: 'MalformedAnswer' };
  if (!DENIED.has(code)) return { kind: 'other', code };
  const deniedBy = explicitDenyOf(error);
  return { kind: 'denied', code: 'AccessDenied', ...(deniedBy === undefined ? {} : { deniedBy }) };
}

/** The kinds of policy that AWS's texts name: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const EXPLICIT_DENY =
  /with an explicit deny in an? ((?:identity-based|resource-based|service control|resource control|VPC endpoint|session) policy|permissions boundary)/;

function explicitDenyOf(error: unknown): string | undefined {
  return error instanceof Error ? EXPLICIT_DENY.exec(error.message)?.[1] : undefined;
}

const sdkErrorSchema = z.object({
  name: z.string().optional(),
  Code: z.string().optional(),
  code: z.string().optional(),
  $metadata: z.object({ httpStatusCode: z.number().optional() }).optional(),
});

/** Names that say nothing: what else the error carries is told instead. */
const VAGUE = new Set(['Error', 'TypeError', 'AggregateError', 'UnknownError', 'Unknown']);

function codeOf(error: unknown): string {
  const parsed = sdkErrorSchema.safeParse(error);
  if (!parsed.success) return 'UnknownError';
  const { name, Code, code, $metadata } = parsed.data;
  const named = [name, Code, code].find((text) => text !== undefined && isCode(text) && !VAGUE.has(text));
  if (named !== undefined) return named;
  const status = $metadata?.httpStatusCode;
  if (status === 403) return 'AccessDenied';
  return status === undefined ? 'UnknownError' : `HTTP${status}`;
}

function isCode(text: string): boolean {
  return /^[A-Za-z][\w.]{1,80}$/.test(text);
}
