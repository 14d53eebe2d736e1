import type { AccessControlList } from '../../evidence/snapshot.js';
import { comment, quote } from '../fixes/formats/text.js';
import type { Patch, Snippet } from '../types.js';
import type { GrantContext } from './context.js';
import type { GrantLevel } from './facts.js';
import { granteeAllows, keyAllows } from './grantee-side.js';
import { bucketAclTerraform } from './acl-terraform.js';
import type { Probe } from './probes.js';
import type { Evidence } from '../types.js';
import type { GrantPart } from './types.js';

/** What an ACL has to grant for each level, and where. https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html */
const GRANTS: Readonly<
  Record<GrantLevel, { readonly bucket?: 'READ' | 'WRITE'; readonly object?: 'READ' } | undefined>
> = {
  list: { bucket: 'READ' },
  read: { object: 'READ' },
  'read-list': { bucket: 'READ', object: 'READ' },
  write: { bucket: 'WRITE' },
  'read-write': { bucket: 'WRITE', object: 'READ' },
  // No permission of an ACL stands for s3:DeleteObject by somebody who owns neither bucket nor object.
  delete: undefined,
};

export function canBeGrantedByAcl(level: GrantLevel): boolean {
  return GRANTS[level] !== undefined;
}

const CANONICAL_ID = 'CALLER_CANONICAL_ID';

/** ACLs of bucket and objects name the grantee's whole account; there, policies say who of it may. */
export function planAcl(context: GrantContext): readonly GrantPart[] {
  const { goal } = context;
  const grants = GRANTS[goal.level] ?? {};
  return [
    ...(grants.bucket === undefined ? [] : [bucketAclPart(context, grants.bucket)]),
    ...(grants.object === undefined ? [] : [objectAclPart(context, grants.object)]),
    ...keyAllows(context),
    granteeAllows(context),
  ];
}

/** A probe as it would be with the ACLs in place: each object that is granted has an ACL that says so. */
export function withAcls({ evidence, operation }: Probe, context: GrantContext): Evidence {
  const { snapshot } = evidence;
  const grants = GRANTS[context.goal.level] ?? {};
  const bucketAcl =
    grants.bucket === undefined ? undefined : extended(bucketAclOf(context), context, grants.bucket);
  const objectAcl = extended(snapshot.object?.acl ?? { Grants: [] }, context, 'READ');
  const readsObject = operation === 'GetObject' && grants.object !== undefined && objectAcl !== undefined;
  const { key } = evidence.request;
  return {
    ...evidence,
    snapshot: {
      ...snapshot,
      ...(bucketAcl === undefined ? {} : { bucket: { ...snapshot.bucket, acl: bucketAcl } }),
      ...(readsObject && key !== undefined ? { object: { ...snapshot.object, key, acl: objectAcl } } : {}),
    },
  };
}

interface AclGrant {
  readonly Grantee: { readonly Type: 'CanonicalUser'; readonly ID: string };
  readonly Permission: 'READ' | 'WRITE';
}

function grantFor({ situation }: GrantContext, permission: AclGrant['Permission']): AclGrant {
  const { canonicalId = CANONICAL_ID } = situation.evidence.snapshot.caller ?? {};
  return { Grantee: { Type: 'CanonicalUser', ID: canonicalId }, Permission: permission };
}

/** The ACL with the grant in it; undefined where either is not known. */
function extended(
  acl: AccessControlList | undefined,
  context: GrantContext,
  permission: AclGrant['Permission'],
): AccessControlList | undefined {
  const grant = grantFor(context, permission);
  if (acl === undefined || grant.Grantee.ID === CANONICAL_ID) return undefined;
  const grants = acl.Grants ?? [];
  const isThere = grants.some(
    ({ Grantee, Permission }) => Grantee?.ID === grant.Grantee.ID && Permission === permission,
  );
  return isThere ? acl : { ...acl, Grants: [...grants, grant] };
}

/** Today's ACL of the bucket. Where there is none to read, its owner is the only one in it. */
function bucketAclOf({ situation }: GrantContext): AccessControlList | undefined {
  const { acl, ownerId } = situation.evidence.snapshot.bucket ?? {};
  return acl === null && ownerId !== undefined ? ownersOnly(ownerId) : (acl ?? undefined);
}

function ownersOnly(ownerId: string): AccessControlList {
  return {
    Owner: { ID: ownerId },
    Grants: [{ Grantee: { Type: 'CanonicalUser', ID: ownerId }, Permission: 'FULL_CONTROL' }],
  };
}

