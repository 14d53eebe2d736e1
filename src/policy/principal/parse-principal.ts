import { isAccountId, parseArn } from '../arn.js';

/**
 * Who makes a request:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export type Principal =
  | {
      readonly kind: 'user';
      readonly arn: string;
      readonly partition: string;
      readonly account: string;
      readonly name: string;
    }
  | {
      readonly kind: 'role';
      readonly arn: string;
      readonly partition: string;
      readonly account: string;
      readonly name: string;
    }
  | {
      readonly kind: 'assumed-role';
      readonly arn: string;
      readonly partition: string;
      readonly account: string;
      /** The role's name; a session's ARN does not hold the role's path. */
      readonly name: string;
      readonly sessionName: string;
    }
  | {
      readonly kind: 'federated-user';
      readonly arn: string;
      readonly partition: string;
      readonly account: string;
      readonly name: string;
    }
  | { readonly kind: 'root'; readonly arn: string; readonly partition: string; readonly account: string }
  | {
      readonly kind: 'federated';
      readonly arn: string;
      readonly partition: string;
      readonly account: string;
      readonly provider: string;
    }
  | { readonly kind: 'service'; readonly service: string }
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'unrecognized'; readonly text: string };

export type PrincipalKind = Principal['kind'];

const SERVICE = /^[a-z0-9][a-z0-9.-]*\.(amazonaws\.com(\.cn)?|amazon\.com|aws\.internal)$/;

function lastComponent(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function parseSts(arn: string, partition: string, account: string, resource: string): Principal | null {
  const [type, name, session] = resource.split('/');
  if (type === 'assumed-role' && name && session !== undefined && session !== '') {
    const sessionName = resource.slice(`assumed-role/${name}/`.length);
    return { kind: 'assumed-role', arn, partition, account, name, sessionName };
  }
  if (type === 'federated-user' && name) {
    return {
      kind: 'federated-user',
      arn,
      partition,
      account,
      name: resource.slice('federated-user/'.length),
    };
  }
  return null;
}

function parseIam(arn: string, partition: string, account: string, resource: string): Principal | null {
  if (resource === 'root') return { kind: 'root', arn, partition, account };
  const slash = resource.indexOf('/');
  const type = slash === -1 ? '' : resource.slice(0, slash);
  const name = lastComponent(resource);
  if (name === '') return null;
  switch (type) {
    case 'user':
      return { kind: 'user', arn, partition, account, name };
    case 'role':
      return { kind: 'role', arn, partition, account, name };
    case 'saml-provider':
    case 'oidc-provider':
      return { kind: 'federated', arn, partition, account, provider: resource.slice(slash + 1) };
    default:
      return null;
  }
}

function parseArnPrincipal(text: string): Principal | null {
  const arn = parseArn(text);
  if (arn === null || !isAccountId(arn.account)) return null;
  if (arn.service === 'iam') return parseIam(text, arn.partition, arn.account, arn.resource);
  return arn.service === 'sts' ? parseSts(text, arn.partition, arn.account, arn.resource) : null;
}

/**
 * Reads who makes a request: the ARN of a user, role, assumed-role session, federated user, identity provider or
 * account root, a 12-digit account id (its root), a service principal, or `anonymous` (also `*`).
 * Anything else comes back as `unrecognized`; this never throws.
 */
export function parsePrincipal(text: string): Principal {
  if (text === 'anonymous' || text === '*') return { kind: 'anonymous' };
  if (isAccountId(text)) {
    return { kind: 'root', arn: `arn:aws:iam::${text}:root`, partition: 'aws', account: text };
  }
  if (SERVICE.test(text)) return { kind: 'service', service: text };
  return parseArnPrincipal(text) ?? { kind: 'unrecognized', text };
}

/** The account a principal belongs to; `null` for services and anonymous callers. */
export function accountOf(principal: Principal): string | null {
  return 'account' in principal ? principal.account : null;
}

/**
 * Whether SCPs and RCPs pass this principal by: a service-linked role.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html#not-restricted-by-scp
 */
export function isServiceLinkedRole(principal: Principal): boolean {
  if (principal.kind === 'role') return principal.arn.includes(':role/aws-service-role/');
  // A session's ARN lacks the path, but the prefix is reserved for service-linked roles.
  return principal.kind === 'assumed-role' && principal.name.startsWith('AWSServiceRoleFor');
}
