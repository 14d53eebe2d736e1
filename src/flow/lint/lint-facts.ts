import { placeholdersOf } from '../../diagnosis/template.js';
import type { Evidence } from '../../diagnosis/types.js';
import { EMPTY_SNAPSHOT, snapshotSchema } from '../../evidence/snapshot.js';
import { whatWouldBeRight } from '../../nearest.js';
import { tellFact } from '../facts.js';
import { INPUT_EXAMPLES, readFreeValue } from '../free-value.js';
import { fieldsAt, schemaAt } from '../schema-path.js';
import type { OptionInput } from '../types.js';
import { LIMITS, lintPlaceholders, lintText } from './lint-texts.js';
import type { Report } from './reporter.js';

const NOTHING: Evidence = { request: { headers: {}, context: {} }, snapshot: EMPTY_SNAPSHOT, stated: [] };

/** Whether an answer's facts have a place in the evidence, and values that fit there: by telling them to an empty one. */
export function lintFacts(report: Report, facts: Readonly<Record<string, unknown>>): void {
  for (const [path, value] of Object.entries(facts)) {
    lintPlaceholders(report, [path], path);
    if (typeof value === 'string') lintPlaceholders(report, [path], value);
    const told = tellFact(NOTHING, withSample(path, 'aws:SourceIp'), withSample(value, 'sample'));
    if (told.outcome !== 'refused') continue;
    if (told.why === 'no such fact') report([path], `unknown fact \`${path}\``, rightPath(path));
    else report([path], `wrong value \`${JSON.stringify(value)}\` of the fact \`${path}\``, told.why);
  }
}

/** Whether what is typed for an option has a place in the evidence, and fits there: by telling an example of it. */
export function lintInput(report: Report, { kind, fact, label, hint }: OptionInput): void {
  lintText(report, ['label'], label, LIMITS.input);
  lintText(report, ['hint'], hint, LIMITS.input);
  lintPlaceholders(report, ['fact'], fact);
  const path = withSample(fact, 'aws:PrincipalArn');
  const example = readFreeValue({ kind, fact: path }, INPUT_EXAMPLES[kind]);
  const told = tellFact(NOTHING, path, example.ok ? example.value : undefined);
  const wrongKind = (right: string): void =>
    report(['kind'], `\`${kind}\` is no kind of value for \`${fact}\``, right);
  if (told.outcome === 'refused' && told.why === 'no such fact')
    report(['fact'], `unknown fact \`${fact}\``, rightPath(fact));
  else if (POLICY_FACT.test(fact) !== (kind === 'policy'))
    wrongKind(kind === 'policy' ? 'a kind other than `policy`' : '`policy`');
  else if (told.outcome === 'refused') wrongKind(told.why);
}

const POLICY_FACT = /\.(?:policy|identityPolicies|sessionPolicies|permissionsBoundary)$/;

function withSample<T>(value: T, sample: string): T | string {
  if (typeof value !== 'string' || placeholdersOf(value).length === 0) return value;
  return value.replaceAll(/\{[a-zA-Z]+\}/g, sample);
}

const REQUEST_FACTS = ['operation', 'principal', 'versionId', 'crossAccount'] as const;
const GRANT_FACTS = ['method', 'level', 'prefix', 'key'] as const;

function rightPath(path: string): string {
  const parts = path.split('.');
  const [first = '', second = ''] = parts;
  if (first === 'request') return whatWouldBeRight(second, REQUEST_FACTS);
  if (first === 'grant') return whatWouldBeRight(second, GRANT_FACTS);
  if (first === 'headers') return "a header's name in lower case, such as `headers.x-amz-acl`";
  if (first === 'context') return 'a condition key with its prefix, such as `context.aws:SourceIp`';
  const known = parts.findIndex(
    (_, index) => schemaAt(snapshotSchema, parts.slice(0, index + 1)) === undefined,
  );
  const fields = fieldsAt(snapshotSchema, parts.slice(0, known));
  return whatWouldBeRight(
    parts[known] ?? '',
    known === 0 ? [...fields, 'request', 'headers', 'context', 'grant'] : fields,
  );
}
