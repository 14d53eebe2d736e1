import { isAccountId, parseArn } from '../arn.js';
import type { Lint } from '../document/model.js';
import { describeBlank, hasBlank } from '../explain/miss.js';
import { isUniqueId } from '../principal/match-principal.js';
import { parsePrincipal } from '../principal/parse-principal.js';
import { elementPath, type LintSubject } from './lint.js';

function isAccount(value: string): boolean {
  return isAccountId(value) || parsePrincipal(value).kind === 'root';
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
function lintNegated(subject: LintSubject, path: string): Lint[] {
  const { principal, effect } = subject.statement;
  if (principal === null || !principal.negated) return [];
  if (effect === 'Allow') {
    const message =
      'NotPrincipal with Allow is not supported: it allows everyone else, anonymous callers included';
    return [{ path, code: 'allow-not-principal', message }];
  }
  const values = principal.entries.filter((entry) => entry.type === 'AWS').map((entry) => entry.value);
  const accounts = new Set(values.filter(isAccount).map((value) => parseArn(value)?.account ?? value));
  return values.flatMap((value): Lint[] => {
    const account = parseArn(value)?.account;
    if (account === undefined || accounts.has(account)) return [];
    const message = `\`${value}\` is spared only if its account, ${account}, is listed beside it; now everyone there is denied`;
    return [{ path, code: 'not-principal-without-account', message }];
  });
}

function lintValue(value: string, path: string): Lint[] {
  if (isUniqueId(value)) {
    return [
      {
        path,
        code: 'deleted-principal',
        message: `\`${value}\` is a deleted identity: it names nobody that exists now`,
      },
    ];
  }
  if (hasBlank(value))
    return [{ path, code: 'blank', message: `${describeBlank(value)}, so it names nobody` }];
  if (value === '*' || isAccountId(value) || parsePrincipal(value).kind !== 'unrecognized') return [];
  return [{ path, code: 'unknown-principal', message: `\`${value}\` is no principal that AWS knows` }];
}

/** Principals that name nobody, or not whom they seem to. */
export function lintPrincipals(subject: LintSubject): Lint[] {
  const { principal } = subject.statement;
  if (principal === null) return [];
  const path = elementPath(subject, 'Principal', principal.negated);
  const named = principal.entries.filter((entry) => entry.type === 'AWS');
  return [...lintNegated(subject, path), ...named.flatMap((entry) => lintValue(entry.value, path))];
}
