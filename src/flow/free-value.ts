import { assertNever } from '../errors.js';
import {
  isAccountId,
  isWithin,
  parseArn,
  parseIp,
  parseIpRange,
  parsePolicyDocument,
} from '../policy/index.js';
import { parseKmsKey, parsePrincipalInput, redactLabelledSecrets, redactSecrets } from '../s3/index.js';
import { readPastedPolicies, writePastedPolicies, type PastedPolicy } from './pasted-policy.js';
import type { InputKind, OptionInput } from './types.js';

type FreeValue =
  | {
      readonly ok: true;
      /** To be kept: without secrets and needless blanks; read again it says the same. */
      readonly text: string;
      /** What is told as the fact. */
      readonly value: unknown;
    }
  /** One line for the person: what is wrong and what would be right. Repeats no policy text. */
  | { readonly ok: false; readonly problem: string };

/** A bucket policy may have 20 KB, a key policy 32 KB, and people keep their blanks. */
export const MAX_VALUE_CHARACTERS = 64 * 1024;

/** What a value of each kind looks like. */
export const INPUT_EXAMPLES = {
  ip: '203.0.113.7',
  arn: 'arn:aws:iam::111122223333:role/Example',
  'account-id': '111122223333',
  'vpc-endpoint-id': 'vpce-1a2b3c4d',
  'kms-key': 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  'canonical-id': '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be',
  policy: '{"Version": "2012-10-17", "Statement": []}',
  text: 'a value',
} as const satisfies Readonly<Record<InputKind, string>>;

/** Checks what somebody typed or pasted for an option, and makes a fact of it. */
export function readFreeValue({ kind, fact }: Pick<OptionInput, 'kind' | 'fact'>, given: string): FreeValue {
  const text = given.trim();
  if (text === '') return wrong('Nothing is filled in', `write for example ${INPUT_EXAMPLES[kind]}`);
  if (text.length > MAX_VALUE_CHARACTERS)
    return wrong(`That has ${text.length} characters`, `at most ${MAX_VALUE_CHARACTERS} are read`);
  switch (kind) {
    case 'ip':
      return readAddress(text, fact);
    case 'arn':
      return readArn(text, fact);
    case 'account-id':
      return readAccount(text);
    case 'vpc-endpoint-id':
      return ENDPOINT_ID.test(text)
        ? right(text)
        : wrong('That is no VPC endpoint id', `it reads like ${INPUT_EXAMPLES[kind]}`);
    case 'kms-key':
      return readKey(text, fact);
    case 'canonical-id':
      return CANONICAL_ID.test(text)
        ? right(text.toLowerCase())
        : wrong(
            'That is no canonical id',
            'it has 64 letters and digits; `aws s3api list-buckets --query Owner.ID --output text` prints it',
          );
    case 'policy':
      return readPolicies(text, fact);
    case 'text':
      return readLine(text);
    default:
      return assertNever(kind, 'kind of input');
  }
}

const CANONICAL_ID = /^[0-9a-f]{64}$/i;
const ENDPOINT_ID = /^vpce-(?:[0-9a-f]{8}|[0-9a-f]{17})$/;
const LONGEST_LINE = 1_024;

function right(text: string, value: unknown = text): FreeValue {
  return { ok: true, text, value };
}

function wrong(what: string, remedy: string): FreeValue {
  return { ok: false, problem: `${what}; ${remedy}.` };
}

/** Addresses that S3 never sees as `aws:SourceIp`: they stand behind NAT, or came through a VPC endpoint. RFC 1918, 4193, 6598. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '127.0.0.0/8', 'fc00::/7'];
const ASK_FOR_ADDRESS =
  'https://checkip.amazonaws.com, opened on the machine that sent the request, shows it';

/** One address: what a condition compares is the request's address, never a range of them. */
function readAddress(text: string, fact: string): FreeValue {
  const range = parseIpRange(text);
  if (range === null) return wrong('That is no IP address', `write for example ${INPUT_EXAMPLES.ip}`);
  if (range.first !== range.last)
    return wrong('That is a range of addresses, and the request came from one', ASK_FOR_ADDRESS);
  const bare = text.split('/')[0] ?? text;
  const address = parseIp(bare);
  const isPrivate = PRIVATE.some((block) => {
    const around = parseIpRange(block);
    return around !== null && address !== null && isWithin(address, around);
  });
  if (isPrivate && fact.toLowerCase() === 'context.aws:sourceip')
    return wrong('That is a private address, and S3 sees the public one', ASK_FOR_ADDRESS);
  return right(bare);
}

