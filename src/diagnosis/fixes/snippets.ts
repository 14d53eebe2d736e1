import type { Situation } from '../situation.js';
import type { Patch, Snippet } from '../types.js';

/** Writes patches as what a person applies: the policy as JSON, and the command that puts it. */
export function snippetsFor(patches: readonly Patch[], situation: Situation): readonly Snippet[] {
  return patches.flatMap((patch) => {
    const json = JSON.stringify(patch.document, null, 2);
    const command = commandFor(patch, situation, json);
    const cli: readonly Snippet[] = command === undefined ? [] : [{ format: 'cli', text: command }];
    const policy: readonly Snippet[] = isPolicy(patch) ? [{ format: 'json', text: json }] : [];
    return [...cli, ...policy];
  });
}

function isPolicy({ target }: Patch): boolean {
  return /polic(y|ies)|Policies$|permissionsBoundary$/i.test(target);
}

function commandFor(patch: Patch, situation: Situation, json: string): string | undefined {
  const { evidence, principal, kms } = situation;
  const bucket = quote(evidence.request.bucket ?? evidence.snapshot.bucket?.name ?? 'BUCKET');
  switch (patch.target) {
    case 'caller.identityPolicies':
      return principalCommand(principal, patch.name ?? 'POLICY', json);
    case 'bucket.policy':
      return withFile(
        'bucket-policy.json',
        json,
        (file) => `aws s3api put-bucket-policy --bucket ${bucket} --policy ${file}`,
      );
    case 'kmsKey.policy': {
      const key = quote(kms.keyArn ?? 'KMS_KEY_ARN');
      return withFile(
        'key-policy.json',
        json,
        (file) => `aws kms put-key-policy --key-id ${key} --policy-name default --policy ${file}`,
      );
    }
    case 'vpcEndpoint.policy': {
      const endpoint = quote(evidence.snapshot.vpcEndpoint?.id ?? 'VPC_ENDPOINT_ID');
      return withFile(
        'endpoint-policy.json',
        json,
        (file) => `aws ec2 modify-vpc-endpoint --vpc-endpoint-id ${endpoint} --policy-document ${file}`,
      );
    }
    case 'caller.permissionsBoundary':
      return policyVersion(patch.name ?? 'BOUNDARY_POLICY_ARN', json);
    case 'bucket.objectOwnership':
      return `aws s3api put-bucket-ownership-controls --bucket ${bucket} --ownership-controls 'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'`;
    default:
      return undefined;
  }
}

/** Collected policies go by their ARN (managed), `group/GROUP/NAME` (a group's own) or their bare name (the caller's own). */
function principalCommand(
  principal: Situation['principal'],
  policyName: string,
  json: string,
): string | undefined {
  if (policyName.startsWith('arn:')) return policyVersion(policyName, json);
  const [kind, group, ofGroup] = policyName.split('/');
  if (kind === 'group' && group !== undefined && ofGroup !== undefined)
    return putPolicy('group', group, ofGroup, json);
  switch (principal?.kind) {
    case 'user':
      return putPolicy('user', principal.name, policyName, json);
    case 'role':
    case 'assumed-role':
      return putPolicy('role', principal.name, policyName, json);
    default:
      return undefined;
  }
}

function putPolicy(kind: 'user' | 'role' | 'group', name: string, policyName: string, json: string): string {
  const put = `aws iam put-${kind}-policy --${kind}-name ${quote(name)} --policy-name ${quote(policyName)}`;
  return withFile('policy.json', json, (file) => `${put} --policy-document ${file}`);
}

function policyVersion(arn: string, json: string): string {
  const create = `aws iam create-policy-version --policy-arn ${quote(arn)}`;
  return withFile('policy.json', json, (file) => `${create} --policy-document ${file} --set-as-default`);
}

function withFile(name: string, json: string, command: (file: string) => string): string {
  return `cat > ${name} <<'EOF'\n${json}\nEOF\n${command(`file://${name}`)}`;
}

/** Quotes a word for a POSIX shell: what comes from outside stays one argument and is never run. */
export function quote(word: string): string {
  return /^[A-Za-z0-9_./:=@-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
