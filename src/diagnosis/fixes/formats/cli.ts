import { assertNever } from '../../../errors.js';
import { splitArn } from '../../../s3/index.js';
import type { Situation } from '../../situation.js';
import { holderWords, managedName, organizationPolicyId, type Holder } from '../holder.js';
import type { Change, Writer } from './change.js';
import { comment, quote } from './text.js';

/** The commands of the AWS CLI (version 2) that apply a change. */
export const writeCli: Writer = (change, situation) => {
  switch (change.kind) {
    case 'policy':
      return policyCommand(change);
    case 'statements':
      return statementsCommand(change, situation);
    case 'ownership':
      return `aws s3api put-bucket-ownership-controls --bucket ${quote(change.bucket)} --ownership-controls 'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'`;
    case 'encryption':
      return encryptionCommand(change);
    case 'key-state': {
      const key = quote(change.keyArn);
      const cancel = change.pendingDeletion ? `aws kms cancel-key-deletion --key-id ${key}\n` : '';
      return `${cancel}aws kms enable-key --key-id ${key}`;
    }
    case 'restore':
      return `aws s3api restore-object --bucket ${quote(change.bucket)} --key ${quote(change.key)} --restore-request 'Days=7,GlacierJobParameters={Tier=Standard}'`;
    default:
      return assertNever(change, 'change');
  }
};

type PolicyChange = Extract<Change, { kind: 'policy' }>;
type StatementsChange = Extract<Change, { kind: 'statements' }>;

function policyCommand({ holder, document, exists }: PolicyChange): string {
  const file = fileName(holder);
  const json = JSON.stringify(document, null, 2);
  const write = `cat > ${file} <<'EOF'\n${json}\nEOF`;
  if (holder.kind === 'session')
    return `${comment('A session policy is passed when the session is made (--policy of aws sts assume-role): pass this one, then use the new session.')}${write}`;
  return `${write}\n${exists ? putCommand(holder) : createCommand(holder)}`;
}

function fileName(holder: Holder): string {
  switch (holder.kind) {
    case 'bucket':
      return 'bucket-policy.json';
    case 'key':
      return 'key-policy.json';
    case 'endpoint':
      return 'endpoint-policy.json';
    case 'access-point':
      return 'access-point-policy.json';
    case 'organization':
      return 'organization-policy.json';
    case 'session':
      return 'session-policy.json';
    case 'inline':
    case 'managed':
    case 'permission-set':
      return 'policy.json';
  }
}

const PERMISSION_SET = '--instance-arn INSTANCE_ARN --permission-set-arn PERMISSION_SET_ARN';

function putCommand(holder: Exclude<Holder, { kind: 'session' }>): string {
  const file = `file://${fileName(holder)}`;
  switch (holder.kind) {
    case 'bucket':
      return `aws s3api put-bucket-policy --bucket ${quote(holder.bucket)} --policy ${file}`;
    case 'inline':
      return `aws iam put-${holder.of}-policy --${holder.of}-name ${quote(holder.holder)} --policy-name ${quote(holder.name)} --policy-document ${file}`;
    case 'managed':
      return `aws iam create-policy-version --policy-arn ${quote(holder.arn)} --policy-document ${file} --set-as-default`;
    case 'permission-set':
      return [
        comment(
          `The change reaches every account that the permission set ${holder.name} is provisioned to.`,
        ).trimEnd(),
        `aws sso-admin put-inline-policy-to-permission-set ${PERMISSION_SET} --inline-policy ${file}`,
        `aws sso-admin provision-permission-set ${PERMISSION_SET} --target-type ALL_PROVISIONED_ACCOUNTS`,
      ].join('\n');
    case 'key':
      return `aws kms put-key-policy --key-id ${quote(holder.keyArn)} --policy-name default --policy ${file}`;
    case 'endpoint':
      return `aws ec2 modify-vpc-endpoint --vpc-endpoint-id ${quote(holder.id)} --policy-document ${file}`;
    case 'access-point':
      return `aws s3control put-access-point-policy ${accessPointOptions(holder.arn)} --policy ${file}`;
    case 'organization':
      return withPolicyId(
        holder,
        (id) => `aws organizations update-policy --policy-id ${id} --content ${file}`,
      );
  }
}

/** Where there is no such policy yet: most are put in place as they are changed. */
function createCommand(holder: Exclude<Holder, { kind: 'session' }>): string {
  const file = `file://${fileName(holder)}`;
  switch (holder.kind) {
    case 'organization':
      return [
        `POLICY_ID=$(aws organizations create-policy --name ${quote(holder.name)} --description 'What the accounts below may use' --type ${holder.type} --content ${file} --query Policy.PolicySummary.Id --output text)`,
        `aws organizations attach-policy --policy-id "$POLICY_ID" --target-id ${quote(holder.attachedTo)}`,
      ].join('\n');
    case 'managed': {
      const { name, path } = managedName(holder.arn);
      return `aws iam create-policy --policy-name ${quote(name)} --path ${quote(path)} --policy-document ${file}`;
    }
    case 'bucket':
    case 'inline':
    case 'permission-set':
    case 'key':
    case 'endpoint':
    case 'access-point':
      return putCommand(holder);
  }
}

