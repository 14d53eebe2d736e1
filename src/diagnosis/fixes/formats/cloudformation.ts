import { assertNever } from '../../../errors.js';
import { splitArn } from '../../../s3/index.js';
import { holderWords, managedName, organizationPolicyId, type Holder } from '../holder.js';
import type { Change, Writer } from './change.js';
import { comment, logicalId } from './text.js';
import { yamlLines } from './yaml.js';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html */
interface Resource {
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export const writeCloudFormation: Writer = (change) => {
  switch (change.kind) {
    case 'policy':
      return policyTemplate(change);
    case 'statements':
      return statementList(change);
    case 'ownership':
      return bucketTemplate(change.bucket, {
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      });
    case 'encryption':
      return bucketTemplate(change.bucket, { BucketEncryption: encryptionOf(change) });
    // Not configuration but something done once.
    case 'key-state':
    case 'restore':
      return undefined;
    default:
      return assertNever(change, 'change');
  }
};

function policyTemplate({
  holder,
  document,
  exists,
}: Extract<Change, { kind: 'policy' }>): string | undefined {
  const resource = resourceOf(holder, document, exists);
  if (resource === undefined) return undefined;
  return `${exists ? presentComment(holder) : ''}${template(resource, exists)}`;
}

function presentComment(holder: Holder): string {
  const where = OWN_RESOURCE[holder.kind];
  return comment(
    where === undefined
      ? `The ${holderWords(holder)} is there already: where a stack has it, change it there; else import it into one.`
      : `The ${holderWords(holder)} is a property of ${where}: set it there, and leave its other properties as they are.`,
  );
}

/** Policies that have no resource of their own. */
const OWN_RESOURCE: Readonly<Partial<Record<Holder['kind'], string>>> = {
  key: 'the key itself',
  endpoint: 'the endpoint itself',
  'access-point': 'the access point itself',
  'permission-set': 'the permission set itself',
};

function resourceOf(holder: Holder, document: unknown, exists: boolean): Resource | undefined {
  switch (holder.kind) {
    case 'bucket':
      return {
        id: logicalId(`${holder.bucket} policy`),
        type: 'AWS::S3::BucketPolicy',
        properties: { Bucket: holder.bucket, PolicyDocument: document },
      };
    case 'inline':
      return inlinePolicy(holder, document);
    case 'managed': {
      const { name, path } = managedName(holder.arn);
      return {
        id: logicalId(name),
        type: 'AWS::IAM::ManagedPolicy',
        properties: { ManagedPolicyName: name, Path: path, PolicyDocument: document },
      };
    }
    case 'permission-set':
      return {
        id: logicalId(holder.name),
        type: 'AWS::SSO::PermissionSet',
        properties: { InstanceArn: 'INSTANCE_ARN', Name: holder.name, InlinePolicy: document },
      };
    case 'key':
      return {
        id: logicalId(splitArn(holder.keyArn)?.resource ?? 'key'),
        type: 'AWS::KMS::Key',
        properties: { KeyPolicy: document },
      };
    case 'endpoint':
      return {
        id: logicalId(holder.id),
        type: 'AWS::EC2::VPCEndpoint',
        properties: { PolicyDocument: document },
      };
    case 'access-point': {
      const name = splitArn(holder.arn)?.resource.replace(/^accesspoint\//, '') ?? 'ACCESS_POINT';
      return {
        id: logicalId(name),
        type: 'AWS::S3::AccessPoint',
        properties: { Bucket: holder.bucket, Name: name, Policy: document },
      };
    }
    case 'organization':
      return organizationPolicy(holder, document, exists);
    case 'session':
      return undefined;
  }
}

function inlinePolicy(
  { of, holder, name }: Extract<Holder, { kind: 'inline' }>,
  document: unknown,
): Resource {
  const kind = ({ user: 'User', role: 'Role', group: 'Group' } as const)[of];
  return {
    id: logicalId(`${holder} ${name}`),
    type: `AWS::IAM::${kind}Policy`,
    properties: { PolicyName: name, [`${kind}Name`]: holder, PolicyDocument: document },
  };
}

function organizationPolicy(
  { name, type, attachedTo }: Extract<Holder, { kind: 'organization' }>,
  document: unknown,
  exists: boolean,
): Resource {
  const policyId = organizationPolicyId(name);
  const known = policyId === undefined ? name : 'POLICY_NAME';
  return {
    id: logicalId(policyId ?? name),
    type: 'AWS::Organizations::Policy',
    // Of one that is there nobody knows all the places it is attached to: a list of one would take it off the others.
    properties: {
      Name: known,
      Type: type,
      ...(exists ? {} : { TargetIds: [attachedTo] }),
      Content: document,
    },
  };
}

function bucketTemplate(bucket: string, properties: Readonly<Record<string, unknown>>): string {
  const resource = {
    id: logicalId(bucket),
    type: 'AWS::S3::Bucket',
    properties: { BucketName: bucket, ...properties },
  };
  const where = comment(
    `Set this in the resource that is ${bucket}, and leave its other properties as they are.`,
  );
  return `${where}${template(resource, true)}`;
}

function encryptionOf({ encryption }: Extract<Change, { kind: 'encryption' }>): unknown {
  const { algorithm, kmsKeyId, bucketKeyEnabled, blockedEncryptionTypes = [] } = encryption;
  const rule = {
    ServerSideEncryptionByDefault: {
      SSEAlgorithm: algorithm,
      ...(typeof kmsKeyId === 'string' ? { KMSMasterKeyID: kmsKeyId } : {}),
    },
    ...(bucketKeyEnabled === undefined ? {} : { BucketKeyEnabled: bucketKeyEnabled }),
    ...(blockedEncryptionTypes.length === 0
      ? {}
      : { BlockedEncryptionTypes: { EncryptionType: blockedEncryptionTypes } }),
  };
  return { ServerSideEncryptionConfiguration: [rule] };
}

/** Statements to take over by hand: a resource of its own would replace the policy that nobody has read. */
function statementList({
  holder,
  statements,
  keptBy,
}: Extract<Change, { kind: 'statements' }>): string | undefined {
  const resource = resourceOf(holder, undefined, true);
  if (resource === undefined) return undefined;
  const why =
    keptBy === 'aws'
      ? `AWS keeps the ${holderWords(holder)}: copy it into an AWS::IAM::ManagedPolicy of your own, with this in its Statement list.`
      : `The ${holderWords(holder)} of today could not be read, so it is not here whole: add this to the Statement list of its ${resource.type}.`;
  return `${comment(why)}${yamlLines(statements).join('\n')}`;
}

/** What is imported into a stack has to have a DeletionPolicy; with this one no mistake in the stack deletes it. */
function template({ id, type, properties }: Resource, exists: boolean): string {
  const retained = exists ? { DeletionPolicy: 'Retain' } : {};
  return yamlLines({ Resources: { [id]: { Type: type, ...retained, Properties: properties } } }).join('\n');
}
