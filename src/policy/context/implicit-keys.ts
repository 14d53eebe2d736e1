import { assertNever } from '../../errors.js';
import { parseArn } from '../arn.js';
import { accountOf, type Principal } from '../principal/parse-principal.js';
import type { KeyValues } from '../text/pattern.js';

/**
 * Context keys that follow from who asks for what:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export interface ImplicitFacts {
  readonly principal: Principal;
  readonly actionId: string;
  readonly resourceAccount: string | null;
  /** The ARN of the access point the request goes through; `null`: not known to go through one. */
  readonly accessPoint: string | null;
}

/** Values, `null` (known to be absent), `undefined` (known to be present, value unknown), or nothing implied. */
export type ImpliedValues = KeyValues | 'not-implied';

function principalArn(principal: Principal): readonly string[] | null {
  switch (principal.kind) {
    case 'assumed-role':
      // For a session it is the role's ARN. Its path is not in the session's ARN; who knows it puts the key in the context.
      return [`arn:${principal.partition}:iam::${principal.account}:role/${principal.name}`];
    case 'user':
    case 'role':
    case 'federated-user':
    case 'root':
    case 'federated':
      return [principal.arn];
    case 'service':
    case 'anonymous':
    case 'unrecognized':
      return null;
    default:
      return assertNever(principal, 'principal');
  }
}

function principalType(principal: Principal): ImpliedValues {
  switch (principal.kind) {
    case 'root':
      return ['Account'];
    case 'user':
      return ['User'];
    case 'federated-user':
      return ['FederatedUser'];
    case 'role':
    case 'assumed-role':
      return ['AssumedRole'];
    case 'anonymous':
      return ['Anonymous'];
    case 'service':
    case 'federated':
    case 'unrecognized':
      return 'not-implied';
    default:
      return assertNever(principal, 'principal');
  }
}

function userId(principal: Principal): ImpliedValues {
  switch (principal.kind) {
    case 'root':
      return [principal.account];
    case 'federated-user':
      return [`${principal.account}:${principal.name}`];
    case 'anonymous':
      return ['anonymous'];
    case 'user':
    case 'role':
    case 'assumed-role':
    case 'service':
    case 'federated':
    case 'unrecognized':
      // Unique ids are in no ARN.
      return 'not-implied';
    default:
      return assertNever(principal, 'principal');
  }
}

function userName(principal: Principal): ImpliedValues {
  if (principal.kind === 'unrecognized') return 'not-implied';
  return principal.kind === 'user' ? [principal.name] : null;
}

function principalAccount(principal: Principal): ImpliedValues {
  if (principal.kind === 'anonymous') return ['anonymous'];
  const account = accountOf(principal);
  return account === null ? 'not-implied' : [account];
}

function serviceName(principal: Principal): ImpliedValues {
  return principal.kind === 'service' ? [principal.service] : null;
}

function resourceAccount(facts: ImplicitFacts): ImpliedValues {
  return facts.resourceAccount === null ? undefined : [facts.resourceAccount];
}

function accessPointKey(key: string, facts: ImplicitFacts): ImpliedValues {
  const arn = facts.accessPoint === null ? null : parseArn(facts.accessPoint);
  if (arn === null || arn.service !== 's3') return 'not-implied';
  if (key === 's3:dataaccesspointaccount') return [arn.account];
  const name = arn.resource.split('/').slice(0, 2).join('/');
  return [`arn:${arn.partition}:s3:${arn.region}:${arn.account}:${name}`];
}

/** What the request itself says about a key, given by its lower-case name. */
export function implicitKey(key: string, facts: ImplicitFacts): ImpliedValues {
  const { principal } = facts;
  switch (key) {
    case 'aws:principalarn':
      return principalArn(principal);
    case 'aws:principalaccount':
      return principalAccount(principal);
    case 'aws:principaltype':
      return principalType(principal);
    case 'aws:userid':
      return userId(principal);
    case 'aws:username':
      return userName(principal);
    case 'aws:principalisawsservice':
      return [String(principal.kind === 'service')];
    case 'aws:principalservicename':
      return serviceName(principal);
    case 'aws:resourceaccount':
    case 's3:resourceaccount':
      return resourceAccount(facts);
    case 'kms:calleraccount': {
      const account = accountOf(principal);
      return facts.actionId.startsWith('kms:') && account !== null ? [account] : 'not-implied';
    }
    case 's3:dataaccesspointarn':
    case 's3:dataaccesspointaccount':
      return accessPointKey(key, facts);
    default:
      return 'not-implied';
  }
}
