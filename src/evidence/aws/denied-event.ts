import { z } from 'zod';
import type { DeniedEvent } from '../snapshot.js';

/** A record of CloudTrail, and what of it is needed to know whose request it was. */
export interface ParsedEvent {
  readonly event: DeniedEvent;
  readonly bucket: string | undefined;
  readonly key: string | undefined;
  /** Of a session: the ARN of its role. */
  readonly roleArn: string | undefined;
}

/** INVARIANT: a field in a shape that is not documented counts as missing; it must not cost the others. */
const text = z.string().min(1).optional().catch(undefined);
const part = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.object(shape).partial().optional().catch(undefined);

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
const recordSchema = z.object({
  eventSource: z.enum(['s3.amazonaws.com', 's3express.amazonaws.com']),
  eventName: z.string(),
  eventID: text,
  eventTime: text,
  requestID: text,
  errorCode: text,
  errorMessage: text,
  sourceIPAddress: text,
  userAgent: text,
  vpcEndpointId: text,
  tlsDetails: part({ tlsVersion: text }),
  additionalEventData: part({ AuthenticationMethod: text, SignatureVersion: text }),
  requestParameters: z.record(z.string(), z.unknown()).nullish().catch(undefined),
  userIdentity: part({
    arn: text,
    accountId: text,
    sessionContext: part({
      attributes: part({ mfaAuthenticated: z.enum(['true', 'false']).optional().catch(undefined) }),
      sessionIssuer: part({ type: text, arn: text }),
    }),
  }),
});

/** What CloudTrail recorded of a request to S3; `undefined` for a record of something else. */
export function parseDeniedEvent(message: string): ParsedEvent | undefined {
  const parsed = recordSchema.safeParse(jsonOf(message));
  if (!parsed.success) return undefined;
  const { userIdentity, requestParameters, tlsDetails, additionalEventData, ...record } = parsed.data;
  const parameters = textParameters(requestParameters ?? {});
  const mfa = userIdentity?.sessionContext?.attributes?.mfaAuthenticated;
  const event = withoutMissing({
    eventId: record.eventID,
    eventTime: record.eventTime,
    requestId: record.requestID,
    operation: record.eventName,
    errorCode: record.errorCode,
    errorMessage: record.errorMessage,
    principalArn: userIdentity?.arn,
    principalAccount: accountOf(userIdentity?.accountId),
    sourceIp: record.sourceIPAddress,
    vpcEndpointId: record.vpcEndpointId ?? null,
    mfaAuthenticated: mfa === undefined ? undefined : mfa === 'true',
    tlsVersion: tlsDetails?.tlsVersion,
    userAgent: record.userAgent,
    authenticationMethod: additionalEventData?.AuthenticationMethod,
    signatureVersion: additionalEventData?.SignatureVersion,
    requestParameters: requestParameters === undefined ? undefined : parameters,
  });
  const { bucketName, key } = parameters;
  return { event, bucket: bucketName, key, roleArn: userIdentity?.sessionContext?.sessionIssuer?.arn };
}

/** CloudTrail writes `anonymous` where S3 saw no credentials. */
function accountOf(id: string | undefined): string | null | undefined {
  if (id === undefined || /^\d{12}$/.test(id)) return id;
  return id.toLowerCase() === 'anonymous' ? null : undefined;
}

/** Names whose values are policies, credentials or keys. INVARIANT: none of these gets into a snapshot. */
const SECRET = /policy|credential|signature$|token|customer-key/i;

/** What is plain; a list with several values has no single text, and a structure may hold a policy. */
function textParameters(parameters: Readonly<Record<string, unknown>>): Record<string, string> {
  const plain = Object.entries(parameters).flatMap(([name, value]) => {
    const one: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
    const isPlain = ['string', 'number', 'boolean'].includes(typeof one);
    return isPlain && !SECRET.test(name) ? [[name, String(one)] as const] : [];
  });
  return Object.fromEntries(plain);
}

function jsonOf(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}

function withoutMissing(
  fields: { [Name in keyof DeniedEvent]-?: DeniedEvent[Name] | undefined },
): DeniedEvent {
  const event: DeniedEvent = {};
  return Object.assign(
    event,
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
  );
}
