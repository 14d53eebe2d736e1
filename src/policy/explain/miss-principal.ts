import { isAccountId, parseArn } from '../arn.js';
import type { PrincipalElement, PrincipalEntry } from '../document/model.js';
import { isUniqueId, matchPrincipalEntry, namesOtherAccount } from '../principal/match-principal.js';
import { accountOf, type Principal } from '../principal/parse-principal.js';
import { parsePrincipal } from '../principal/parse-principal.js';
import { describeBlank, hasBlank, type Miss, OTHER_CALLER, SLIP, withoutBlanks } from './miss.js';
import { quoteList } from '../text/quote.js';

const DELETED: Readonly<Record<string, string>> = {
  AROA: 'role',
  AIDA: 'user',
  AGPA: 'group',
};

function explainDeleted(value: string): string | null {
  if (!isUniqueId(value)) return null;
  return `Principal \`${value}\` is a deleted ${DELETED[value.slice(0, 4)] ?? 'identity'}: it names nobody that exists now`;
}

function explainSession(value: string, caller: Principal): string | null {
  const named = parsePrincipal(value);
  if (named.kind !== 'assumed-role' || !('name' in caller) || named.name !== caller.name) return null;
  if (named.account !== accountOf(caller)) return null;
  return `Principal names the session ${named.sessionName} of the role ${named.name} only`;
}

function explainForm(entry: PrincipalEntry, caller: Principal, text: string): string | null {
  const { value } = entry;
  if (hasBlank(value) && matchPrincipalEntry({ ...entry, value: withoutBlanks(value) }, caller) !== null) {
    return `the ARN has a space: ${describeBlank(value)}`;
  }
  if (value.toLowerCase() === text.toLowerCase())
    return `Principal \`${value}\` differs in upper and lower case only`;
  const arn = parseArn(value);
  if (arn === null || !('partition' in caller) || arn.partition === caller.partition) return null;
  const moved = `arn:${caller.partition}${value.slice(4 + arn.partition.length)}`;
  if (matchPrincipalEntry({ ...entry, value: moved }, caller) === null) return null;
  return `Principal \`${value}\` is in the partition ${arn.partition}; the caller is in ${caller.partition}`;
}

function explainPath(value: string, caller: Principal): string | null {
  const named = parsePrincipal(value);
  if (named.kind !== caller.kind || !('name' in named) || !('name' in caller)) return null;
  if (named.name !== caller.name || named.account !== caller.account) return null;
  return `Principal \`${value}\` has another path than the caller, ${caller.arn}`;
}

function explainEntry(entry: PrincipalEntry, caller: Principal, text: string): string | null {
  return (
    explainDeleted(entry.value) ??
    explainSession(entry.value, caller) ??
    explainForm(entry, caller, text) ??
    explainPath(entry.value, caller)
  );
}

function missOf(because: string, distance: number): Miss {
  return { element: 'Principal', because, distance };
}

/** Why a Principal or NotPrincipal element is not about the caller. `text`: the caller, as the request says it. */
export function missPrincipal(element: PrincipalElement | null, caller: Principal, text: string): Miss {
  if (element === null) return missOf('it has no Principal, which a resource policy needs', SLIP);
  const values = element.entries.map((entry) => entry.value);
  if (element.negated) return missOf(`NotPrincipal ${quoteList(values)} spares ${text}`, OTHER_CALLER);
  for (const entry of element.entries) {
    const because = explainEntry(entry, caller, text);
    if (because !== null) return missOf(because, SLIP);
  }
  const accounts = values.filter((value) => isAccountId(value) || parseArn(value) !== null);
  if (accounts.length > 0 && accounts.every((value) => namesOtherAccount(value, caller))) {
    const own = accountOf(caller);
    const where = own === null ? text : `${text} is in ${own}`;
    return missOf(`Principal names ${quoteList(values)}, in another account; ${where}`, OTHER_CALLER);
  }
  return missOf(`Principal names ${quoteList(values)}, not ${text}`, OTHER_CALLER);
}
