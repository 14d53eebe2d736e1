/**
 * Why the request was denied, in AWS's words.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html
 */

import type { ErrorPolicyType } from '../types.js';
import type { ReasonMark } from './marks.js';

/** What a policy type is called in the messages → its id; the first that fits counts. `null`: the role's trust policy. */
const POLICY_TYPES: readonly { readonly name: RegExp; readonly type: ErrorPolicyType | null }[] = [
  { name: /trust/i, type: null },
  { name: /service\s{1,9}control|\bSCPs?\b/i, type: 'scp' },
  { name: /resource\s{1,9}control|\bRCPs?\b/i, type: 'rcp' },
  { name: /vpc\s{1,9}endpoint/i, type: 'vpce' },
  { name: /boundar/i, type: 'boundary' },
  { name: /identity/i, type: 'identity' },
  { name: /session/i, type: 'session' },
  { name: /resource/i, type: 'resource' },
];

/** Up to four words that end in "policy" or "boundary". */
const TYPE = String.raw`((?:[A-Za-z-]{2,20}\s{1,9}){1,3}(?:policy|policies|boundary|boundaries)\b)`;
const EXPLICIT = new RegExp(
  String.raw`with\s{1,9}an?\s{1,9}explicit\s{1,9}deny(?:\s{1,9}in\s{1,9}(?:(?:an?|the)\s{1,9})?${TYPE})?`,
  'gi',
);
const TRANSITIVELY = new RegExp(
  String.raw`\s{1,9}transitively\s{1,9}through\s{1,9}(?:an?|the)\s{1,9}${TYPE}`,
  'iy',
);
const IMPLICIT = new RegExp(
  String.raw`(?:because|Context:)\s{1,9}no\s{1,9}${TYPE}\s{1,9}allows?(?:\s{1,9}the\s{1,9}([A-Za-z0-9-]{1,40}:[A-Za-z0-9*]{1,80})\s{1,9}action)?`,
  'gi',
);
/** The S3 console, of a page that it cannot show. */
const NEEDED = /\bpermissions?\s{1,9}to\s{1,9}allow\s{1,9}the\s{1,9}(s3:[A-Za-z]{1,80})\s{1,9}action\b/g;
const POLICY_ARN =
  /(?:,?\s{1,9}with\s{1,9}policy\s{1,9}ARN)?\s{0,9}:?\s{0,9}["'“]?(arn:[^\s"'“”<>]{1,400})/iy;
const KMS_UNREACHABLE =
  /because\s{1,9}the\s{1,9}resource\s{1,9}does\s{1,9}not\s{1,9}exist\s{1,9}in\s{1,9}this\s{1,9}Region,\s{1,9}no\s{1,9}resource-based\s{1,9}policies/gi;
const PUBLIC_ACCESS =
  /public\s{1,9}(?:ACLs|policies)\s{1,9}are\s{1,9}prevented\s{1,9}by\s{1,9}the\s{1,9}(BlockPublicAcls|BlockPublicPolicy)\b/gi;
const ENCRYPTION_BLOCKED = /has\s{1,9}blocked\s{1,9}upload\s{1,9}requests\s{1,9}that\s{1,9}specify\b/gi;

/** Every reason in the text, in no order. */
export function findReasons(text: string): readonly ReasonMark[] {
  return [
    ...[...text.matchAll(EXPLICIT)].map((match) => explicitReason(text, match)),
    ...[...text.matchAll(IMPLICIT)].map((match) => implicitReason(match)),
    ...[...text.matchAll(NEEDED)].map(({ index, 1: action = '' }) => ({
      kind: 'reason' as const,
      at: index,
      action,
      trustPolicy: false,
    })),
    ...fixedReasons(text, KMS_UNREACHABLE, () => 'resource'),
    ...fixedReasons(text, PUBLIC_ACCESS, (setting) =>
      /acl/i.test(setting) ? 'bpa-BlockPublicAcls' : 'bpa-BlockPublicPolicy',
    ),
    ...fixedReasons(text, ENCRYPTION_BLOCKED, () => 'blocked-encryption-type'),
  ];
}

function explicitReason(text: string, match: RegExpExecArray): ReasonMark {
  const first = typeOf(match[1]);
  TRANSITIVELY.lastIndex = match.index + match[0].length;
  const second = TRANSITIVELY.exec(text);
  const type = second === null ? first : typeOf(second[1]);
  const end = match.index + match[0].length + (second?.[0].length ?? 0);
  const policyArn = match[1] === undefined ? undefined : policyArnAt(text, end);
  return {
    kind: 'reason',
    at: match.index,
    denyType: 'explicit',
    trustPolicy: type === null,
    ...(type ? { policyType: type } : {}),
    ...(second !== null && first ? { through: first } : {}),
    ...(policyArn === undefined ? {} : { policyArn }),
  };
}

function implicitReason(match: RegExpExecArray): ReasonMark {
  const type = typeOf(match[1]);
  return {
    kind: 'reason',
    at: match.index,
    denyType: 'implicit',
    trustPolicy: type === null,
    ...(type ? { policyType: type } : {}),
    ...(match[2] === undefined ? {} : { action: match[2] }),
  };
}

function fixedReasons(
  text: string,
  pattern: RegExp,
  type: (found: string) => ErrorPolicyType,
): readonly ReasonMark[] {
  return [...text.matchAll(pattern)].map((match) => ({
    kind: 'reason' as const,
    at: match.index,
    policyType: type(match[1] ?? ''),
    trustPolicy: false,
  }));
}

function typeOf(name: string | undefined): ErrorPolicyType | null | undefined {
  return name === undefined ? undefined : POLICY_TYPES.find((row) => row.name.test(name))?.type;
}

/** The ARN right behind the type. Only a policy's counts, and without the full stop behind it. */
function policyArnAt(text: string, at: number): string | undefined {
  POLICY_ARN.lastIndex = at;
  const arn = POLICY_ARN.exec(text)?.[1]?.replace(/[.,;:)\]}]{1,9}$/, '');
  return arn !== undefined && /^arn:aws[a-z-]*:(?:iam|organizations)::(?:\d{12}|aws):policy\/[^/]/.test(arn)
    ? arn
    : undefined;
}