function readArn(text: string, fact: string): FreeValue {
  if (fact === 'request.principal') {
    const principal = parsePrincipalInput(text);
    return principal.ok ? right(principal.principal) : wrong('That is no principal', principal.problem);
  }
  return parseArn(text) === null
    ? wrong('That is no ARN', `it reads like ${INPUT_EXAMPLES.arn}`)
    : readLine(text);
}

function readAccount(text: string): FreeValue {
  const digits = text.replaceAll(/[\s-]/g, '');
  return isAccountId(digits)
    ? right(digits)
    : wrong('That is no account id', 'an account id has 12 digits; `aws sts get-caller-identity` prints it');
}

/** Where the fact is an ARN, an id or alias would leave the account and Region open. */
function readKey(text: string, fact: string): FreeValue {
  const key = parseKmsKey(text);
  if (key === undefined)
    return wrong('That is no KMS key', `write the key's ARN, like ${INPUT_EXAMPLES['kms-key']}`);
  if (/arn$/i.test(fact) && key.form !== 'key-arn')
    return wrong(
      "That names the key, but not whose it is; the key's ARN is needed",
      'KMS → the key shows it',
    );
  return right(text);
}

function readLine(text: string): FreeValue {
  if (/[\r\n]/.test(text) || text.length > LONGEST_LINE)
    return wrong('That is more than one value', `write one line of at most ${LONGEST_LINE} characters`);
  return right(redactSecrets(text));
}

/** Facts that are a list of policies, each with a name, or one policy with a name; every other one is a bare document. */
const POLICY_LISTS = new Set(['caller.identityPolicies', 'caller.sessionPolicies']);
const NAMED_POLICIES = new Set(['caller.permissionsBoundary']);

function readPolicies(given: string, fact: string): FreeValue {
  // Only what a label gives away: a Resource may well look like a secret key.
  const pasted = readPastedPolicies(redactLabelledSecrets(given));
  if (!pasted.ok) return { ok: false, problem: `${pasted.problem}.` };
  const { policies } = pasted;
  const misplaced = misplacedIn(policies, fact);
  if (misplaced !== undefined) return misplaced;
  const text = writePastedPolicies(policies);
  if (POLICY_LISTS.has(fact)) return right(text, policies.map(withName));
  const [only] = policies;
  if (only === undefined || policies.length > 1)
    return wrong(`There are ${policies.length} policies in it`, 'paste exactly one here');
  return right(text, NAMED_POLICIES.has(fact) ? withName(only, 0) : only.document);
}

/** Policies of a caller never name a principal, those of a resource always do. */
function misplacedIn(policies: readonly PastedPolicy[], fact: string): FreeValue | undefined {
  const principals = policies.flatMap(({ document }) =>
    parsePolicyDocument(document).statements.map(({ principal }) => principal),
  );
  if (POLICY_LISTS.has(fact) || NAMED_POLICIES.has(fact)) {
    return principals.some((principal) => principal !== null)
      ? wrong('That policy names a Principal, so it is the policy of a resource', "paste the caller's own")
      : undefined;
  }
  return principals.includes(null)
    ? wrong('A statement of that policy names no Principal', 'paste the policy of the resource itself')
    : undefined;
}

function withName({ name, document }: PastedPolicy, index: number): { name: string; document: unknown } {
  return { name: name ?? (index === 0 ? 'pasted policy' : `pasted policy ${index + 1}`), document };
}
