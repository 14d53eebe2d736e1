import { parsePrincipal } from '../../policy/index.js';
import type { Snapshot } from '../snapshot.js';
import { type Fragment, fragmentsOf } from './tokens.js';

const VARIABLE = /\$\{(?![*?$]\})\s*([^},\s]*)\s*(?:,\s*'([^}]*)'\s*)?\}/g;
const PART_OF_A_TOKEN = /[A-Za-z0-9*?}]|[^\p{ASCII}]/u;

/**
 * What a policy variable brings in is part of a token where letters, a wildcard or another variable stand beside it: in `home/${aws:username}*`
 * the user's name is the beginning of all that matches.
 */
export function variableFragments(pattern: string, snapshot: Snapshot): readonly Fragment[] {
  return [...pattern.matchAll(VARIABLE)].flatMap(({ 0: variable, 1: key = '', 2: fallback, index }) => {
    const left = PART_OF_A_TOKEN.test(pattern.charAt(index - 1)) ? '*' : '';
    const behind = pattern.charAt(index + variable.length);
    const right = PART_OF_A_TOKEN.test(behind) || behind === '$' ? '*' : '';
    const values = [valueOf(key.toLowerCase(), snapshot), fallback].filter((value) => value !== undefined);
    return values.flatMap((value) => fragmentsOf(`${left}${value.replaceAll(/[*?$]/g, '/')}${right}`));
  });
}

function valueOf(key: string, { caller, bucket }: Snapshot): string | undefined {
  switch (key) {
    case 'aws:username': {
      const principal = caller?.arn === undefined ? undefined : parsePrincipal(caller.arn);
      return principal?.kind === 'user' ? principal.name : undefined;
    }
    case 'aws:principalaccount':
      return caller?.account;
    case 'aws:resourceaccount':
      return bucket?.account;
    case 'aws:principalorgid':
      return caller?.organizationId ?? undefined;
    default: {
      const tag = /^aws:principaltag\/(.*)$/.exec(key)?.[1];
      return Object.entries(caller?.tags ?? {}).find(([name]) => name.toLowerCase() === tag)?.[1];
    }
  }
}
