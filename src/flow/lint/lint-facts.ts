import { placeholdersOf } from '../../diagnosis/template.js';
import type { Evidence } from '../../diagnosis/types.js';
import { EMPTY_SNAPSHOT, snapshotSchema } from '../../evidence/snapshot.js';
import { whatWouldBeRight } from '../../nearest.js';
import { tellFact } from '../facts.js';
import { fieldsAt, schemaAt } from '../schema-path.js';
import { lintPlaceholders } from './lint-texts.js';
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

function withSample<T>(value: T, sample: string): T | string {
  if (typeof value !== 'string' || placeholdersOf(value).length === 0) return value;
  return value.replaceAll(/\{[a-zA-Z]+\}/g, sample);
}

const REQUEST_FACTS = ['operation', 'principal', 'versionId', 'crossAccount'] as const;

function rightPath(path: string): string {
  const parts = path.split('.');
  const [first = '', second = ''] = parts;
  if (first === 'request') return whatWouldBeRight(second, REQUEST_FACTS);
  if (first === 'headers') return "a header's name in lower case, such as `headers.x-amz-acl`";
  if (first === 'context') return 'a condition key with its prefix, such as `context.aws:SourceIp`';
  const known = parts.findIndex(
    (_, index) => schemaAt(snapshotSchema, parts.slice(0, index + 1)) === undefined,
  );
  const fields = fieldsAt(snapshotSchema, parts.slice(0, known));
  return whatWouldBeRight(
    parts[known] ?? '',
    known === 0 ? [...fields, 'request', 'headers', 'context'] : fields,
  );
}
