import type { Lookup, Pattern } from '../text/pattern.js';
import { quoteList } from '../text/quote.js';
import { allOf, anyOf, not } from '../text/ternary.js';
import type { Match } from '../types.js';
import { type ComparedValues, compareValues } from './compare.js';
import type { Operator } from './operator.js';

function absentHolds(operator: Operator): boolean {
  if (operator.ifExists) return true;
  if (operator.qualifier === 'ForAllValues') return true;
  if (operator.qualifier === 'ForAnyValue') return false;
  return operator.negated;
}

function nullHolds(values: readonly string[], absent: boolean): boolean {
  return values.some((value) => value.toLowerCase() === String(absent));
}

const NO_VARIABLES: readonly string[] = [];

function variablesOf(patterns: readonly Pattern[]): readonly string[] {
  if (patterns.every((pattern) => pattern.parts === null)) return NO_VARIABLES;
  return [...new Set(patterns.flatMap((pattern) => pattern.variables))];
}

/**
 * One operator, one key, its values: the smallest thing that can hold or not. Compiled when it is first asked:
 * most statements are ruled out before their conditions are.
 */
export class Condition {
  readonly operator: Operator;
  /** As the policy writes it. */
  readonly key: string;
  /** Lower case: condition key names are case-insensitive. */
  readonly keyId: string;
  readonly values: readonly string[];
  readonly #variables: boolean;
  #compared: ComparedValues | null = null;
  #phrase: string | null = null;

  /** `variables`: whether the document's Version knows policy variables. */
  constructor(operator: Operator, key: string, values: readonly string[], variables: boolean) {
    this.operator = operator;
    this.key = key;
    this.keyId = key.toLowerCase();
    this.values = values;
    this.#variables = variables;
  }

  #compiled(): ComparedValues {
    this.#compared ??= compareValues(this.operator, this.values, this.#variables);
    return this.#compared;
  }

  /** As words say it, the same in every request: `aws:SourceVpce (StringNotEquals "vpce-1a2b3c4d")`. */
  get phrase(): string {
    this.#phrase ??= `${this.key} (${this.operator.name} ${quoteList(this.values)})`;
    return this.#phrase;
  }

  /** For strings and ARNs: the values with their wildcards and variables. */
  get patterns(): readonly Pattern[] {
    return this.#compiled().patterns;
  }

  /** Lower-case keys that its policy variables ask for. */
  get variables(): readonly string[] {
    return variablesOf(this.patterns);
  }

  /** Whether it holds, given what the keys are. */
  holds(lookup: Lookup): Match {
    const { operator } = this;
    const present = lookup(this.keyId);
    if (present === undefined) return 'unknown';
    if (operator.family === 'null') return nullHolds(this.values, present === null) ? 'yes' : 'no';
    if (present === null) return absentHolds(operator) ? 'yes' : 'no';
    const { test } = this.#compiled();
    if (operator.qualifier === 'none') {
      // Multivalued keys require a set operator; without one, several values match nothing.
      if (present.length !== 1) return 'no';
      const matched = test(present[0] ?? '', lookup);
      return operator.negated ? not(matched) : matched;
    }
    const holdsFor = (value: string): Match => {
      const matched = test(value, lookup);
      return operator.negated ? not(matched) : matched;
    };
    if (operator.qualifier === 'ForAnyValue') return anyOf(present, holdsFor);
    // An empty string is a null data set, on which ForAllValues is true:
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
    return allOf(present, (value) => (value === '' ? 'yes' : holdsFor(value)));
  }
}
