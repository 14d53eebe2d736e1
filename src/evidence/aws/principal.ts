import { isAccountId, parsePrincipal } from '../../policy/index.js';

/** Whom to read, as the ARN of a principal says it. `none`: somebody of whom no identity can be read, and why. */
export type CallerIdentity =
  | {
      readonly kind: 'user';
      readonly arn: string;
      readonly partition: string;
      readonly account: string;
      /** Without its path: the IAM API takes the bare name. */
      readonly name: string;
    }
  | {
      readonly kind: 'role';
      readonly arn: string;
      readonly partition: string;
      readonly account: string;
      readonly name: string;
      /** `undefined`: the ARN is that of the role, not of a session of it. */
      readonly sessionName: string | undefined;
    }
  | { readonly kind: 'root'; readonly arn: string; readonly account: string }
  | { readonly kind: 'federated'; readonly arn: string; readonly account: string }
  | { readonly kind: 'account'; readonly account: string }
  /** A service or an anonymous caller: it has no identity policies at all. */
  | { readonly kind: 'withoutIdentity'; readonly arn: string }
  | { readonly kind: 'unreadable'; readonly arn: string };

/** What IAM takes as a name: it goes into calls and into the session policy, so nothing else gets that far. */
const NAME = /^[\w+=,.@-]+$/;

export function parseCaller(text: string): CallerIdentity {
  const arn = text.trim();
  if (isAccountId(arn)) return { kind: 'account', account: arn };
  const principal = parsePrincipal(arn);
  if ('name' in principal && !NAME.test(principal.name)) return { kind: 'unreadable', arn };
  switch (principal.kind) {
    case 'user':
      return { ...principal, kind: 'user' };
    case 'role': {
      const { partition, account, name } = principal;
      return { kind: 'role', arn, partition, account, name, sessionName: undefined };
    }
    case 'assumed-role': {
      const { partition, account, name, sessionName } = principal;
      return { kind: 'role', arn, partition, account, name, sessionName };
    }
    case 'root':
      return { kind: 'root', arn, account: principal.account };
    case 'federated-user':
      return { kind: 'federated', arn, account: principal.account };
    case 'service':
    case 'anonymous':
      return { kind: 'withoutIdentity', arn };
    case 'federated':
    case 'unrecognized':
      return { kind: 'unreadable', arn };
  }
}
