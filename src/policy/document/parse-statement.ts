import type { Condition } from '../condition/condition.js';
import { didYouMean } from '../text/suggest.js';
import type { Effect } from '../types.js';
import { childPath, isRecord, type JsonRecord, show } from './json.js';
import type { BrokenStatement, ListElement, PrincipalElement, Problem, Statement } from './model.js';
import { parseConditions } from './parse-condition.js';
import { parsePrincipalElement } from './parse-principal-element.js';

const ELEMENTS = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];
const KNOWN_ELEMENTS = new Set(ELEMENTS);
const NO_CONDITIONS: readonly Condition[] = [];
const NO_ACTION: ListElement = { negated: false, values: [] };

export interface StatementPlace {
  readonly path: string;
  readonly index: number;
  /** Whether the document's Version knows policy variables. */
  readonly variables: boolean;
}

export type StatementParse =
  | { readonly outcome: 'statement'; readonly statement: Statement }
  | { readonly outcome: 'broken'; readonly broken: BrokenStatement; readonly problems: readonly Problem[] };

/** Reports what is wrong with an element of the statement. */
type Report = (element: string, message: string) => void;

function parseEffect(given: unknown, report: Report): Effect | null {
  if (given === 'Allow' || given === 'Deny') return given;
  const wanted = '"Allow" or "Deny"';
  report('Effect', given === undefined ? `is missing: ${wanted}` : `must be ${wanted}, not ${show(given)}`);
  return null;
}

function parseStrings(given: unknown, element: string, report: Report): readonly string[] {
  if (typeof given === 'string') return [given];
  if (!Array.isArray(given)) {
    report(element, `must be a string or a list of strings, not ${show(given)}`);
    return [];
  }
  const items: unknown[] = given;
  const strings: string[] = [];
  for (const [index, item] of items.entries()) {
    if (typeof item === 'string') strings.push(item);
    else report(`${element}[${index}]`, `must be a string, not ${show(item)}`);
  }
  if (items.length === 0) report(element, 'is an empty list, which matches nothing');
  return strings;
}

/** Reads `Name` or `NotName`, of which there must be at most one. */
function parseEither(record: JsonRecord, name: string, notName: string, report: Report): ListElement | null {
  const plain = record[name];
  const negated = record[notName];
  if (plain !== undefined && negated !== undefined) {
    report(notName, `stands beside ${name}; a statement has one of the two`);
  }
  if (plain !== undefined) return { negated: false, values: parseStrings(plain, name, report) };
  if (negated !== undefined) return { negated: true, values: parseStrings(negated, notName, report) };
  return null;
}

function parseAction(record: JsonRecord, report: Report): ListElement {
  const action = parseEither(record, 'Action', 'NotAction', report);
  if (action === null) {
    report('Action', 'is missing (or NotAction)');
    return NO_ACTION;
  }
  for (const value of action.values) {
    if (value === '*' || value.includes(':')) continue;
    const element = action.negated ? 'NotAction' : 'Action';
    report(element, `"${value}" has no service prefix; write "s3:${value}" or the like`);
  }
  return action;
}

function parseResource(record: JsonRecord, action: ListElement, report: Report): ListElement | null {
  const resource = parseEither(record, 'Resource', 'NotResource', report);
  if (resource !== null) return resource;
  // Only a role's trust policy has no Resource:
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
  const isTrust = action.values.length > 0 && action.values.every((value) => /^sts:/i.test(value));
  if (!isTrust) report('Resource', 'is missing (or NotResource)');
  return null;
}

function parsePrincipals(record: JsonRecord, path: string, problems: Problem[]): PrincipalElement | null {
  const { Principal: plain, NotPrincipal: not } = record;
  if (plain === undefined && not === undefined) return null;
  if (plain !== undefined && not !== undefined) {
    problems.push({
      path: `${path}.NotPrincipal`,
      message: 'stands beside Principal; a statement has one of the two',
    });
  }
  const negated = plain === undefined;
  const elementPath = `${path}.${negated ? 'NotPrincipal' : 'Principal'}`;
  return { negated, entries: parsePrincipalElement(negated ? not : plain, elementPath, problems) };
}

function parseSid(given: unknown, report: Report): string | undefined {
  if (given === undefined || typeof given === 'string') return given;
  report('Sid', `must be a string, not ${show(given)}`);
  return undefined;
}

function checkElements(record: JsonRecord, path: string, problems: Problem[]): void {
  for (const name of Object.keys(record)) {
    if (KNOWN_ELEMENTS.has(name)) continue;
    const message = `unknown element "${name}"${didYouMean(name, ELEMENTS)}`;
    problems.push({ path: childPath(path, name), message });
  }
}

function broken(
  place: StatementPlace,
  effect: Effect | null,
  sid: string | undefined,
  problems: Problem[],
): StatementParse {
  const [first] = problems;
  const problem = first === undefined ? 'is malformed' : `${first.path} ${first.message}`;
  return {
    outcome: 'broken',
    broken: { index: place.index, sid, effect: effect ?? 'Deny', problem },
    problems,
  };
}

/** Reads one statement; a problem anywhere in it makes it broken, since AWS would refuse the policy. */
export function parseStatement(value: unknown, place: StatementPlace): StatementParse {
  const { path, index, variables } = place;
  const problems: Problem[] = [];
  const report: Report = (element, message) => problems.push({ path: `${path}.${element}`, message });
  if (!isRecord(value)) {
    problems.push({ path, message: `must be an object, not ${show(value)}` });
    return broken(place, null, undefined, problems);
  }
  checkElements(value, path, problems);
  const sid = parseSid(value.Sid, report);
  const effect = parseEffect(value.Effect, report);
  const principal = parsePrincipals(value, path, problems);
  const action = parseAction(value, report);
  const resource = parseResource(value, action, report);
  const conditions =
    value.Condition === undefined
      ? NO_CONDITIONS
      : parseConditions(value.Condition, `${path}.Condition`, variables, problems);
  if (effect === null || problems.length > 0) return broken(place, effect, sid, problems);
  return { outcome: 'statement', statement: { index, sid, effect, principal, action, resource, conditions } };
}
