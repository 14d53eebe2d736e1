/** Patterns that fill one field each: every wrapper's way to name the operation, the code, the ids. A table. */

import { findOperation } from '../operations.js';
import { BARE_CODES } from './codes.js';
import type { Mark, TextField } from './marks.js';

interface FieldPattern {
  readonly field: TextField;
  /** The first group is the value. Bounded everywhere; starts with a letter or a rare sign. */
  readonly pattern: RegExp;
  /** Of two sources in one error the higher counts. From 3 on, a second, different value means another error. */
  readonly rank: number;
  /** The value is the operation's name in another spelling. */
  readonly spelling?: 'operation';
  /** What the words mean, where the value does not stand among them. */
  readonly means?: string;
}

const CODE = String.raw`[A-Za-z0-9][A-Za-z0-9._]{1,80}`;
const REGION = String.raw`[a-z]{2,4}(?:-[a-z]{2,12}){1,2}-\d`;
const BUCKET = '[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]';
const ID = String.raw`(?=[A-Za-z-]{0,64}\d)[A-Za-z0-9-]{6,64}`;
const EXTENDED = '[A-Za-z0-9+/_-]{6,200}={0,2}';
/** Between a name and its value in JSON, Python, Ruby, XML, headers and prose. */
const IS = String.raw`["'\\]{0,4}\s{0,3}(?::|=>|=|>)\s{0,3}(?:Some\()?["'\\]{0,4}`;

const rx = (source: string, flags = 'g') => new RegExp(source, flags);