function bucketAclPart(context: GrantContext, permission: 'READ' | 'WRITE'): GrantPart {
  const { goal } = context;
  const may = permission === 'READ' ? 'list all of the bucket' : 'upload to all of the bucket';
  const acl = extended(bucketAclOf(context), context, permission);
  const terraform = acl === undefined ? [] : [bucketAclTerraform(goal.bucket, acl)];
  return {
    ...ownerOf(context),
    summary: `Grant ${permission} in the bucket's ACL: everyone in account ${goal.grantee.account} whom its own policies allow it may then ${may}. CloudFormation has no way to say it.`,
    snippets: [
      ...aclSnippets('bucket', `--bucket ${quote(goal.bucket)}`, acl, grantFor(context, permission)),
      ...terraform.map((text) => ({ format: 'terraform', text }) as const),
    ],
    patches: acl === undefined ? [] : [{ target: 'bucket.acl', document: acl }],
    diffs: [],
  };
}

function objectAclPart(context: GrantContext, permission: 'READ'): GrantPart {
  const { goal, situation } = context;
  const { scope, bucket } = goal;
  const grant = grantFor(context, permission);
  const all = `Grant READ in the ACL of every object: everyone in account ${goal.grantee.account} whom its own policies allow it may then read them. What is uploaded later needs it again. Terraform and CloudFormation have no way to say it.`;
  if (scope.kind !== 'object')
    return {
      ...ownerOf(context),
      summary: all,
      snippets: [{ format: 'cli', text: everyObject(context, grant) }, jsonOf(grant)],
      patches: [],
      diffs: [],
    };
  const { object } = situation.evidence.snapshot;
  const acl = extended(object?.acl ?? undefined, context, permission);
  const patches: readonly Patch[] = acl === undefined ? [] : [{ target: 'object.acl', document: acl }];
  return {
    ...ownerOf(context),
    summary: `Grant READ in the object's ACL: everyone in account ${goal.grantee.account} whom its own policies allow it may then read it. Terraform and CloudFormation have no way to say it.`,
    snippets: aclSnippets('object', `--bucket ${quote(bucket)} --key ${quote(scope.key)}`, acl, grant),
    patches,
    diffs: [],
  };
}

function ownerOf({ goal: { bucketAccount } }: GrantContext) {
  return {
    owner: 'bucket-account',
    ...(bucketAccount === undefined ? {} : { account: bucketAccount }),
  } as const;
}

/** INVARIANT: an ACL is put whole, so one that nobody has read is fetched first, and the grant added to what is there. */
function aclSnippets(
  of: 'bucket' | 'object',
  target: string,
  acl: AccessControlList | undefined,
  grant: AclGrant,
): readonly Snippet[] {
  const file = `${of}-acl.json`;
  const put = `aws s3api put-${of}-acl ${target} --access-control-policy file://${file}`;
  if (acl !== undefined) {
    const json = JSON.stringify(acl, null, 2);
    return [
      { format: 'cli', text: `cat > ${file} <<'EOF'\n${json}\nEOF\n${put}` },
      { format: 'json', text: json },
    ];
  }
  const add = comment(`Add the grant to the "Grants" list in ${file}, and keep what stands there. Then:`);
  return [
    jsonOf(grant),
    { format: 'cli', text: `aws s3api get-${of}-acl ${target} > ${file}\n${add}${put}` },
  ];
}

function jsonOf(grant: AclGrant): Snippet {
  return { format: 'json', text: JSON.stringify(grant, null, 2) };
}

/** One request for each object; other grants that an object has would be lost, which the comment says. */
function everyObject({ goal }: GrantContext, { Grantee }: AclGrant): string {
  const bucket = quote(goal.bucket);
  const prefix = goal.scope.kind === 'prefix' ? ` --prefix ${quote(goal.scope.prefix)}` : '';
  return [
    comment(
      'This replaces the ACL of every object listed: grants to others that stand there today are lost.',
    ).trimEnd(),
    `OWNER_ID=$(aws s3api get-bucket-acl --bucket ${bucket} --query Owner.ID --output text)`,
    `aws s3api list-objects-v2 --bucket ${bucket}${prefix} --query 'Contents[].[Key]' --output text |`,
    '  while IFS= read -r KEY; do',
    `    aws s3api put-object-acl --bucket ${bucket} --key "$KEY" --grant-full-control id="$OWNER_ID" --grant-read id=${quote(Grantee.ID)}`,
    '  done',
  ].join('\n');
}
