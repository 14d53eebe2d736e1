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
      /** true: the ARN is that of a session of the role. */
      readonly stsSession: boolean;
    }
  | { readonly kind: 'root'; readonly arn: string; readonly account: string }
  | { readonly kind: 'federated'; readonly arn: string; readonly account: string }
  | { readonly kind: 'account'; readonly account: string }
  /** A service or an anonymous caller: it has no identity policies at all. */
  | { readonly kind: 'withoutIdentity'; readonly arn: string }
  | { readonly kind: 'unreadable'; readonly arn: string };

const PRINCIPAL_ARN = /^arn:(aws[\w-]*):(iam|sts)::(\d{12}):([\w+=,.@/-]+)$/;

export function parseCaller(principal: string): CallerIdentity {
  const arn = principal.trim();
  if (/^\d{12}$/.test(arn)) return { kind: 'account', account: arn };
  if (arn === 'anonymous' || /^[\w.-]+\.amazonaws\.com(\.cn)?$/.test(arn))
    return { kind: 'withoutIdentity', arn };
  const [, partition, service, account, rest] = PRINCIPAL_ARN.exec(arn) ?? [];
  if (partition === undefined || account === undefined || rest === undefined)
    return { kind: 'unreadable', arn };
  if (rest === 'root') return { kind: 'root', arn, account };
  const parts = rest.split('/');
  const name = service === 'sts' ? parts[1] : parts.at(-1);
  if (name === undefined || !/^[\w+=,.@-]+$/.test(name)) return { kind: 'unreadable', arn };
  switch (`${service}:${parts[0]}`) {
    case 'iam:user':
      return { kind: 'user', arn, partition, account, name };
    case 'iam:role':
      return { kind: 'role', arn, partition, account, name, stsSession: false };
    case 'sts:assumed-role':
      return { kind: 'role', arn, partition, account, name, stsSession: true };
    case 'sts:federated-user':
      return { kind: 'federated', arn, account };
    default:
      return { kind: 'unreadable', arn };
  }
}
