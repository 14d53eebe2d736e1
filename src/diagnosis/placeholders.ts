import { callerText } from './identity.js';
import { bucketArn, objectArn } from '../s3/index.js';
import type { Placeholder } from './names.js';
import type { Situation } from './situation.js';

/** What a text's placeholders stand for in this situation; what is not known is left out. */
export function placeholderValues(situation: Situation): Readonly<Partial<Record<Placeholder, string>>> {
  const { evidence, principal, operation, permissions, callerAccount, bucketAccount, kms } = situation;
  const { request, error, snapshot } = evidence;
  const bucket = request.bucket ?? error?.bucket ?? snapshot.bucket?.name;
  const key = request.key ?? error?.key;
  const region = snapshot.bucket?.region ?? request.region;
  return defined({
    bucket,
    key,
    region,
    operation,
    bucketArn: bucket === undefined ? undefined : bucketArn(bucket, region),
    objectArn: bucket === undefined || key === undefined ? undefined : objectArn(bucket, key, region),
    action: error?.action ?? permissions[0]?.iamAction,
    principal: callerText(evidence),
    principalName: principal !== undefined && 'name' in principal ? principal.name : undefined,
    principalKind: principal === undefined ? undefined : principal.kind === 'user' ? 'user' : 'role',
    principalAccount: callerAccount,
    bucketAccount,
    keyArn: kms.keyArn,
    keyAccount: kms.keyAccount,
    partition: principal !== undefined && 'partition' in principal ? principal.partition : undefined,
    policyArn: error?.policyArn,
    vpceId: snapshot.vpcEndpoint?.id,
  });
}

function defined(
  values: Readonly<Partial<Record<Placeholder, string | undefined>>>,
): Partial<Record<Placeholder, string>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
