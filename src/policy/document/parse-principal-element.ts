import { didYouMean } from '../text/suggest.js';
import { isRecord, show } from './json.js';
import { PRINCIPAL_TYPES, type PrincipalEntry, type PrincipalType, type Problem } from './model.js';

function isPrincipalType(name: string): name is PrincipalType {
  return PRINCIPAL_TYPES.some((type) => type === name);
}

function checkEntry(entry: PrincipalEntry, path: string, problems: Problem[]): void {
  const { type, value } = entry;
  if (value === '') problems.push({ path, message: 'is empty' });
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
  else if (type === 'AWS' && value !== '*' && /[*?]/.test(value)) {
    problems.push({
      path,
      message: `"${value}": a principal has no partial wildcards; name it, or use "*" and a Condition`,
    });
  }
}

function parseEntries(
  type: PrincipalType,
  given: unknown,
  path: string,
  problems: Problem[],
): PrincipalEntry[] {
  const isList = Array.isArray(given);
  const items: unknown[] = isList ? given : [given];
  if (items.length === 0) problems.push({ path, message: 'is an empty list, which names nobody' });
  return items.flatMap((value, index) => {
    const itemPath = isList ? `${path}[${index}]` : path;
    if (typeof value !== 'string') {
      problems.push({ path: itemPath, message: `must be a string, not ${show(value)}` });
      return [];
    }
    checkEntry({ type, value }, itemPath, problems);
    return [{ type, value }];
  });
}

/** Reads what stands behind Principal or NotPrincipal: `"*"`, or an object by principal type. */
export function parsePrincipalElement(given: unknown, path: string, problems: Problem[]): PrincipalEntry[] {
  if (given === '*') return [{ type: '*', value: '*' }];
  if (!isRecord(given)) {
    problems.push({ path, message: `must be "*" or an object such as {"AWS": "arn:…"}, not ${show(given)}` });
    return [];
  }
  const names = Object.keys(given);
  if (names.length === 0) problems.push({ path, message: 'names nobody' });
  return names.flatMap((name) => {
    const typePath = `${path}.${name}`;
    if (isPrincipalType(name)) return parseEntries(name, given[name], typePath, problems);
    problems.push({
      path: typePath,
      message: `unknown principal type "${name}"${didYouMean(name, PRINCIPAL_TYPES)}`,
    });
    return [];
  });
}
