import {
  compilePolicies,
  evaluateRequest,
  type NamedPolicy,
  type PolicyRequest,
} from '../../src/policy/index.js';
import type { WireAnswer } from './moto-answers.js';
import { changesNothing, type WireCall } from './moto-calls.js';

/**
 * What moto does not do: roles that were built over the wire may only be assumed by whom they trust, and their sessions may do only
 * what both the role's policies and the session policy allow. A role that nobody built may everything.
 */
export interface RoleGuard {
  /** Notes what is built, and who a session is of. */
  observe(call: WireCall, account: string, answer: WireAnswer): void;
  denies(call: WireCall, account: string): boolean;
}

interface BuiltRole {
  readonly trust: unknown;
  readonly policies: Map<string, unknown>;
}

interface RoleSession {
  readonly arn: string;
  readonly role: BuiltRole;
  readonly policy: unknown;
}

export const BOT_ARN = 'arn:aws:iam::123456789012:role/s3denied-bot';

interface Built {
  readonly roles: Map<string, BuiltRole>;
  readonly sessions: Map<string, RoleSession>;
  /** By kind and name: IAM's calls leave the path out, KMS's may name an alias. */
  readonly arns: Map<string, string>;
  readonly keyPolicies: Map<string, unknown>;
}

export function createRoleGuard(): RoleGuard {
  const built: Built = { roles: new Map(), sessions: new Map(), arns: new Map(), keyPolicies: new Map() };
  /** What sessions may, until something is changed: what it rests on is long, and asked about often. */
  const decided = new Map<string, boolean>();
  return {
    observe: (call, account, { status, body }) => {
      if (!changesNothing(call)) decided.clear();
      if (status < 300) note(built, call, account, body);
    },
    denies: (call, account) => {
      if (call.call === 'sts:AssumeRole') {
        const role = built.roles.get(roleOf(call));
        return role !== undefined && !trusts(role, call);
      }
      const session = built.sessions.get(call.accessKeyId);
      if (session === undefined) return false;
      const resource = resourceOf(call, account, built.arns);
      const question = [call.accessKeyId, account, permissionOf(call), resource].join(' ');
      const document = built.keyPolicies.get(resource) ?? defaultKeyPolicy(account);
      const keyPolicy = call.service === 'kms' ? { name: 'key policy', document } : null;
      const allowed = decided.get(question) ?? allows(session, { call, account, resource }, keyPolicy);
      decided.set(question, allowed);
      return !allowed;
    },
  };
}

function note({ roles, sessions, arns, keyPolicies }: Built, call: WireCall, account: string, body: string) {
  const param = (name: string) => call.params.get(name) ?? '';
  const named = /<Arn>(arn:aws:iam::[^<]+:(user|role|group)\/(?:[^<]*\/)?([^<]+))<\/Arn>/.exec(body);
  if (/^iam:Create(User|Role|Group)$/.test(call.call) && named !== null)
    arns.set(`${account} ${named[2]} ${named[3]}`, named[1] ?? '');
  switch (call.call) {
    case 'iam:CreateRole': {
      const trust: unknown = JSON.parse(param('AssumeRolePolicyDocument'));
      return roles.set(`${account}/${param('RoleName')}`, { trust, policies: new Map() });
    }
    case 'iam:PutRolePolicy': {
      const role = roles.get(`${account}/${param('RoleName')}`);
      return role?.policies.set(param('PolicyName'), JSON.parse(param('PolicyDocument')));
    }
    case 'sts:AssumeRole': {
      const role = roles.get(roleOf(call));
      const key = /<AccessKeyId>([^<]+)</.exec(body)?.[1];
      if (role === undefined || key === undefined) return undefined;
      const [owner, name] = roleOf(call).split('/');
      const arn = `arn:aws:sts::${owner}:assumed-role/${name}/${param('RoleSessionName')}`;
      return sessions.set(key, { arn, role, policy: JSON.parse(param('Policy')) });
    }
    case 'kms:PutKeyPolicy':
      return keyPolicies.set(keyArn(param('KeyId'), call.region, account), JSON.parse(param('Policy')));
    case 'kms:CreateAlias':
      return arns.set(`${account} ${param('AliasName')}`, keyArn(param('TargetKeyId'), call.region, account));
    default:
      return undefined;
  }
}

/** `444455556666/s3denied-audit`: the role that is to be assumed. */
function roleOf(call: WireCall): string {
  const [, , , , account, name] = (call.params.get('RoleArn') ?? '').replace(':role/', ':').split(':');
  return `${account}/${name}`;
}