function accessPointOptions(arn: string): string {
  const parts = splitArn(arn);
  const name = parts?.resource.replace(/^accesspoint\//, '') ?? 'ACCESS_POINT';
  return `--account-id ${quote(parts?.account ?? 'ACCOUNT_ID')} --name ${quote(name)}`;
}

/** A policy's id is looked up where only its name is known. */
function withPolicyId(
  { name, type }: Extract<Holder, { kind: 'organization' }>,
  command: (id: string) => string,
): string {
  const id = organizationPolicyId(name);
  if (id !== undefined) return command(quote(id));
  const named = `Policies[?Name=='${name.replaceAll("'", String.raw`\'`)}'].Id`;
  return `POLICY_ID=$(aws organizations list-policies --filter ${type} --query ${quote(named)} --output text)\n${command('"$POLICY_ID"')}`;
}

/** Fetches the policy that nobody has read, leaves the adding to a person, and puts it back. */
function statementsCommand({ holder, keptBy }: StatementsChange, situation: Situation): string {
  if (holder.kind === 'session')
    return comment(
      'A session policy is passed when the session is made (--policy of aws sts assume-role): add the statement there.',
    ).trimEnd();
  const add = comment(
    `Add the statement to the "Statement" list in ${fileName(holder)}, and keep what stands there. Then:`,
  );
  const steps = `${fetchCommand(holder)}\n${add}`;
  if (keptBy === 'aws' && holder.kind === 'managed')
    return `${comment('AWS keeps this policy: make one of your own from it, and use that in its place.')}${steps}${replaceCommand(holder.arn, situation)}`;
  const unread = comment(`The ${holderWords(holder)} of today could not be read, so it is not here whole.`);
  return `${unread}${steps}${putCommand(holder)}`;
}

function replaceCommand(arn: string, { principal }: Situation): string {
  const name = `${managedName(arn).name}-with-s3`;
  const create = `aws iam create-policy --policy-name ${quote(name)} --policy-document file://policy.json`;
  if (principal?.kind !== 'user' && principal?.kind !== 'role' && principal?.kind !== 'assumed-role')
    return create;
  const kind = principal.kind === 'user' ? 'user' : 'role';
  const own = `arn:${principal.partition}:iam::${principal.account}:policy/${name}`;
  return `${create}\naws iam put-${kind}-permissions-boundary --${kind}-name ${quote(principal.name)} --permissions-boundary ${quote(own)}`;
}

function fetchCommand(holder: Exclude<Holder, { kind: 'session' }>): string {
  const file = fileName(holder);
  switch (holder.kind) {
    case 'bucket':
      return `aws s3api get-bucket-policy --bucket ${quote(holder.bucket)} --query Policy --output text > ${file}`;
    case 'inline':
      return `aws iam get-${holder.of}-policy --${holder.of}-name ${quote(holder.holder)} --policy-name ${quote(holder.name)} --query PolicyDocument > ${file}`;
    case 'managed': {
      const arn = quote(holder.arn);
      return `VERSION_ID=$(aws iam get-policy --policy-arn ${arn} --query Policy.DefaultVersionId --output text)\naws iam get-policy-version --policy-arn ${arn} --version-id "$VERSION_ID" --query PolicyVersion.Document > ${file}`;
    }
    case 'permission-set':
      return `aws sso-admin get-inline-policy-for-permission-set ${PERMISSION_SET} --query InlinePolicy --output text > ${file}`;
    case 'key':
      return `aws kms get-key-policy --key-id ${quote(holder.keyArn)} --policy-name default --query Policy --output text > ${file}`;
    case 'endpoint':
      return `aws ec2 describe-vpc-endpoints --vpc-endpoint-ids ${quote(holder.id)} --query 'VpcEndpoints[0].PolicyDocument' --output text > ${file}`;
    case 'access-point':
      return `aws s3control get-access-point-policy ${accessPointOptions(holder.arn)} --query Policy --output text > ${file}`;
    case 'organization':
      return withPolicyId(
        holder,
        (id) =>
          `aws organizations describe-policy --policy-id ${id} --query Policy.Content --output text > ${file}`,
      );
  }
}

function encryptionCommand({ bucket, encryption }: Extract<Change, { kind: 'encryption' }>): string {
  const { algorithm, kmsKeyId, bucketKeyEnabled, blockedEncryptionTypes = [] } = encryption;
  const rule = {
    ApplyServerSideEncryptionByDefault: {
      SSEAlgorithm: algorithm,
      ...(typeof kmsKeyId === 'string' ? { KMSMasterKeyID: kmsKeyId } : {}),
    },
    ...(bucketKeyEnabled === undefined ? {} : { BucketKeyEnabled: bucketKeyEnabled }),
    ...(blockedEncryptionTypes.length === 0
      ? {}
      : { BlockedEncryptionTypes: { EncryptionType: blockedEncryptionTypes } }),
  };
  return `aws s3api put-bucket-encryption --bucket ${quote(bucket)} --server-side-encryption-configuration ${quote(JSON.stringify({ Rules: [rule] }))}`;
}
