/**
 * Block Public Access, and what S3 means by "public".
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */

import { isRecord } from './text.js';

export const PUBLIC_ACCESS_SETTINGS = [
  'BlockPublicAcls',
  'IgnorePublicAcls',
  'BlockPublicPolicy',
  'RestrictPublicBuckets',
] as const;
export type PublicAccessSetting = (typeof PUBLIC_ACCESS_SETTINGS)[number];

/** A configuration as AWS gives it; `null`: there is none; undefined: not known. */
export type PublicAccessBlock =
  | Readonly<Partial<Record<PublicAccessSetting, boolean | null | undefined>>>
  | null
  | undefined;

/**
 * The strictest of bucket, account and access point, setting by setting. `undefined` for a setting: one level that was not read
 * could still switch it on. A setting missing from a configuration that was read is off. Leave `accessPoint` out (or `null`)
 * where the request goes to the bucket itself.
 */
export function effectivePublicAccessBlock(
  bucket: PublicAccessBlock,
  account: PublicAccessBlock,
  accessPoint: PublicAccessBlock = null,
): Readonly<Record<PublicAccessSetting, boolean | undefined>> {
  const levels = [bucket, account, accessPoint];
  const strictest = (setting: PublicAccessSetting) => {
    const values = levels.map((level) => (level === undefined ? undefined : (level?.[setting] ?? false)));
    if (values.includes(true)) return true;
    return values.includes(undefined) ? undefined : false;
  };
  return {
    BlockPublicAcls: strictest('BlockPublicAcls'),
    IgnorePublicAcls: strictest('IgnorePublicAcls'),
    BlockPublicPolicy: strictest('BlockPublicPolicy'),
    RestrictPublicBuckets: strictest('RestrictPublicBuckets'),
  };
}

/** Condition keys whose *fixed* value narrows a statement to somebody; lower case. Tag keys and the like do not. */
const FIXED_VALUE_KEYS = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpcarn',
  'aws:sourcevpce',
  'aws:userid',
  'aws:vpceaccount',
  'aws:vpceorgid',
  'aws:vpceorgpaths',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
]);

/** Operators that demand a value. Negated ones, `Null` and `…IfExists` let others in, and `ForAllValues:` lets the absent key in. */
const POSITIVE =
  /^(?:ForAnyValue:)?(?:String(?:Equals|EqualsIgnoreCase|Like)|Arn(?:Equals|Like)|IpAddress)$/i;

/**
 * Whether S3 takes the policy to be public: a policy is, unless every Allow is narrowed to fixed principals or to fixed values
 * of certain condition keys. `unknown`: the document is no policy that can be read, or an Allow uses `NotPrincipal`.
 */
export function isPublicPolicy(document: unknown): boolean | 'unknown' {
  if (document === null) return false;
  if (!isRecord(document)) return 'unknown';
  if (document['Statement'] === undefined) return 'unknown';
  const statements = listOf(document['Statement']);
  const answers = statements.map((statement) => isPublicStatement(statement));
  if (answers.includes(true)) return true;
  return answers.includes('unknown') ? 'unknown' : false;
}

function isPublicStatement(statement: unknown): boolean | 'unknown' {
  if (!isRecord(statement)) return 'unknown';
  if (statement['Effect'] === 'Deny') return false;
  if (statement['NotPrincipal'] !== undefined) return 'unknown';
  if (!namesEveryone(statement['Principal'])) return false;
  return !isNarrowed(statement['Condition']);
}

/** `"*"`, `{ "AWS": "*" }`, or a list with `*` in it. */
function namesEveryone(principal: unknown): boolean {
  if (isRecord(principal)) return Object.values(principal).some((names) => listOf(names).includes('*'));
  return listOf(principal).includes('*');
}

/** One condition with only fixed values of one of the keys suffices, as conditions are AND-ed. */
function isNarrowed(condition: unknown): boolean {
  if (!isRecord(condition)) return false;
  return Object.entries(condition).some(
    ([operator, block]) =>
      POSITIVE.test(operator) &&
      isRecord(block) &&
      Object.entries(block).some(
        ([key, values]) => FIXED_VALUE_KEYS.has(key.toLowerCase()) && allFixed(key.toLowerCase(), values),
      ),
  );
}

function allFixed(key: string, values: unknown): boolean {
  const list = listOf(values);
  return list.length > 0 && list.every((value) => typeof value === 'string' && isFixed(key, value));
}

function isFixed(key: string, value: string): boolean {
  if (/\$\{/.test(value)) return false;
  if (key === 'aws:sourceip') return isNarrowRange(value);
  // An access point's name may be a wildcard as long as the account is fixed.
  if (key === 's3:dataaccesspointarn') return /^arn:[^:*?]+:s3:[^:]*:\d{12}:accesspoint[/:]/.test(value);
  // A role's id with any session: `AROAEXAMPLEID:*` still names one role.
  if (key === 'aws:userid') return /^A[A-Z]{3}[A-Z0-9]{12,}(?::\*)?$/.test(value) || !/[*?]/.test(value);
  return !/[*?]/.test(value);
}

/** Ranges broader than /8 (IPv4) or /32 (IPv6) count as public; private ranges do not. */
function isNarrowRange(cidr: string): boolean {
  if (/[*?]/.test(cidr)) return false;
  const [address = '', bits] = cidr.split('/');
  const length = bits === undefined ? 128 : Number(bits);
  if (!Number.isInteger(length)) return false;
  return address.includes(':') ? length >= 32 : length >= 8;
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
