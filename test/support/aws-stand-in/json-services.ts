import { jsonAnswer, notFound, type Answers, type Asked } from './answer.js';
import type { StandInControlPolicy, StandInKey, StandInOrganization } from './estate.js';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html */
export const KMS_ANSWERS: Answers = {
  'kms:DescribeKey': aboutKey((id, { region, state = 'Enabled', manager = 'CUSTOMER' }, { account }) => ({
    KeyMetadata: {
      KeyId: id,
      Arn: `arn:aws:kms:${region}:${account}:key/${id}`,
      AWSAccountId: account,
      KeyManager: manager,
      KeyState: state,
    },
  })),
  'kms:GetKeyPolicy': aboutKey((_, { policy }) => ({
    PolicyName: 'default',
    Policy: JSON.stringify(policy),
  })),
  'kms:ListGrants': aboutKey((_, { grants = [] }) => ({ Grants: grants, Truncated: false })),
};

function aboutKey(body: (id: string, key: StandInKey, asked: Asked) => object) {
  return (asked: Asked) => {
    const name = asked.param('KeyId').replace(/^arn:.*:(key\/)?/, '');
    const found = Object.entries(asked.own.keys ?? {}).find(
      ([id, { alias }]) => id === name || alias === name,
    );
    return found === undefined
      ? notFound(asked, 'NotFoundException', 400)
      : jsonAnswer(body(found[0], found[1], asked));
  };
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html */
export const ORGANIZATIONS_ANSWERS: Answers = {
  'organizations:DescribeOrganization': inOrganization(({ id, managementAccount }) => ({
    Organization: { Id: id, MasterAccountId: managementAccount, FeatureSet: 'ALL' },
  })),
  'organizations:DescribeEffectivePolicy': (asked) => {
    const block = asked.estate.organization?.blockPublicAccess;
    if (block === undefined) return notFound(asked, 'EffectivePolicyNotFoundException', 400);
    const PolicyContent = JSON.stringify({ s3_attributes: { public_access_block_configuration: block } });
    return jsonAnswer({ EffectivePolicy: { PolicyContent } });
  },
  'organizations:ListRoots': inOrganization(({ rootId, policyTypes }) => {
    const PolicyTypes = policyTypes.map((Type) => ({ Type, Status: 'ENABLED' }));
    return { Roots: [{ Id: rootId, PolicyTypes }] };
  }),
  'organizations:ListParents': inOrganization(({ parents, rootId }, { param }) => {
    const Id = parents[param('ChildId')];
    const Type = Id === rootId ? 'ROOT' : 'ORGANIZATIONAL_UNIT';
    return { Parents: Id === undefined ? [] : [{ Id, Type }] };
  }),
  'organizations:ListPoliciesForTarget': inOrganization(({ policies }, { param }) => ({
    Policies: Object.entries(policies)
      .filter(
        ([, { type, attachedTo }]) => type === param('Filter') && attachedTo.includes(param('TargetId')),
      )
      .map(([Id, policy]) => summaryOf(Id, policy)),
  })),
  'organizations:DescribePolicy': (asked) => {
    const policy = asked.estate.organization?.policies[asked.param('PolicyId')];
    if (policy === undefined) return notFound(asked, 'PolicyNotFoundException', 400);
    const PolicySummary = summaryOf(asked.param('PolicyId'), policy);
    return jsonAnswer({ Policy: { PolicySummary, Content: JSON.stringify(policy.document) } });
  },
};

function inOrganization(body: (organization: StandInOrganization, asked: Asked) => object) {
  return (asked: Asked) => {
    const { organization } = asked.estate;
    return organization === undefined
      ? notFound(asked, 'AWSOrganizationsNotInUseException', 400)
      : jsonAnswer(body(organization, asked));
  };
}

function summaryOf(Id: string, { type }: StandInControlPolicy): object {
  return { Id, Arn: `arn:aws:organizations::aws:policy/${type.toLowerCase()}/${Id}`, Type: type };
}

/** Event history and data events: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference.html */
export const TRAIL_ANSWERS: Answers = {
  'cloudtrail:LookupEvents': ({ own }) =>
    jsonAnswer({ Events: (own.signIns ?? []).map((event) => ({ CloudTrailEvent: JSON.stringify(event) })) }),
  'logs:FilterLogEvents': ({ own, param }) =>
    jsonAnswer({
      events: (own.logGroups?.[param('logGroupName')] ?? []).map((event) => ({
        message: JSON.stringify(event),
      })),
    }),
};
