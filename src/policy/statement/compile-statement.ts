import type { ListElement, Statement } from '../document/model.js';
import { compilePattern, compilePatternMatcher, type Pattern, type PatternMatcher } from '../text/pattern.js';
import { compileWildcard, type Matcher } from '../text/wildcard.js';

/** A listed action, lower-case where it is compared: action names are case-insensitive. */
interface ActionValue {
  readonly source: string;
  readonly exact: string | null;
  readonly matches: Matcher | null;
}

export interface CompiledAction {
  readonly negated: boolean;
  readonly values: readonly ActionValue[];
}

export interface CompiledResourceValue {
  readonly pattern: Pattern;
  readonly matches: PatternMatcher;
}

export interface CompiledResource {
  readonly negated: boolean;
  readonly values: readonly CompiledResourceValue[];
  /** Lower-case keys that its policy variables ask for. */
  readonly variables: readonly string[];
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
function compileAction(source: string): ActionValue {
  const lower = source.toLowerCase();
  if (!lower.includes('*') && !lower.includes('?')) return { source, exact: lower, matches: null };
  return { source, exact: null, matches: compileWildcard(lower) };
}

/** The listed action that matches the request's lower-case action; `null`: none. */
export function findAction(action: CompiledAction, actionId: string): string | null {
  for (const value of action.values) {
    if (value.matches === null ? value.exact === actionId : value.matches(actionId)) return value.source;
  }
  return null;
}

function compileResource(element: ListElement, variables: boolean): CompiledResource {
  const options = { variables, wildcards: true };
  const values = element.values.map((source) => {
    const pattern = compilePattern(source, options);
    return { pattern, matches: compilePatternMatcher(pattern) };
  });
  const asked = values.flatMap((value) => value.pattern.variables);
  return { negated: element.negated, values, variables: asked.length < 2 ? asked : [...new Set(asked)] };
}

/** A statement with its matchers, each made when it is first needed: most statements are about other actions. */
export class CompiledStatement {
  readonly statement: Statement;
  readonly #variables: boolean;
  #action: CompiledAction | null = null;
  #resource: CompiledResource | null = null;

  /** `variables`: whether the document's Version knows policy variables. */
  constructor(statement: Statement, variables: boolean) {
    this.statement = statement;
    this.#variables = variables;
  }

  get action(): CompiledAction {
    const { negated, values } = this.statement.action;
    this.#action ??= { negated, values: values.map(compileAction) };
    return this.#action;
  }

  get resource(): CompiledResource | null {
    const { resource } = this.statement;
    if (resource === null) return null;
    this.#resource ??= compileResource(resource, this.#variables);
    return this.#resource;
  }
}
