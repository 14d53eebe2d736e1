import { z } from 'zod';

/** A policy as the snapshot holds it. An inline policy goes by its name, a group's by `group/GROUP/NAME`, a managed one by its ARN. */
export interface NamedDocument {
  readonly name: string;
  readonly document: unknown;
}

/** AWS answered, but not in the shape that it documents: nothing may be concluded from that, least of all "there is none". */
export class MalformedAnswerError extends Error {
  constructor(what: string) {
    super(what);
    this.name = 'MalformedAnswerError';
  }
}

const policySchema = z.looseObject({ Statement: z.unknown().refine((statement) => statement !== undefined) });

/**
 * A policy as S3 and KMS answer it: JSON text.
 * @throws MalformedAnswerError where it is no JSON, or no policy. The text itself never gets into the message.
 */
export function parsePolicy(text: string | undefined): unknown {
  const policy = policySchema.safeParse(jsonOf(text));
  if (!policy.success) throw new MalformedAnswerError('the policy is not a JSON policy document');
  return policy.data;
}

/** A policy as IAM answers it: JSON text, URL-encoded after RFC 3986. */
export function parseEncodedPolicy(text: string | undefined): unknown {
  return parsePolicy(text === undefined ? undefined : decodedOf(text));
}

function jsonOf(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function decodedOf(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
