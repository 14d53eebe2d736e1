import {
  actionsOf,
  DUTIES,
  DUTIES_OF_ACCOUNT,
  NEVER_READ_DATA,
  type AccountKind,
  type Duty,
  type ReadInfo,
} from './read-info.js';

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: string;
}

export interface TrustPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly [
    {
      readonly Sid: string;
      readonly Effect: 'Allow';
      readonly Principal: { readonly AWS: string };
      readonly Action: 'sts:AssumeRole';
      readonly Condition: { readonly StringEquals: { readonly 'sts:ExternalId': string } };
    },
  ];
}

/** The read-only role of one account, as IAM takes it. */
export interface AuditRole {
  readonly roleName: string;
  readonly trustPolicy: TrustPolicy;
  readonly permissionsPolicy: {
    readonly Version: '2012-10-17';
    readonly Statement: readonly PolicyStatement[];
  };
}

export interface AuditRoleRequest {
  /** What the account is to the requests that are investigated: often both the bucket's and the caller's. */
  readonly kinds: readonly AccountKind[];
  /** ARN of the bot's own user or role. */
  readonly botPrincipal: string;
  readonly externalId: string;
}

const AUDIT_ROLE_NAME = 's3denied-audit';

const SIDS: Readonly<Record<Duty, string>> = {
  bucket: 'ReadBucketSettings',
  accessPoint: 'ReadAccessPoints',
  caller: 'ReadIdentities',
  callerAccount: 'ReadCallerAccount',
  key: 'ReadKeySettings',
  membership: 'ReadMembership',
  guardrails: 'ReadGuardrails',
  network: 'ReadVpcEndpoints',
  trail: 'ReadTrail',
  organization: 'ReadOrganizationPolicies',
};

/**
 * Exactly what the given reads call in such an account, and a deny that no later policy can undo. Resource is `*`, as the role is
 * for all buckets and principals of its account; each session narrows it to one.
 */
export function buildAuditRole(request: AuditRoleRequest, reads: readonly ReadInfo[]): AuditRole {
  const duties = new Set(request.kinds.flatMap((kind) => DUTIES_OF_ACCOUNT[kind]));
  const granted = new Set<string>();
  const allows = DUTIES.filter((duty) => duties.has(duty)).flatMap((duty): readonly PolicyStatement[] => {
    // What two duties need is granted once, in the first of them.
    const actions = actionsOf(reads.filter((read) => read.duty === duty)).filter(
      (action) => !granted.has(action),
    );
    for (const action of actions) granted.add(action);
    return actions.length === 0 ? [] : [{ Sid: SIDS[duty], Effect: 'Allow', Action: actions, Resource: '*' }];
  });
  const never: PolicyStatement = {
    Sid: 'NeverReadData',
    Effect: 'Deny',
    Action: NEVER_READ_DATA,
    Resource: '*',
  };
  return {
    roleName: AUDIT_ROLE_NAME,
    trustPolicy: trustPolicyOf(request),
    permissionsPolicy: { Version: '2012-10-17', Statement: [...allows, never] },
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html: why the external id. */
function trustPolicyOf({ botPrincipal, externalId }: AuditRoleRequest): TrustPolicy {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'OnlyTheBot',
        Effect: 'Allow',
        Principal: { AWS: botPrincipal },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': externalId } },
      },
    ],
  };
}
