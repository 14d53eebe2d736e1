import { notFound, queryAnswer, tagList, type Answerer, type Answers, type Asked } from './answer.js';
import type { StandInAccount, StandInHolder, StandInPrincipal } from './estate.js';
import type { XmlValue } from './xml.js';

const HOLDERS = { User: 'users', Role: 'roles', Group: 'groups' } as const;
type Holder = keyof typeof HOLDERS;

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html */
export const IAM_ANSWERS: Answers = {
  ...readsOf('User'),
  ...readsOf('Role'),
  ...readsOf('Group'),
  'iam:GetUser': about('User', (asked) => ({ User: identity(asked, 'User', asked.own.users) })),
  'iam:GetRole': about('Role', (asked) => ({ Role: identity(asked, 'Role', asked.own.roles) })),
  'iam:ListGroupsForUser': about('User', ({ own, param }) => {
    const names = own.users?.[param('UserName')]?.groups ?? [];
    return { Groups: { member: names.map((GroupName) => ({ GroupName })) }, IsTruncated: false };
  }),
  'iam:GetPolicy': (asked) =>
    managed(asked) === undefined
      ? notFound(asked, 'NoSuchEntity')
      : queryAnswer(asked, { Policy: { Arn: asked.param('PolicyArn'), DefaultVersionId: 'v1' } }),
  'iam:GetPolicyVersion': (asked) => {
    const document = managed(asked);
    return document === undefined
      ? notFound(asked, 'NoSuchEntity')
      : queryAnswer(asked, { PolicyVersion: { VersionId: 'v1', Document: encoded(document) } });
  },
};

/** What users, roles and groups have in common. */
function readsOf(kind: Holder): Answers {
  const inline = ({ own, param }: Asked) => holderOf(own, kind, param(`${kind}Name`))?.inline ?? {};
  return {
    [`iam:List${kind}Policies`]: about(kind, (asked) => ({
      PolicyNames: { member: Object.keys(inline(asked)) },
      IsTruncated: false,
    })),
    [`iam:Get${kind}Policy`]: about(kind, (asked) => {
      const PolicyName = asked.param('PolicyName');
      return { PolicyName, PolicyDocument: encoded(inline(asked)[PolicyName] ?? {}) };
    }),
    [`iam:ListAttached${kind}Policies`]: about(kind, ({ own, param }) => {
      const arns = holderOf(own, kind, param(`${kind}Name`))?.attached ?? [];
      const member = arns.map((PolicyArn) => ({ PolicyArn, PolicyName: PolicyArn.split('/').at(-1) }));
      return { AttachedPolicies: { member }, IsTruncated: false };
    }),
  };
}

function about(kind: Holder, result: (asked: Asked) => XmlValue): Answerer {
  return (asked) =>
    holderOf(asked.own, kind, asked.param(`${kind}Name`)) === undefined
      ? notFound(asked, 'NoSuchEntity')
      : queryAnswer(asked, result(asked));
}

function holderOf(own: StandInAccount, kind: Holder, name: string): StandInHolder | undefined {
  return own[HOLDERS[kind]]?.[name];
}

function identity(
  { account, param }: Asked,
  kind: 'User' | 'Role',
  all: Readonly<Record<string, StandInPrincipal>> = {},
): XmlValue {
  const name = param(`${kind}Name`);
  const { path = '/', tags, boundary } = all[name] ?? {};
  return {
    Path: path,
    [`${kind}Name`]: name,
    Arn: `arn:aws:iam::${account}:${kind.toLowerCase()}${path}${name}`,
    Tags: { member: tagList(tags) },
    PermissionsBoundary: boundary === undefined ? undefined : { PermissionsBoundaryArn: boundary },
  };
}

function managed({ own, param }: Asked): object | undefined {
  return own.policies?.[param('PolicyArn')];
}

function encoded(document: object): string {
  return encodeURIComponent(JSON.stringify(document));
}
