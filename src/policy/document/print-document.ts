import type { GrammaticalDocument, ListElement, PrincipalElement, Statement } from './model.js';

function oneOrList(values: readonly string[]): string | readonly string[] {
  const [first] = values;
  return values.length === 1 && first !== undefined ? first : values;
}

function printList(name: string, element: ListElement | null): object {
  if (element === null) return {};
  return { [element.negated ? `Not${name}` : name]: oneOrList(element.values) };
}

function printPrincipal(element: PrincipalElement | null): object {
  if (element === null) return {};
  const byType = new Map<string, string[]>();
  for (const { type, value } of element.entries) byType.set(type, [...(byType.get(type) ?? []), value]);
  const printed = byType.has('*')
    ? '*'
    : Object.fromEntries([...byType].map(([type, values]) => [type, oneOrList(values)]));
  return { [element.negated ? 'NotPrincipal' : 'Principal']: printed };
}

function printConditions({ conditions }: Statement): object {
  if (conditions.length === 0) return {};
  const blocks = new Map<string, [string, string | readonly string[]][]>();
  for (const { operator, key, values } of conditions) {
    blocks.set(operator.name, [...(blocks.get(operator.name) ?? []), [key, oneOrList(values)]]);
  }
  return {
    Condition: Object.fromEntries([...blocks].map(([name, keys]) => [name, Object.fromEntries(keys)])),
  };
}

function printStatement(statement: Statement): object {
  const { sid, effect, principal, action, resource } = statement;
  return {
    ...(sid === undefined ? {} : { Sid: sid }),
    Effect: effect,
    ...printPrincipal(principal),
    ...printList('Action', action),
    ...printList('Resource', resource),
    ...printConditions(statement),
  };
}

/** Writes a parsed document as JSON again; broken statements are left out. */
export function printPolicyDocument(document: GrammaticalDocument): object {
  return {
    ...(document.versionGiven ? { Version: document.version } : {}),
    ...(document.id === undefined ? {} : { Id: document.id }),
    Statement: document.statements.map(printStatement),
  };
}
