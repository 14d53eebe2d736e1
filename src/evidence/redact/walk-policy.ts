import { parseOperator } from '../../policy/index.js';
import { hasFixedValues } from './vocabulary.js';
import type { Rewriter } from './rewriter.js';

/** A policy document, well formed or not: what is wrong with it stays wrong. */
export function rewriteDocument(document: unknown, rewriter: Rewriter): unknown {
  if (typeof document === 'string') return rewriteJsonText(document, rewriter);
  if (!isRecord(document)) return rewriteDeep(document, rewriter.pattern);
  return mapFields(document, (element, value) => {
    switch (element) {
      case 'Version':
        return value;
      case 'Statement':
        return Array.isArray(value)
          ? value.map((statement: unknown) => rewriteStatement(statement, rewriter))
          : rewriteStatement(value, rewriter);
      default:
        return rewriteDeep(value, rewriter.name);
    }
  });
}

/** IAM's own APIs give documents as JSON text. */
function rewriteJsonText(text: string, rewriter: Rewriter): string {
  try {
    const document: unknown = JSON.parse(text);
    return typeof document === 'string'
      ? rewriter.pattern(text)
      : JSON.stringify(rewriteDocument(document, rewriter));
  } catch {
    return rewriter.pattern(text);
  }
}

function rewriteStatement(statement: unknown, rewriter: Rewriter): unknown {
  if (!isRecord(statement)) return rewriteDeep(statement, rewriter.pattern);
  return mapFields(statement, (element, value) => {
    switch (element) {
      case 'Effect':
        return value;
      case 'Action':
      case 'NotAction':
        return rewriteDeep(value, (action) => (isAction(action) ? action : rewriter.pattern(action)));
      case 'Principal':
      case 'NotPrincipal':
        return rewritePrincipals(value, rewriter);
      case 'Condition':
        return rewriteConditions(value, rewriter);
      case 'Sid':
        return rewriteDeep(value, rewriter.name);
      default:
        return rewriteDeep(value, rewriter.pattern);
    }
  });
}

function isAction(text: string): boolean {
  return /^(?:\s*[a-z0-9-]+\s*:)?[A-Za-z*?\s]+$/.test(text);
}

/** Services are AWS's, all others somebody's. */
function rewritePrincipals(value: unknown, rewriter: Rewriter): unknown {
  if (!isRecord(value)) return rewriteDeep(value, rewriter.pattern);
  return mapFields(value, (type, names) =>
    type === 'Service' ? names : rewriteDeep(names, rewriter.pattern),
  );
}

function rewriteConditions(condition: unknown, rewriter: Rewriter): unknown {
  if (!isRecord(condition)) return rewriteDeep(condition, rewriter.pattern);
  return mapFields(condition, (operator, keys) => {
    if (!isRecord(keys)) return rewriteDeep(keys, rewriter.pattern);
    const entries = Object.entries(keys).map(([key, values]) => [
      rewriteConditionKey(key, rewriter),
      rewriteDeep(values, (value) => rewriteConditionValue(operator, key, value, rewriter)),
    ]);
    return Object.fromEntries(entries);
  });
}

/** `aws:PrincipalTag/team` has somebody's word in it, as does `kms:EncryptionContext:department`. */
export function rewriteConditionKey(key: string, { name }: Pick<Rewriter, 'name'>): string {
  const [, prefix, own] = /^([^/]*\/|kms:EncryptionContext:)(.+)$/is.exec(key) ?? [];
  if (prefix !== undefined && own !== undefined) return `${prefix}${name(own)}`;
  // An identity provider's key, `idp.example.com:sub`: its host is a name.
  const [, host, claim] = /^([^:.]*\.[^:]*)(:.*)$/.exec(key) ?? [];
  return host === undefined || claim === undefined ? key : `${name(host)}${claim}`;
}

function rewriteConditionValue(operator: string, key: string, value: string, rewriter: Rewriter): string {
  const parsed = parseOperator(operator);
  const family = parsed.outcome === 'operator' ? parsed.operator.family : 'string';
  if (hasFixedValues(key)) return value;
  if (family === 'ip') return rewriter.address(value) ?? rewriter.pattern(value);
  const plain = ['numeric', 'date', 'bool', 'null'].includes(family) && isPlainValue(value);
  return plain ? value : rewriter.pattern(value);
}

/** A number, a date or a truth value. */
function isPlainValue(text: string): boolean {
  return /^[\d.:eTZ+\s-]*$|^(?:true|false)$/i.test(text);
}

function rewriteDeep(value: unknown, rewrite: (text: string) => string): unknown {
  if (typeof value === 'string') return rewrite(value);
  if (Array.isArray(value)) return value.map((item: unknown) => rewriteDeep(item, rewrite));
  return isRecord(value) ? mapFields(value, (_, inner) => rewriteDeep(inner, rewrite)) : value;
}

function mapFields(
  record: Readonly<Record<string, unknown>>,
  map: (name: string, value: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(name, value)]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