/** What KMS gives a key that is made without one: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function defaultKeyPolicy(account: string): object {
  const Principal = { AWS: `arn:aws:iam::${account}:root` };
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' }],
  };
}

function trusts({ trust }: BuiltRole, call: WireCall): boolean {
  return isAllowed(
    {
      principal: BOT_ARN,
      action: 'sts:AssumeRole',
      resource: call.params.get('RoleArn') ?? '',
      context: { 'sts:ExternalId': call.params.get('ExternalId') },
      contextComplete: true,
    },
    {
      identity: [{ name: 'bot', document: everything }],
      resource: { name: 'trust', document: trust },
      session: [],
    },
  );
}

const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

interface Access {
  readonly call: WireCall;
  readonly account: string;
  readonly resource: string;
}

function allows(
  { arn, role, policy }: RoleSession,
  { call, account, resource }: Access,
  keyPolicy: NamedPolicy | null,
): boolean {
  const identity = [...role.policies].map(([name, document]) => ({ name, document }));
  const action = permissionOf(call);
  return isAllowed(
    { principal: arn, action, resource, resourceAccount: account, context: {}, contextComplete: true },
    { identity, resource: keyPolicy, session: [{ name: 'session', document: policy }] },
  );
}

interface Policies {
  readonly identity: readonly NamedPolicy[];
  readonly session: readonly NamedPolicy[];
  readonly resource: NamedPolicy | null;
}

function isAllowed(request: PolicyRequest, policies: Policies): boolean {
  const none = { permissionsBoundary: null, vpcEndpoint: null, serviceControl: [], resourceControl: [] };
  return evaluateRequest(request, compilePolicies({ ...none, ...policies })).decision === 'allowed';
}

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html: the permissions that are not named like
 * their call. Not taken from the table of reads, so that the two check each other.
 */
const PERMISSIONS: Readonly<Record<string, string>> = {
  's3:ListBuckets': 's3:ListAllMyBuckets',
  's3:ListObjectsV2': 's3:ListBucket',
  's3:ListObjectVersions': 's3:ListBucketVersions',
  's3:GetPublicAccessBlock': 's3:GetBucketPublicAccessBlock',
  's3:GetBucketEncryption': 's3:GetEncryptionConfiguration',
  's3:GetObjectLockConfiguration': 's3:GetBucketObjectLockConfiguration',
  's3control:GetPublicAccessBlock': 's3:GetAccountPublicAccessBlock',
};

/** The same call on a version of an object is another permission. */
const ON_A_VERSION: Readonly<Record<string, string>> = {
  's3:GetObjectAcl': 's3:GetObjectVersionAcl',
  's3:GetObjectTagging': 's3:GetObjectVersionTagging',
};

export function permissionOf(call: WireCall): string {
  const onVersion = call.params.has('versionId') ? ON_A_VERSION[call.call] : undefined;
  return onVersion ?? PERMISSIONS[call.call] ?? call.call.replace(/^s3control:/, 's3:');
}

function resourceOf(call: WireCall, account: string, arns: ReadonlyMap<string, string>): string {
  const param = (name: string) => call.params.get(name);
  switch (call.service) {
    case 's3':
      return call.bucket === undefined
        ? '*'
        : `arn:aws:s3:::${[call.bucket, call.key].filter(Boolean).join('/')}`;
    case 's3control':
      return param('name') === null
        ? '*'
        : `arn:aws:s3:${call.region}:${account}:accesspoint/${param('name')}`;
    case 'iam': {
      const held = (['user', 'role', 'group'] as const).flatMap((kind) => {
        const name = param(`${kind.charAt(0).toUpperCase()}${kind.slice(1)}Name`);
        return name === null
          ? []
          : [arns.get(`${account} ${kind} ${name}`) ?? `arn:aws:iam::${account}:${kind}/${name}`];
      });
      return held[0] ?? param('PolicyArn') ?? '*';
    }
    case 'kms': {
      const keyId = param('KeyId') ?? '';
      const alias = arns.get(`${account} ${keyId.replace(/^arn:.*:(?=alias\/)/, '')}`);
      return alias ?? keyArn(keyId, call.region, account);
    }
    case 'logs':
      return `arn:aws:logs:${call.region}:${account}:log-group:${param('logGroupName')}:*`;
    default:
      return '*';
  }
}

function keyArn(keyId: string, region: string, account: string): string {
  return keyId.startsWith('arn:') ? keyId : `arn:aws:kms:${region}:${account}:key/${keyId}`;
}
