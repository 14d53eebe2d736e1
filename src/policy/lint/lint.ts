import type { Lint, Statement } from '../document/model.js';
import { childPath } from '../document/json.js';

/** What every check is given: the statement, where it stands, and the language version. */
export interface LintSubject {
  readonly statement: Statement;
  readonly path: string;
  /** Whether the document's Version knows policy variables. */
  readonly variables: boolean;
}

export type LintCheck = (subject: LintSubject) => Lint[];

/** The path of an element, with its `Not` where it has one. */
export function elementPath({ path }: LintSubject, name: string, negated: boolean): string {
  return `${path}.${negated ? 'Not' : ''}${name}`;
}

export function conditionPath({ path }: LintSubject, operator: string, key: string): string {
  return childPath(childPath(`${path}.Condition`, operator), key);
}
