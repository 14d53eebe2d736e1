/** What a person writes for "who": an ARN, an account id, `anonymous`, or what `aws sts get-caller-identity` printed. */

import { splitArn } from './arn.js';
import { showText, unwrapQuotes } from './text.js';

export const PRINCIPAL_KINDS = [
  'user',
  'role',
  'assumed-role',
  'federated-user',
  'root',
  'account',
  'anonymous',
] as const;
export type PrincipalKind = (typeof PRINCIPAL_KINDS)[number];

export interface PrincipalInput {
  /** The ARN, the 12 digits of an account, or `anonymous`. */
  readonly principal: string;
  readonly kind: PrincipalKind;
  /** 12 digits; absent for `anonymous`. */
  readonly account?: string;
}

export type PrincipalResult =
  | ({ readonly ok: true } & PrincipalInput)
  | { readonly ok: false; readonly problem: string };

const WHAT_WOULD_BE_RIGHT =
  'write the ARN of a user, role or assumed role (`aws sts get-caller-identity` prints it), a 12-digit account id, or `anonymous`';

/** The resource part of an ARN → what kind of principal it is. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const ARN_KINDS = [
  { service: 'iam', resource: /^user\/[^\s/][^\s]*$/, kind: 'user' },
  { service: 'iam', resource: /^role\/[^\s/][^\s]*$/, kind: 'role' },
  { service: 'iam', resource: /^root$/, kind: 'root' },
  { service: 'sts', resource: /^assumed-role\/[^\s/]+\/[^\s/]+$/, kind: 'assumed-role' },
  { service: 'sts', resource: /^federated-user\/[^\s/]+$/, kind: 'federated-user' },
] as const;

/** Prefixes of things that people paste instead. */
const LOOKALIKES = [
  { pattern: /^A(?:KIA|SIA)[A-Z0-9]{12,}$/, is: 'an access key id' },
  { pattern: /^A(?:IDA|ROA|GPA|NPA)[A-Z0-9]{12,}(?::.*)?$/, is: 'a unique id' },
  { pattern: /^arn:[^:]*:iam::\d{12}:group\//, is: 'a group, and groups are no principals' },
  { pattern: /^arn:[^:]*:iam::(?:\d{12}|aws):policy\//, is: 'a policy' },
  { pattern: /^arn:[^:]*:iam::\d{12}:instance-profile\//, is: 'an instance profile: its role is meant' },
  {
    pattern: /^arn:[^:]*:sts::\d{12}:assumed-role\/[^/]+\/?$/,
    is: 'an assumed role without its session name',
  },
  { pattern: /^arn:[^:]*:s3/, is: 'an S3 ARN' },
] as const;

/** Reads a principal. `problem` is one line for the person, and never repeats an access key. */
export function parsePrincipalInput(text: string): PrincipalResult {
  const input = callerIdentityArn(text) ?? unwrapQuotes(text.trim());
  if (/^(?:anonymous|\*|nobody|unsigned)$/i.test(input))
    return { ok: true, principal: 'anonymous', kind: 'anonymous' };
  const account = /^(\d{12})$|^(\d{4})-(\d{4})-(\d{4})$/.exec(input);
  if (account) {
    const digits = account[1] ?? `${account[2]}${account[3]}${account[4]}`;
    return { ok: true, principal: digits, kind: 'account', account: digits };
  }
  return principalFromArn(input) ?? { ok: false, problem: `${describe(input)}; ${WHAT_WOULD_BE_RIGHT}` };
}

/** Whether the text is exactly the ARN of a principal that can call S3. */
export function isPrincipalArn(text: string): boolean {
  return principalFromArn(text) !== undefined;
}

function principalFromArn(text: string): PrincipalResult | undefined {
  const arn = splitArn(text);
  if (arn === undefined || !/^\d{12}$/.test(arn.account) || !/^aws[a-z-]*$/.test(arn.partition))
    return undefined;
  const found = ARN_KINDS.find(
    ({ service, resource }) => service === arn.service && resource.test(arn.resource),
  );
  return found && { ok: true, principal: text, kind: found.kind, account: arn.account };
}

/** The `Arn` in what `aws sts get-caller-identity` printed (JSON, YAML, or text), if the paste is that. */
function callerIdentityArn(text: string): string | undefined {
  if (!/"?UserId"?\s?:|"?Account"?\s?:|\t/.test(text)) return undefined;
  return /arn:aws[a-z-]{0,10}:(?:iam|sts)::\d{12}:[^\s"',}]{1,600}/.exec(text)?.[0];
}

function describe(input: string): string {
  if (input === '') return 'the principal is empty';
  const lookalike = LOOKALIKES.find(({ pattern }) => pattern.test(input));
  if (lookalike !== undefined) return `that is ${lookalike.is}`;
  return `\`${showText(input)}\` is no principal`;
}
