import type { GrantLevel } from './facts.js';
import type { Goal, Grantee, Scope } from './types.js';

const LEVELS = {
  list: 'list',
  read: 'read',
  'read-list': 'list and read',
  write: 'upload',
  'read-write': 'read and upload',
  delete: 'delete',
} as const satisfies Readonly<Record<GrantLevel, string>>;

/** `list and read the objects below reports/ in bucket amzn-s3-demo-bucket` */
export function goalInWords({ level, scope, bucket }: Pick<Goal, 'level' | 'scope' | 'bucket'>): string {
  return `${LEVELS[level]} ${scopeInWords(scope)} in bucket ${bucket}`;
}

function scopeInWords(scope: Scope): string {
  switch (scope.kind) {
    case 'bucket':
      return 'all objects';
    case 'prefix':
      return `the objects below ${scope.prefix}`;
    case 'object':
      return `the object ${scope.key}`;
  }
}

/** What somebody does with a policy of the grantee's own. */
export function addToGrantee({ kind, words }: Grantee): string {
  return kind === 'account'
    ? `Make this policy and attach it to every user and role of ${words} that is to get access`
    : `Add this policy to ${words}`;
}

/** "a, b and c" */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
