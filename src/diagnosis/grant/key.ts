import { parseKmsKey } from '../../s3/index.js';
import type { Situation } from '../situation.js';

/** Which KMS key encrypts what is to be granted. */
export type KeyUse =
  | { readonly used: 'no' | 'unknown' }
  /** The AWS managed key aws/s3, which serves nobody outside its own account. */
  | { readonly used: 'managed' }
  /** By its alias, say: what a policy has to name is not known. */
  | { readonly used: 'unnamed' }
  | {
      readonly used: 'customer';
      readonly arn: string;
      readonly account: string | undefined;
      /** One in which the key is used: what the key's policy is written from. */
      readonly situation: Situation;
      /** Another key that is used beside it: the objects' own, and the bucket's default. */
      readonly other?: string;
    };

export function keyOf(situations: readonly Situation[]): KeyUse {
  const using = situations.filter(({ kms }) => kms.used === 'yes');
  if (using.some(isManaged)) return { used: 'managed' };
  const named = using.flatMap((situation) => {
    const { keyArn, keyAccount } = situation.kms;
    return keyArn === undefined ? [] : [{ arn: keyArn, account: keyAccount, situation }];
  });
  // The key that was read comes first: its policy is known.
  const [first, ...rest] = named.toSorted((a, b) => Number(isRead(b)) - Number(isRead(a)));
  if (first !== undefined) {
    const other = rest.find(({ arn }) => arn !== first.arn)?.arn;
    return { used: 'customer', ...first, ...(other === undefined ? {} : { other }) };
  }
  if (using.length > 0) return { used: 'unnamed' };
  return { used: situations.some(({ kms }) => kms.used === 'unknown') ? 'unknown' : 'no' };
}

function isRead({ situation }: { readonly situation: Situation }): boolean {
  return situation.kms.key !== undefined;
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-cmk */
function isManaged({ kms }: Situation): boolean {
  if (kms.key?.manager !== undefined) return kms.key.manager === 'AWS';
  if (kms.keyId === null) return true;
  return kms.keyId !== undefined && parseKmsKey(kms.keyId)?.form === 'aws-managed';
}
