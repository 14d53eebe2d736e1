import type { Inline, Rich } from '../../card/card.js';
import { assertNever } from '../../errors.js';
import type { Diagnosis, FixOwner, SnippetFormat } from '../../diagnosis/types.js';

type Subject = Diagnosis['request'];

/** "GetObject on amzn-s3-demo-bucket", for headings; whatever is not known is said in general words. */
export function nameOf({ operation, bucket }: Subject): string {
  return `${operation ?? 'the request'} on ${bucket ?? 'S3'}`;
}

/** A step's heading in its article. What an article begins with AWS heads "Short description", which says nothing of a question. */
export function aboutStep({ section }: { readonly section: string }): string {
  return section === 'Short description' ? 'The situation' : section;
}

/** `s3://bucket/key` */
export function addressOf({ bucket, key }: Subject): string | undefined {
  if (bucket === undefined) return undefined;
  return key === undefined ? `s3://${bucket}` : `s3://${bucket}/${key}`;
}

/** What was asked, where, by whom: one line each, only what is known. */
export function subjectFacts(subject: Subject): readonly { readonly label: string; readonly value: Rich }[] {
  const address = addressOf(subject);
  const principal = subject.principal === 'anonymous' ? 'anonymous (unsigned request)' : subject.principal;
  return [
    { label: 'Operation', value: subject.operation === undefined ? undefined : code(subject.operation) },
    { label: 'Where', value: address === undefined ? undefined : code(address) },
    { label: 'Who', value: principal === undefined ? undefined : code(principal) },
  ].flatMap((fact) => (fact.value === undefined ? [] : [{ label: fact.label, value: [fact.value] }]));
}

export function code(text: string): Inline {
  return { kind: 'code', text };
}

export function bold(text: string): Inline {
  return { kind: 'bold', text };
}

/** A moment as each reader's own platform writes it; what is none is left as it is. */
export function date(iso: string): Inline {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const [day = '', time = ''] = at.toISOString().split('T');
  return { kind: 'date', iso: at.toISOString(), text: `${day} ${time.slice(0, 5)} UTC` };
}

/** The same without what only can be seen, for what is read out or stands in a file. */
export function plain(rich: Rich): string {
  return rich.map((inline) => (typeof inline === 'string' ? inline : plainInline(inline))).join('');
}

function plainInline(inline: Exclude<Inline, string>): string {
  return inline.kind === 'user' ? inline.userId : inline.text;
}

/** "*The fix:* …": the space stands outside, or some platforms show the marks instead of bold. */
export function label(text: string): Rich {
  return [bold(`${text}:`), ' '];
}

/** Puts ", " and " and " between the parts of a sentence. */
export function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** Who can apply a fix, in words that the person who asked can act on. */
export function ownerInWords(owner: FixOwner, accountId?: string): string {
  return owner === 'client'
    ? 'you, in the code or tool that sends the request'
    : ownerForOthers(owner, accountId);
}

/** The same for somebody else who reads it. */
export function ownerForOthers(owner: FixOwner, accountId?: string): string {
  const account = accountId === undefined ? '' : ` (${accountId})`;
  switch (owner) {
    case 'client':
      return 'whoever sends the request, in their code or tool';
    case 'caller-account':
      return `an IAM administrator of the account that calls${account}`;
    case 'bucket-account':
      return `whoever administers the bucket, in the account that owns it${account}`;
    case 'key-account':
      return `whoever administers the KMS key, in the account that owns it${account}`;
    case 'object-owner':
      return 'the account that uploaded the object and owns it';
    case 'network-owner':
      return 'whoever runs your VPC and its endpoints';
    case 'organization-admin':
      return 'the administrators of your AWS organization';
    case 'aws-support':
      return 'AWS Support';
    default:
      return assertNever(owner, 'fix owner');
  }
}

/** The account that an owner is in, where the ids are known. */
export function ownerAccount(owner: FixOwner, accounts: OwnerAccounts): string | undefined {
  if (owner === 'caller-account') return accounts.caller;
  if (owner === 'bucket-account') return accounts.bucket;
  return owner === 'key-account' ? accounts.key : undefined;
}

export interface OwnerAccounts {
  readonly caller?: string;
  readonly bucket?: string;
  readonly key?: string;
}