const PATTERNS: readonly FieldPattern[] = [
  // AWS CLI and botocore
  {
    field: 'operation',
    rank: 5,
    pattern: /when\s{1,9}calling\s{1,9}the\s{1,9}([A-Z][A-Za-z0-9]{2,60})\s{1,9}operation\b/g,
  },
  {
    field: 'errorCode',
    rank: 5,
    pattern: rx(String.raw`An\s{1,9}error\s{1,9}occurred\s{1,9}\(\s{0,3}(${CODE})\s{0,3}\)`),
  },
  // Go SDK v2, Terraform
  {
    field: 'operation',
    rank: 5,
    pattern:
      /operation\s{1,9}error\s{1,9}[A-Za-z0-9]{2,20}(?:\s{1,9}[A-Za-z]{2,20}){0,2}:\s{1,9}([A-Z][A-Za-z0-9]{2,60})/g,
  },
  { field: 'errorCode', rank: 4, pattern: rx(String.raw`\bapi\s{1,9}error\s{1,9}(${CODE})`) },
  // Java SDK v1
  {
    field: 'errorCode',
    rank: 4,
    pattern: /\bError\s{1,3}Code:\s{1,9}([A-Za-z0-9](?:[A-Za-z0-9._\s]{0,78}[A-Za-z0-9])?)(?=\s{0,3}[;,)])/g,
  },
  // XML and the website endpoint's page
  { field: 'errorCode', rank: 4, pattern: rx(String.raw`<Code>\s{0,9}(${CODE})\s{0,9}(?=<)`) },
  { field: 'errorCode', rank: 4, pattern: rx(String.raw`<li>Code:\s{1,3}(${CODE})(?=<)`) },
  // CloudTrail, JSON, Python and JavaScript dumps, Rust
  {
    field: 'operation',
    rank: 4,
    pattern: /["']eventName["']\s{0,3}:\s{0,3}["']([A-Z][A-Za-z0-9]{2,60})["']/g,
  },
  {
    field: 'errorCode',
    rank: 4,
    pattern: rx(String.raw`["']errorCode["']\s{0,3}:\s{0,3}["'](?:Client\.|Server\.)?(${CODE})["']`),
  },
  {
    field: 'errorCode',
    rank: 3,
    pattern: rx(String.raw`(?<![\w-])["']?[Cc]ode["']?\s{0,3}(?::|=>|=)\s{0,3}(?:Some\()?["'](${CODE})["']`),
  },
  // PHP, s3cmd, Arrow, Ruby
  {
    field: 'operation',
    rank: 4,
    pattern: /Error\s{1,3}executing\s{1,3}"([A-Z][A-Za-z0-9]{2,60})"\s{1,3}on\b/g,
  },
  { field: 'errorCode', rank: 4, pattern: rx(String.raw`S3\s{1,3}error:\s{1,3}\d{3}\s{1,3}\((${CODE})\)`) },
  { field: 'operation', rank: 3, pattern: /\bduring\s{1,3}([A-Z][A-Za-z0-9]{2,60})\s{1,3}operation\b/g },
  { field: 'errorCode', rank: 3, pattern: /\bAWS\s{1,3}Error\s{1,3}([A-Z][A-Z_]{2,60})\s{1,3}during\b/g },
  { field: 'errorCode', rank: 3, pattern: rx(String.raw`S3::Errors::(${CODE})`) },
  // A code by itself; CloudFormation's own
  {
    field: 'errorCode',
    rank: 2,
    pattern: rx(String.raw`(?<![\w.$/-])(${BARE_CODES.join('|')})(?![\w/-]|\.[a-z])`),
  },
  { field: 'errorCode', rank: 1, pattern: rx(String.raw`HandlerErrorCode:\s{0,9}(AccessDenied)\b`) },
  { field: 'errorCode', rank: 1, pattern: /(?:^|\n|[Ee]rror:\s|\):\s)(Forbidden)(?=:\s)/g },
  // Stack traces and command lines: the operation in another spelling
  { field: 'operation', rank: 2, pattern: /\bde_([A-Z][A-Za-z0-9]{2,60})CommandError\b/g },
  {
    field: 'operation',
    rank: 1,
    spelling: 'operation',
    pattern: /\b(?:DefaultS3(?:Async)?Client|AmazonS3Client)\.([a-z][A-Za-z0-9]{2,60})\(/g,
  },
  {
    field: 'operation',
    rank: 1,
    spelling: 'operation',
    pattern: /\baws\s{1,3}s3api\s{1,3}([a-z][a-z0-9-]{2,60})/g,
  },
  {
    field: 'operation',
    rank: 1,
    spelling: 'operation',
    pattern: /\bAmazonS3Client\.([A-Z][A-Za-z0-9]{2,60}?)(?:Async)?\(/g,
  },
  { field: 'operation', rank: 2, pattern: /\bdeserializeAws_restXml([A-Z][A-Za-z0-9]{2,60})CommandError\b/g },
  // What JavaScript's presigned URLs say of themselves; else a browser's network log: the method and the object's address
  { field: 'operation', rank: 2, pattern: /[?&]x-id=([A-Z][A-Za-z0-9]{2,60})\b/g },
  { field: 'operation', rank: 1, means: 'GetObject', pattern: fetched('GET') },
  { field: 'operation', rank: 1, means: 'PutObject', pattern: fetched('PUT') },
  { field: 'operation', rank: 1, means: 'HeadObject', pattern: fetched('HEAD') },
  { field: 'operation', rank: 1, means: 'DeleteObject', pattern: fetched('DELETE') },
  // Services that say in their own words what S3 refused them: Redshift, Lambda, DataSync, Athena, Hadoop
  { field: 'operation', rank: 1, means: 'ListObjectsV2', pattern: /\bcontext:\s{1,9}Listing\s{1,3}bucket=/g },
  {
    field: 'operation',
    rank: 3,
    pattern: /\bhave\s{1,3}permission\s{1,3}to\s{1,3}([A-Z][A-Za-z]{2,60})\s{1,3}for\s/g,
  },
  {
    field: 'operation',
    rank: 3,
    pattern: /\bcould\s{1,3}not\s{1,3}perform\s{1,3}s3:([A-Z][A-Za-z0-9]{2,60})\s{1,3}in\b/g,
  },
  {
    field: 'operation',
    rank: 1,
    means: 'PutObject',
    pattern:
      /\bAccess\s{1,3}denied\s{1,3}when\s{1,3}writing\s{1,3}(?:output\s{1,3})?to\s{1,3}(?:url|location):/gi,
  },
  {
    field: 'operation',
    rank: 1,
    means: 'PutObject',
    pattern: /:\s{1,3}(?:PUT\s0-byte\sobject|Writing\sObject)\s{1,3}on\s/g,
  },
  {
    field: 'operation',
    rank: 1,
    means: 'CreateMultipartUpload',
    pattern: /\binitiate\sMultiPartUpload\son\s/g,
  },
  // Ids
  ...named(
    'requestId',
    String.raw`(?<!extended[\s_-]{0,2})(?<!\w)(?:x-amzn?-|aws_)?Request[\s_-]?ID`,
    String.raw`${ID}(?![\w-])`,
  ),
  ...named(
    'extendedRequestId',
    String.raw`(?<!\w)(?:(?:s3[\s_])?extended[\s_-]?request[\s_-]?id|host[\s_-]?id|x-amz-id-2)`,
    String.raw`(?=[A-Za-z+/_-]{0,64}\d)${EXTENDED}(?![A-Za-z0-9+/=_-])`,
  ),
  {
    field: 'authorizationId',
    rank: 3,
    pattern: /\bauthorization\s{1,9}id\s{0,3}[:=]\s{0,9}([A-Za-z0-9](?:[\w+/=:.-]{0,198}[\w+/=-])?)/gi,
  },
  // Where
  { field: 'region', rank: 4, pattern: rx(String.raw`\bexpecting\s{1,9}["'](${REGION})["']`) },
  {
    field: 'region',
    rank: 3,
    pattern: rx(String.raw`(?:x-amz-bucket-region|awsRegion)${IS}(${REGION})(?![\w-])`, 'gi'),
  },
  { field: 'region', rank: 2, pattern: rx(String.raw`(?<![\w-])region${IS}(${REGION})(?![\w-])`, 'gi') },
  { field: 'bucket', rank: 3, pattern: /\bS3\s{1,3}[Bb]ucket\s{1,3}\(([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\)/g },
  {
    field: 'bucket',
    rank: 3,
    pattern: rx(String.raw`(?<!\w)bucket(?:_?name)?["']?\s{0,3}(?::|=>|=)\s{0,3}["'](${BUCKET})["']`, 'gi'),
  },
  { field: 'bucket', rank: 3, pattern: rx(String.raw`<Bucket(?:Name)?>(${BUCKET})</Bucket`) },
  {
    field: 'bucket',
    rank: 1,
    pattern: rx(String.raw`(?:^|\n)bucket(?: name)?\s{0,3}[:=]\s{0,3}(${BUCKET})(?=\n|$)`, 'gi'),
  },
  {
    field: 'bucket',
    rank: 2,
    pattern: /--bucket\s{1,3}["']?([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?=["'\s]|$)/g,
  },
  // Redshift, load balancers, DataSync, Athena
  { field: 'bucket', rank: 1, pattern: rx(String.raw`\bbucket=(${BUCKET})(?=[\s,;)&]|$)`) },
  {
    field: 'bucket',
    rank: 2,
    pattern: rx(String.raw`\bfor\s{1,3}bucket:\s{1,3}(${BUCKET})(?=[.,;)]?(?:\s|$))`),
  },
  {
    field: 'bucket',
    rank: 2,
    pattern: rx(
      String.raw`\b(?:s3:[A-Za-z0-9]{2,60}\s{1,3}in|output)\s{1,3}bucket\s{1,3}(${BUCKET})(?=[.,;)]?(?:\s|$))`,
    ),
  },
  { field: 'bucket', rank: 2, pattern: /\b[Bb]ucket\s{1,3}["'`“]([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])["'`”]/g },
  { field: 'key', rank: 2, pattern: /--key\s{1,3}["']([^"'\n]{1,1024})["']/g },
  { field: 'key', rank: 2, pattern: /--key\s{1,3}([^\s"']{1,1024})/g },
  {
    field: 'accountId',
    rank: 2,
    pattern:
      /["']userIdentity["']\s{0,3}:\s{0,3}\{[^{}]{0,2000}?["']accountId["']\s{0,3}:\s{0,3}["'](\d{12})["']/g,
  },
  {
    field: 'principalArn',
    rank: 2,
    pattern:
      /["']userIdentity["']\s{0,3}:\s{0,3}\{[^{}]{0,2000}?["']arn["']\s{0,3}:\s{0,3}["'](arn:aws[a-z-]{0,10}:(?:iam|sts)::\d{12}:[^\s"']{1,600})["']/g,
  },
  // The console's box "Access denied": User, Action, On resource(s), Context, one below the other
  {
    field: 'principalArn',
    rank: 2,
    pattern:
      /\bUser:\s{1,9}(arn:aws[a-z-]{0,10}:(?:iam|sts)::\d{12}:[^\s"']{1,600}?)[.,;]?\s{1,9}(?:Service|Action):/g,
  },
];

/** A request as browsers log it. Its query, if there is any, only signs it: `?acl` and the like are other operations. */
function fetched(method: string): RegExp {
  const host = String.raw`[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\.s3[a-z0-9.-]{0,60}\.amazonaws\.com(?:\.cn)?`;
  const query = String.raw`(?:\?(?:X-Amz-|AWSAccessKeyId=|Expires=|response-)[^\s"'<>]{0,3000})?`;
  return rx(String.raw`\b${method}\s{1,3}https?://${host}/[^\s?"'<>]{1,1400}${query}(?=[\s"'<>]|$)`);
}

/**
 * A named value in prose (`Request ID: X`), in quotes and in XML. In the latter two it counts only with its end: a value that was
 * cut off, or broken by a line's end, is none.
 */
function named(field: TextField, name: string, value: string): readonly FieldPattern[] {
  const quoted = String.raw`["'\\]{0,4}\s{0,3}(?::|=>|=)\s{0,3}(?:Some\()?["'\\]{1,4}(${value})(?=\\{0,4}["'])`;
  const tagged = String.raw`>\s{0,3}(${value})(?=\s{0,3}<)`;
  const bare = String.raw`\s{0,3}[:=]\s{0,3}(${value})`;
  return [quoted, tagged, bare].map((rest) => ({ field, rank: 3, pattern: rx(name + rest, 'gi') }));
}

const STATUS: readonly { readonly pattern: RegExp; readonly rank: number }[] = [
  {
    rank: 3,
    pattern: rx(
      String.raw`(?<![\w-])(?:http[\s_]?status[\s_]?code|status[\s_]?code|http[\s_]?status)${IS}([345]\d\d)(?!\d)`,
      'gi',
    ),
  },
  { rank: 2, pattern: /\bHTTP\/\d(?:\.\d)?\s{1,3}([345]\d\d)\b/g },
  { rank: 2, pattern: /An\s{1,9}error\s{1,9}occurred\s{1,9}\(([345]\d\d)\)/g },
  { rank: 2, pattern: /\bS3\s{1,3}error:\s{1,3}([345]\d\d)\b/g },
  { rank: 1, pattern: /\((403)\)/g },
  { rank: 1, pattern: /,Status\s{1,3}([345]\d\d),/g },
  { rank: 1, pattern: /\breturned\s{1,3}error:\s{1,3}([345]\d\d)\b/g },
  { rank: 1, pattern: /\bHTTP\s{1,3}([345]\d\d)\b/g },
  {
    rank: 1,
    pattern: /(?<![\w.-])(403):?\s{1,3}\(?(?:Forbidden|Client\s{1,3}Error|Access\s{1,3}Denied)\b/gi,
  },
  { rank: 1, pattern: rx(String.raw`(?<![\w-])["']?status["']?\s{0,3}:\s{0,3}(403)\b`) },
];

/** Every value that a pattern of the table finds. */
export function findFields(text: string): readonly Mark[] {
  const fields = PATTERNS.flatMap(({ field, pattern, rank, spelling, means }) =>
    [...text.matchAll(pattern)].flatMap((match): Mark[] => {
      const value = means ?? (spelling === undefined ? match[1] : spelled(match[1] ?? ''));
      return value === undefined
        ? []
        : [{ kind: 'field', at: match.index, field, value: value.replaceAll('\n', ' '), rank }];
    }),
  );
  const statuses = STATUS.flatMap(({ pattern, rank }) =>
    [...text.matchAll(pattern)].map(
      (match): Mark => ({ kind: 'status', at: match.index, status: Number(match[1]), rank }),
    ),
  );
  return [...fields, ...statuses];
}

function spelled(name: string): string | undefined {
  const found = findOperation(name);
  return found.outcome === 'found' ? found.operation.name : undefined;
}
