import type { DeniedEvent } from '../evidence/snapshot.js';
import type { RequestFacts } from '../s3/types.js';

/** Headers or context keys: `null`: known to be absent. */
export type Values = Readonly<Record<string, readonly string[] | null>>;

/**
 * Headers and query parameters that S3 logs whenever they are sent, so that their absence tells, too.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 */
const ALWAYS_LOGGED = [
  'x-amz-acl',
  'x-amz-grant-read',
  'x-amz-grant-write',
  'x-amz-grant-read-acp',
  'x-amz-grant-write-acp',
  'x-amz-grant-full-control',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-storage-class',
  'x-amz-copy-source',
  'prefix',
  'delimiter',
  'max-keys',
] as const;

const PARAMETERS = new Set(['prefix', 'delimiter', 'max-keys']);

/** The headers that the event tells, by their names in lower case. */
export function eventHeaders({ requestParameters }: DeniedEvent): Values {
  if (requestParameters === undefined) return {};
  const logged = Object.entries(requestParameters)
    .map(([name, value]) => [name.toLowerCase(), [value]] as const)
    .filter(
      ([name]) =>
        /^(x-amz-(?!algorithm|credential|date|expires|signature|signed|security)|if-)/.test(name) ||
        PARAMETERS.has(name),
    );
  const absent = ALWAYS_LOGGED.map((name) => [name, null] as const);
  return { ...Object.fromEntries(absent), ...Object.fromEntries(logged) };
}

/** The condition context keys that the event tells. */
export function eventContext(event: DeniedEvent, request: RequestFacts): Values {
  return {
    ...networkKeys(event),
    ...mfaKey(event),
    ...tlsKeys(event),
    ...signatureKeys(event),
    ...versionKey(event, request),
    ...(event.eventTime === undefined ? {} : { 'aws:CurrentTime': [event.eventTime] }),
    ...(event.userAgent === undefined ? {} : { 'aws:UserAgent': [event.userAgent] }),
  };
}

/** Services inside AWS are logged by a name. */
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f.]*:[0-9a-f:.]*)$/i;

/** Without an endpoint the address is the public one; through an endpoint it is the one in the VPC, and `aws:SourceIp` is not set. */
function networkKeys({ sourceIp, vpcEndpointId }: DeniedEvent): Values {
  const address = sourceIp !== undefined && ADDRESS.test(sourceIp) ? [sourceIp] : undefined;
  if (vpcEndpointId === undefined) return {};
  if (vpcEndpointId !== null)
    return {
      'aws:SourceVpce': [vpcEndpointId],
      'aws:SourceIp': null,
      ...(address === undefined ? {} : { 'aws:VpcSourceIp': address }),
    };
  return {
    'aws:SourceVpce': null,
    'aws:SourceVpc': null,
    'aws:SourceVpcArn': null,
    'aws:VpcSourceIp': null,
    ...(address === undefined ? {} : { 'aws:SourceIp': address }),
  };
}

/** CloudTrail tells of MFA for temporary credentials; a user's long-term keys have no such key at all. */
function mfaKey({ mfaAuthenticated, principalArn }: DeniedEvent): Values {
  if (mfaAuthenticated !== undefined) return { 'aws:MultiFactorAuthPresent': [String(mfaAuthenticated)] };
  return principalArn !== undefined && /:user\//.test(principalArn)
    ? { 'aws:MultiFactorAuthPresent': null }
    : {};
}

/** `TLSv1.2`. An event without TLS details need not mean plain HTTP: calls inside AWS have none either. */
function tlsKeys({ tlsVersion }: DeniedEvent): Values {
  const version = /(?<!\d)(\d+\.\d+)/.exec(tlsVersion ?? '')?.[1];
  return version === undefined ? {} : { 's3:TlsVersion': [version], 'aws:SecureTransport': ['true'] };
}

/** CloudTrail's words → S3's. https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html */
const AUTH_TYPES: Readonly<Record<string, string>> = {
  AuthHeader: 'REST-HEADER',
  QueryString: 'REST-QUERY-STRING',
  PostForm: 'POST',
  HtmlForm: 'POST',
};
const SIGNATURES: Readonly<Record<string, string>> = { SigV2: 'AWS', SigV4: 'AWS4-HMAC-SHA256' };

function signatureKeys({ authenticationMethod = '', signatureVersion = '' }: DeniedEvent): Values {
  const authType = AUTH_TYPES[authenticationMethod];
  const version = SIGNATURES[signatureVersion];
  return {
    ...(authType === undefined ? {} : { 's3:authType': [authType] }),
    ...(version === undefined ? {} : { 's3:signatureversion': [version] }),
  };
}

function versionKey({ requestParameters }: DeniedEvent, request: RequestFacts): Values {
  const known = request.versionId !== undefined || requestParameters === undefined;
  return known || requestParameters['versionId'] !== undefined ? {} : { 's3:VersionId': null };
}
