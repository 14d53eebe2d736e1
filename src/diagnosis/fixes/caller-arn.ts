import type { Situation } from '../situation.js';

/**
 * The caller as a policy should name it: a session by its role, so that the next session gets in too. A role's path is not in a
 * session's ARN; where the role itself was read, its ARN is used.
 */
export function callerForPolicies({ principal, evidence }: Situation): string | undefined {
  switch (principal?.kind) {
    case 'user':
    case 'role':
    case 'root':
    case 'federated-user':
      return principal.arn;
    case 'assumed-role': {
      const read = evidence.snapshot.caller?.arn;
      if (read !== undefined && /:role\//.test(read)) return read;
      return `arn:${principal.partition}:iam::${principal.account}:role/${principal.name}`;
    }
    default:
      return undefined;
  }
}
