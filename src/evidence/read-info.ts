/**
 * What one read of the real configuration is, as data. Everything that has to agree with the reads is derived from this: the audit
 * role, the narrowing session policy, the progress shown, the missing permission named, and docs/audit-role.md.
 */

/**
 * What a read serves: the bucket with its objects, an access point to it, the caller's identity and sessions, a KMS key, the
 * account's place in an organization (`membership`) and what that enforces on it (`guardrails`), VPC endpoints, the trail in which
 * denied requests are logged, and the policies of the organization itself.
 */
export const DUTIES = [
  'bucket',
  'accessPoint',
  'caller',
  'callerAccount',
  'key',
  'membership',
  'guardrails',
  'network',
  'trail',
  'organization',
] as const;
export type Duty = (typeof DUTIES)[number];

/** What an account is to the denied request; the names that `s3denied audit-role --account` takes. */
export const ACCOUNT_KINDS = ['bucket', 'caller', 'organization'] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** Which duties the role of each kind of account serves. A key, an endpoint and a trail are read in whichever account they lie. */
export const DUTIES_OF_ACCOUNT: Readonly<Record<AccountKind, readonly Duty[]>> = {
  bucket: ['bucket', 'accessPoint', 'key', 'membership', 'guardrails', 'network', 'trail'],
  caller: ['caller', 'callerAccount', 'key', 'membership', 'network', 'trail'],
  organization: ['membership', 'trail', 'organization'],
};

/** What of an account a permission is about; a session policy narrows each to the ARNs of one investigation. */
export const SCOPES = [
  'everything',
  'bucket',
  'objects',
  'accessPoint',
  'principal',
  'groups',
  'policies',
  'key',
  'logGroup',
] as const;
export type Scope = (typeof SCOPES)[number];

export interface ReadInfo {
  /** The API call, `s3:GetPublicAccessBlock`; not always named like its permission. */
  readonly call: `${string}:${string}`;
  /** The permission that the call needs, `s3:GetBucketPublicAccessBlock`. */
  readonly iamAction: `${string}:${string}`;
  readonly duty: Duty;
  readonly scope: Scope;
  /** The fields of the snapshot that are unknown where this read fails, as `unavailable` names them. */
  readonly fields: readonly string[];
  /** What is read, as the progress line shows it: "bucket policy". */
  readonly words: string;
  /** Why the permission is wanted, a sentence for docs/audit-role.md. */
  readonly purpose: string;
}

/**
 * Never to be allowed, whatever else is: contents of objects, keys in use, any change of objects. `s3:GetObject*` would also
 * take away the reading of object ACLs, so the actions that return contents are listed one by one.
 */
export const NEVER_READ_DATA = [
  's3:GetObject',
  's3:GetObjectVersion',
  's3:GetObjectTorrent',
  's3:GetObjectVersionTorrent',
  's3:GetObjectVersionForReplication',
  's3:GetDataAccess',
  's3express:CreateSession',
  's3:PutObject*',
  's3:DeleteObject*',
  'kms:Decrypt',
  'kms:ReEncrypt*',
  'kms:GenerateDataKey*',
] as const;

/** The distinct permissions of some reads, in the table's order. */
export function actionsOf(reads: readonly ReadInfo[]): readonly string[] {
  return [...new Set(reads.map((read) => read.iamAction))];
}
