import { assertNever } from '../../../errors.js';
import { hclAttributes, hclString, hclValue } from '../../../evidence/hcl.js';
import { splitArn } from '../../../s3/index.js';
import { holderWords, managedName, organizationPolicyId, type Holder } from '../holder.js';
import type { Change, Writer } from './change.js';
import { comment, quote, slug } from './text.js';

/** A resource of the AWS provider: https://registry.terraform.io/providers/hashicorp/aws/latest/docs */
interface Resource {
  readonly type: string;
  readonly label: string;
  readonly attributes: readonly (readonly [name: string, expression: string])[];
  /** The attribute that holds the policy. */
  readonly policy: string;
  readonly importId: string;
  /** Arguments that are somebody else's: a change of some would make Terraform delete and create the policy anew. */
  readonly ignored?: readonly string[];
}

export const writeTerraform: Writer = (change) => {
  switch (change.kind) {
    case 'policy':
      return policyResource(change);
    case 'statements':
      return statementsLocal(change);
    case 'ownership': {
      const rule = '  rule {\n    object_ownership = "BucketOwnerEnforced"\n  }\n';
      return bucketResource('aws_s3_bucket_ownership_controls', change.bucket, rule);
    }
    case 'encryption':
      return encryptionResource(change);
    // Not configuration but something done once.
    case 'key-state':
    case 'restore':
      return undefined;
    default:
      return assertNever(change, 'change');
  }
};

function policyResource({
  holder,
  document,
  exists,
}: Extract<Change, { kind: 'policy' }>): string | undefined {
  const resource = resourceOf(holder);
  if (resource === undefined) return undefined;
  const { type, label, attributes, policy, importId, ignored } = resource;
  const ignore =
    !exists || ignored === undefined
      ? ''
      : `\n  lifecycle {\n    ignore_changes = [${ignored.join(', ')}]\n  }\n`;
  const known = exists ? importComment(holderWords(holder), `${type}.${label}`, importId) : '';
  const body = `${hclAttributes(attributes, '  ')}\n  ${policy} = jsonencode(${hclValue(document, '  ')})\n${ignore}`;
  const attachment = holder.kind === 'organization' && !exists ? attachmentOf(holder, label) : '';
  return `${known}resource "${type}" "${label}" {\n${body}}${attachment}`;
}

function importComment(words: string, address: string, importId: string): string {
  return comment(
    `The ${words} is there already: where Terraform has it, change it there; else import it before the first apply:`,
    `terraform import ${address} ${quote(importId)}`,
  );
}

