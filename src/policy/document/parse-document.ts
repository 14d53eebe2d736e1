import { didYouMean } from '../text/suggest.js';
import { findLints } from '../lint/find-lints.js';
import {
  type BrokenStatement,
  type GrammaticalDocument,
  type ParsedPolicyDocument,
  type Problem,
  type Statement,
  VERSIONS,
  type Version,
} from './model.js';
import { parseStatement } from './parse-statement.js';
import { isRecord, type JsonRecord, readJson, show } from './json.js';

const DOCUMENT_ELEMENTS = ['Version', 'Id', 'Statement'];

function parseVersion(record: JsonRecord, problems: Problem[]): { version: Version; versionGiven: boolean } {
  const { Version: given } = record;
  if (given === undefined) return { version: '2008-10-17', versionGiven: false };
  const version = VERSIONS.find((one) => one === given);
  if (version !== undefined) return { version, versionGiven: true };
  problems.push({
    path: '$.Version',
    message: `must be "2012-10-17" (or the older "2008-10-17"), not ${show(given)}`,
  });
  return { version: '2012-10-17', versionGiven: false };
}

function checkElements(record: JsonRecord, problems: Problem[]): void {
  for (const name of Object.keys(record)) {
    if (DOCUMENT_ELEMENTS.includes(name)) continue;
    problems.push({
      path: `$.${name}`,
      message: `unknown element "${name}"${didYouMean(name, DOCUMENT_ELEMENTS)}`,
    });
  }
  if (record.Id !== undefined && typeof record.Id !== 'string') {
    problems.push({ path: '$.Id', message: `must be a string, not ${show(record.Id)}` });
  }
}

function statementList(given: unknown, problems: Problem[]): readonly unknown[] {
  if (Array.isArray(given)) return given;
  if (isRecord(given)) return [given];
  const message =
    given === undefined ? 'is missing' : `must be a statement or a list of statements, not ${show(given)}`;
  problems.push({ path: '$.Statement', message });
  return [];
}

function unusable(problems: readonly Problem[]): GrammaticalDocument {
  return { version: '2008-10-17', versionGiven: false, id: undefined, statements: [], broken: [], problems };
}

function checkSids(statements: readonly Statement[], problems: Problem[]): void {
  if (statements.length < 2) return;
  const seen = new Map<string, number>();
  for (const { sid, index } of statements) {
    if (sid === undefined || sid === '') continue;
    const first = seen.get(sid);
    if (first === undefined) {
      seen.set(sid, index);
      continue;
    }
    const message = `"${sid}" is already the Sid of statement ${first}; each must be unique`;
    problems.push({ path: `$.Statement[${index}].Sid`, message });
  }
}

/** Reads a policy document against IAM's grammar alone: what compiling needs. */
export function parseGrammar(input: unknown): GrammaticalDocument {
  const json = typeof input === 'string' ? readJson(input) : { value: input };
  if ('problem' in json) return unusable([{ path: '$', message: `is ${json.problem}` }]);
  const record = json.value;
  if (!isRecord(record)) {
    const message = `a policy is a JSON object with Version and Statement, not ${show(record)}`;
    return unusable([{ path: '$', message }]);
  }
  const problems: Problem[] = [];
  checkElements(record, problems);
  const { version, versionGiven } = parseVersion(record, problems);
  const statements: Statement[] = [];
  const broken: BrokenStatement[] = [];
  const list = statementList(record.Statement, problems);
  const isList = Array.isArray(record.Statement);
  for (let index = 0; index < list.length; index++) {
    const path = isList ? `$.Statement[${index}]` : '$.Statement';
    const parsed = parseStatement(list[index], { path, index, variables: version === '2012-10-17' });
    if (parsed.outcome === 'statement') statements.push(parsed.statement);
    else {
      problems.push(...parsed.problems);
      broken.push(parsed.broken);
    }
  }
  checkSids(statements, problems);
  const id = typeof record.Id === 'string' ? record.Id : undefined;
  return { version, versionGiven, id, statements, broken, problems };
}

/**
 * Reads a policy document, given as an object or as JSON text, against IAM's grammar. Never throws: what is wrong is
 * in `problems` with its JSON path, and a bad statement leaves the good ones usable; what AWS accepts and yet is hardly
 * meant is in `lints`.
 */
export function parsePolicyDocument(input: unknown): ParsedPolicyDocument {
  const document = parseGrammar(input);
  return { ...document, lints: findLints(document) };
}
