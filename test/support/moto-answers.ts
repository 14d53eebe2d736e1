import { z } from 'zod';
import type { WireCall } from './moto-calls.js';

/** An answer in AWS's real shapes, for what moto cannot say. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const REQUEST_ID = 'TX4442587FB7D0A2F9';

export function xml(status: number, body: string): WireAnswer {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${body}`;
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': REQUEST_ID },
    body: text,
  };
}

export function json(status: number, body: object): WireAnswer {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': REQUEST_ID };
  return { status, headers, body: JSON.stringify(body) };
}

const JSON_SERVICES: ReadonlySet<string> = new Set(['kms', 'organizations', 'cloudtrail', 'logs']);

export function accessDenied(call: WireCall): WireAnswer {
  if (call.service === 'ec2') return errorAnswer(call, 403, 'UnauthorizedOperation', DENIED_TEXT);
  const code = JSON_SERVICES.has(call.service) ? 'AccessDeniedException' : 'AccessDenied';
  return errorAnswer(call, 403, code, DENIED_TEXT);
}

/** A long one with an ARN in it, as AWS's are, to see that nothing of it leaks. */
const DENIED_TEXT =
  'User: arn:aws:sts::444455556666:assumed-role/s3denied-audit/s3denied-x is not authorized to perform this action because no identity-based policy allows it';

export function throttled(call: WireCall): WireAnswer {
  if (call.service === 's3') return errorAnswer(call, 503, 'SlowDown', 'Please reduce your request rate.');
  const code = JSON_SERVICES.has(call.service) ? 'ThrottlingException' : 'Throttling';
  return errorAnswer(call, 400, code, 'Rate exceeded');
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, and the query and JSON protocols' own forms. */
export function errorAnswer(call: WireCall, status: number, code: string, message: string): WireAnswer {
  if (JSON_SERVICES.has(call.service)) return json(status, { __type: code, message });
  const inner = `<Code>${code}</Code><Message>${message}</Message>`;
  switch (call.service) {
    case 'iam':
    case 'sts':
    case 's3control': {
      const error = `<Error><Type>Sender</Type>${inner}</Error><RequestId>${REQUEST_ID}</RequestId>`;
      return xml(status, `<ErrorResponse>${error}</ErrorResponse>`);
    }
    case 'ec2': {
      const errors = `<Errors><Error>${inner}</Error></Errors><RequestID>${REQUEST_ID}</RequestID>`;
      return xml(status, `<Response>${errors}</Response>`);
    }
    default:
      return xml(status, `<Error>${inner}<RequestId>${REQUEST_ID}</RequestId><HostId>host</HostId></Error>`);
  }
}

/** Whether S3 would call a policy public, as far as tests go: an Allow for everybody without a condition. */
export function isOpenToAll(policy: unknown): boolean {
  const { Statement } = policySchema.parse(policy);
  return Statement.some(
    ({ Effect, Principal, Condition }) =>
      Effect === 'Allow' &&
      Condition === undefined &&
      ['"*"', '{"AWS":"*"}'].includes(JSON.stringify(Principal) ?? ''),
  );
}

const policySchema = z.object({
  Statement: z.array(
    z.object({ Effect: z.string(), Principal: z.unknown(), Condition: z.unknown().optional() }),
  ),
});