const LANGUAGES = { cli: 'shell', json: 'json', terraform: 'hcl', cloudformation: 'yaml' } as const;
const FORMAT_TITLES = {
  cli: 'AWS CLI',
  json: 'Policy (JSON)',
  terraform: 'Terraform',
  cloudformation: 'CloudFormation',
} as const;

export function languageOf(format: SnippetFormat): 'shell' | 'json' | 'hcl' | 'yaml' {
  return LANGUAGES[format];
}

const FORMAT_NAMES = {
  cli: 'CLI',
  json: 'JSON',
  terraform: 'Terraform',
  cloudformation: 'CloudFormation',
} as const;

/** As short as a button wants it. */
export function formatName(format: SnippetFormat): string {
  return FORMAT_NAMES[format];
}

export function formatTitle(format: SnippetFormat): string {
  return FORMAT_TITLES[format];
}

/** A field of the snapshot as a person calls it. */
const FIELDS: Readonly<Record<string, string>> = {
  caller: 'the caller’s identity',
  'caller.identityPolicies': 'the caller’s own policies',
  'caller.permissionsBoundary': 'the caller’s permissions boundary',
  'caller.sessionPolicies': 'the session’s policies',
  'caller.tags': 'the caller’s tags',
  'caller.sessionTags': 'the session’s own tags',
  'caller.canonicalId': 'the canonical id of the caller’s account',
  'caller.organizationId': 'the caller’s organization',
  'caller.managementAccount': 'whether the caller’s account manages its organization',
  'caller.serviceControlPolicies': 'the organization’s service control policies',
  'caller.resourceControlPolicies': 'the organization’s resource control policies',
  bucket: 'the bucket’s settings',
  'bucket.account': 'the account that owns the bucket',
  'bucket.region': 'the bucket’s region',
  'bucket.policy': 'the bucket policy',
  'bucket.policyIsPublic': 'whether the bucket policy is public',
  'bucket.publicAccessBlock': 'the bucket’s Block Public Access settings',
  'bucket.accountPublicAccessBlock': 'the account’s Block Public Access settings',
  'bucket.objectOwnership': 'the bucket’s Object Ownership setting',
  'bucket.ownerId': 'the bucket’s owner',
  'bucket.acl': 'the bucket’s ACL',
  'bucket.requestPayer': 'whether the bucket is Requester Pays',
  'bucket.encryption': 'the bucket’s default encryption',
  'bucket.organizationId': 'the organization of the bucket’s account',
  'bucket.organizationPublicAccessBlock': 'Block Public Access as the organization enforces it',
  'bucket.resourceControlPolicies': 'the bucket account’s resource control policies',
  'bucket.tags': 'the bucket’s tags',
  'bucket.versioning': 'the bucket’s versioning',
  'bucket.objectLock': 'the bucket’s Object Lock',
  'bucket.website': 'whether the bucket is a website',
  'bucket.abacEnabled': 'whether the bucket’s tags count for access (ABAC)',
  accessPoint: 'the access point',
  'accessPoint.policy': 'the access point’s policy',
  'accessPoint.networkOrigin': 'where the access point may be used from',
  'accessPoint.vpcId': 'the access point’s VPC',
  'accessPoint.publicAccessBlock': 'the access point’s Block Public Access settings',
  object: 'the object',
  'object.encryption': 'how the object is encrypted',
  'object.ownerId': 'who owns the object',
  'object.acl': 'the object’s ACL',
  'object.tags': 'the object’s tags',
  'object.retention': 'the object’s retention',
  'object.legalHold': 'whether the object is under legal hold',
  'object.restored': 'whether the object is restored from the archive',
  'object.exists': 'whether the object exists',
  kmsKey: 'the KMS key',
  'kmsKey.policy': 'the KMS key’s policy',
  'kmsKey.grants': 'the KMS key’s grants',
  'kmsKey.resourceControlPolicies': 'the resource control policies of the KMS key’s account',
  'kmsKey.state': 'the KMS key’s state',
  vpcEndpoint: 'the VPC endpoint',
  'vpcEndpoint.policy': 'the VPC endpoint’s policy',
  deniedEvent: 'CloudTrail’s record of the denied request',
};

export function fieldInWords(field: string): string {
  return FIELDS[field] ?? field;
}
