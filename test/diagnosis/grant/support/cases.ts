import { planGrant } from '../../../../src/diagnosis/index.js';
import type { GrantFacts, GrantLevel, GrantMethod } from '../../../../src/diagnosis/grant/facts.js';
import { GRANT_LEVELS, GRANT_METHODS } from '../../../../src/diagnosis/grant/facts.js';
import type { GrantPlan, GrantResult } from '../../../../src/diagnosis/grant/types.js';
import type { Evidence, SnippetFormat } from '../../../../src/diagnosis/types.js';
import type { Snapshot } from '../../../../src/evidence/snapshot.js';
import { loadLibrary } from '../../../../src/library.js';
import { crossAccount, withFields } from '../../../support/snapshots.js';

export const BUCKET = 'amzn-s3-demo-bucket';
export const JANE = 'arn:aws:iam::111122223333:user/Jane';
export const KEY_ARN = 'arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const { causes } = loadLibrary(undefined);

/** The key policy that AWS writes by default: it leaves the key to the policies of its account. */
const DEFAULT_KEY_POLICY = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444455556666:root' }, Action: 'kms:*', Resource: '*' },
  ],
};

const PLAIN = { algorithm: 'AES256', kmsKeyId: null, bucketKeyEnabled: false };

/** What the bucket may be like; each name sets fields of an estate in which nobody has been let in yet. */
export const CONDITIONS = {
  ownership: {
    enforced: { 'bucket.objectOwnership': 'BucketOwnerEnforced' },
    writer: { 'bucket.objectOwnership': 'ObjectWriter' },
  },
  encryption: {
    none: { 'bucket.encryption': PLAIN, 'object.encryption': { algorithm: 'AES256' }, kmsKey: null },
    customer: { 'kmsKey.policy': DEFAULT_KEY_POLICY },
    managed: {
      'bucket.encryption': { algorithm: 'aws:kms', kmsKeyId: null, bucketKeyEnabled: false },
      'object.encryption': { algorithm: 'aws:kms', kmsKeyArn: KEY_ARN },
      'kmsKey.manager': 'AWS',
      'kmsKey.policy': null,
    },
  },
  policy: {
    none: { 'bucket.policy': null },
    existing: {
      'bucket.policy': {
        Id: 'Shared',
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'Partners',
            Effect: 'Allow',
            Principal: { AWS: 'arn:aws:iam::777788889999:root' },
            Action: 's3:GetObject',
            Resource: `arn:aws:s3:::${BUCKET}/*`,
          },
          {
            Sid: 'TlsOnly',
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:*',
            Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`],
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    },
    unknown: { 'bucket.policy': '__unknown__' },
  },
} as const;

export interface GrantCase {
  readonly method: GrantMethod;
  readonly level: GrantLevel;
  readonly ownership: keyof typeof CONDITIONS.ownership;
  readonly encryption: keyof typeof CONDITIONS.encryption;
  readonly policy: keyof typeof CONDITIONS.policy;
}

export function nameOf({ method, level, ownership, encryption, policy }: GrantCase): string {
  return `${method}, ${level}, ownership ${ownership}, key ${encryption}, bucket policy ${policy}`;
}

function keysOf<T extends object>(table: T): readonly (keyof T)[] {
  return Object.keys(table) as (keyof T)[];
}

export const CASES: readonly GrantCase[] = GRANT_METHODS.flatMap((method) =>
  GRANT_LEVELS.flatMap((level) =>
    keysOf(CONDITIONS.ownership).flatMap((ownership) =>
      keysOf(CONDITIONS.encryption).flatMap((encryption) =>
        keysOf(CONDITIONS.policy).map((policy) => ({ method, level, ownership, encryption, policy })),
      ),
    ),
  ),
);

/** An estate in which nobody has been let in yet; the bucket's account is in no organization. */
export function estate(fields: Readonly<Record<string, unknown>> = {}): Snapshot {
  return withFields(crossAccount(), {
    'bucket.policy': null,
    'bucket.organizationId': null,
    'caller.identityPolicies': [],
    'kmsKey.policy': DEFAULT_KEY_POLICY,
    ...fields,
  });
}

export function wanting(
  grant: GrantFacts,
  snapshot: Snapshot = estate(),
  request: Partial<Evidence['request']> = {},
): Evidence {
  return {
    request: { principal: JANE, bucket: BUCKET, headers: {}, context: {}, ...request },
    snapshot,
    stated: [],
    grant,
  };
}

function evidenceOf({ method, level, ownership, encryption, policy }: GrantCase): Evidence {
  const fields = {
    ...CONDITIONS.ownership[ownership],
    ...CONDITIONS.encryption[encryption],
    ...CONDITIONS.policy[policy],
  };
  return wanting({ method, level, prefix: 'reports/' }, estate(fields));
}

export function resultOf(evidence: Evidence): GrantResult {
  return planGrant(evidence, causes);
}

export function planned(evidence: Evidence): GrantPlan {
  const result = resultOf(evidence);
  if (result.outcome !== 'planned') throw new Error(result.why);
  return result;
}

const plans = new Map<string, GrantPlan>();

/** The plan for a row of the table, made once. */
export function planOf(row: GrantCase): GrantPlan {
  const plan = plans.get(nameOf(row)) ?? planned(evidenceOf(row));
  plans.set(nameOf(row), plan);
  return plan;
}

export function textsIn({ parts }: GrantPlan, format: SnippetFormat): readonly string[] {
  return parts.flatMap(({ snippets }) =>
    snippets.filter((snippet) => snippet.format === format).map(({ text }) => text),
  );
}