function resourceOf(holder: Holder): Resource | undefined {
  switch (holder.kind) {
    case 'bucket':
      return {
        type: 'aws_s3_bucket_policy',
        label: slug(holder.bucket),
        attributes: [['bucket', hclString(holder.bucket)]],
        policy: 'policy',
        importId: holder.bucket,
      };
    case 'inline':
      return {
        type: `aws_iam_${holder.of}_policy`,
        label: slug(`${holder.holder} ${holder.name}`),
        attributes: [
          ['name', hclString(holder.name)],
          [holder.of, hclString(holder.holder)],
        ],
        policy: 'policy',
        importId: `${holder.holder}:${holder.name}`,
      };
    case 'managed': {
      const { name, path } = managedName(holder.arn);
      return {
        type: 'aws_iam_policy',
        label: slug(name),
        attributes: [
          ['name', hclString(name)],
          ['path', hclString(path)],
        ],
        policy: 'policy',
        importId: holder.arn,
        ignored: ['description', 'tags'],
      };
    }
    case 'permission-set':
      return {
        type: 'aws_ssoadmin_permission_set_inline_policy',
        label: slug(holder.name),
        attributes: [
          ['instance_arn', hclString('INSTANCE_ARN')],
          ['permission_set_arn', hclString('PERMISSION_SET_ARN')],
        ],
        policy: 'inline_policy',
        importId: 'PERMISSION_SET_ARN,INSTANCE_ARN',
      };
    case 'key': {
      const id = splitArn(holder.keyArn)?.resource.replace(/^key\//, '') ?? holder.keyArn;
      return {
        type: 'aws_kms_key_policy',
        label: slug(`key ${id}`),
        attributes: [['key_id', hclString(id)]],
        policy: 'policy',
        importId: id,
      };
    }
    case 'endpoint':
      return {
        type: 'aws_vpc_endpoint_policy',
        label: slug(holder.id),
        attributes: [['vpc_endpoint_id', hclString(holder.id)]],
        policy: 'policy',
        importId: holder.id,
      };
    case 'access-point':
      return {
        type: 'aws_s3control_access_point_policy',
        label: slug(splitArn(holder.arn)?.resource.replace(/^accesspoint\//, '') ?? holder.arn),
        attributes: [['access_point_arn', hclString(holder.arn)]],
        policy: 'policy',
        importId: holder.arn,
      };
    case 'organization':
      return organizationPolicy(holder);
    case 'session':
      return undefined;
  }
}

function organizationPolicy({ name, type }: Extract<Holder, { kind: 'organization' }>): Resource {
  const id = organizationPolicyId(name);
  return {
    type: 'aws_organizations_policy',
    label: slug(id ?? name),
    attributes: [
      ['name', hclString(id === undefined ? name : 'POLICY_NAME')],
      ['type', hclString(type)],
    ],
    policy: 'content',
    importId: id ?? 'POLICY_ID',
    ignored: ['description', 'tags'],
  };
}

function attachmentOf({ attachedTo }: Extract<Holder, { kind: 'organization' }>, label: string): string {
  const attributes = hclAttributes(
    [
      ['policy_id', `aws_organizations_policy.${label}.id`],
      ['target_id', hclString(attachedTo)],
    ],
    '  ',
  );
  return `\n\nresource "aws_organizations_policy_attachment" "${label}" {\n${attributes}}`;
}

/** Statements to take over by hand: a resource of its own would replace the policy that nobody has read. */
function statementsLocal({
  holder,
  statements,
  keptBy,
}: Extract<Change, { kind: 'statements' }>): string | undefined {
  const resource = resourceOf(holder);
  if (resource === undefined) return undefined;
  const why =
    keptBy === 'aws'
      ? `AWS keeps the ${holderWords(holder)}: copy it into an aws_iam_policy of your own, with this in its Statement list.`
      : `The ${holderWords(holder)} of today could not be read, so it is not here whole: add this to the Statement list of its ${resource.type}.`;
  return `${comment(why)}locals {\n  s3denied_statements = ${hclValue(statements, '  ')}\n}`;
}

function bucketResource(type: string, bucket: string, rule: string): string {
  const label = slug(bucket);
  const settings = type === 'aws_s3_bucket_ownership_controls' ? 'object ownership' : 'default encryption';
  const known = importComment(`${settings} of ${bucket}`, `${type}.${label}`, bucket);
  return `${known}resource "${type}" "${label}" {\n  bucket = ${hclString(bucket)}\n\n${rule}}`;
}

function encryptionResource({ bucket, encryption }: Extract<Change, { kind: 'encryption' }>): string {
  const { algorithm, kmsKeyId, bucketKeyEnabled, blockedEncryptionTypes = [] } = encryption;
  const byDefault = hclAttributes(
    [
      ['sse_algorithm', hclString(algorithm)],
      ...(typeof kmsKeyId === 'string' ? [['kms_master_key_id', hclString(kmsKeyId)] as const] : []),
    ],
    '      ',
  );
  const rest = hclAttributes(
    [
      ...(bucketKeyEnabled === undefined ? [] : [['bucket_key_enabled', String(bucketKeyEnabled)] as const]),
      ...(blockedEncryptionTypes.length === 0
        ? []
        : [['blocked_encryption_types', `[${blockedEncryptionTypes.map(hclString).join(', ')}]`] as const]),
    ],
    '    ',
  );
  const rule = `  rule {\n    apply_server_side_encryption_by_default {\n${byDefault}    }\n${rest === '' ? '' : `\n${rest}`}  }\n`;
  return bucketResource('aws_s3_bucket_server_side_encryption_configuration', bucket, rule);
}
