import { didYouMean } from '../text/suggest.js';

/**
 * Condition operators and their forms:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const BASE_OPERATORS = {
  StringEquals: { family: 'string', compare: 'equals', negated: false },
  StringNotEquals: { family: 'string', compare: 'equals', negated: true },
  StringEqualsIgnoreCase: { family: 'string', compare: 'equalsIgnoreCase', negated: false },
  StringNotEqualsIgnoreCase: { family: 'string', compare: 'equalsIgnoreCase', negated: true },
  StringLike: { family: 'string', compare: 'like', negated: false },
  StringNotLike: { family: 'string', compare: 'like', negated: true },
  NumericEquals: { family: 'numeric', compare: 'equals', negated: false },
  NumericNotEquals: { family: 'numeric', compare: 'equals', negated: true },
  NumericLessThan: { family: 'numeric', compare: 'lessThan', negated: false },
  NumericLessThanEquals: { family: 'numeric', compare: 'lessThanEquals', negated: false },
  NumericGreaterThan: { family: 'numeric', compare: 'greaterThan', negated: false },
  NumericGreaterThanEquals: { family: 'numeric', compare: 'greaterThanEquals', negated: false },
  DateEquals: { family: 'date', compare: 'equals', negated: false },
  DateNotEquals: { family: 'date', compare: 'equals', negated: true },
  DateLessThan: { family: 'date', compare: 'lessThan', negated: false },
  DateLessThanEquals: { family: 'date', compare: 'lessThanEquals', negated: false },
  DateGreaterThan: { family: 'date', compare: 'greaterThan', negated: false },
  DateGreaterThanEquals: { family: 'date', compare: 'greaterThanEquals', negated: false },
  Bool: { family: 'bool', compare: 'equals', negated: false },
  BinaryEquals: { family: 'binary', compare: 'equals', negated: false },
  IpAddress: { family: 'ip', compare: 'within', negated: false },
  NotIpAddress: { family: 'ip', compare: 'within', negated: true },
  ArnEquals: { family: 'arn', compare: 'like', negated: false },
  ArnLike: { family: 'arn', compare: 'like', negated: false },
  ArnNotEquals: { family: 'arn', compare: 'like', negated: true },
  ArnNotLike: { family: 'arn', compare: 'like', negated: true },
  Null: { family: 'null', compare: 'absent', negated: false },
} as const;

export type BaseOperatorName = keyof typeof BASE_OPERATORS;
export type OperatorFamily = (typeof BASE_OPERATORS)[BaseOperatorName]['family'];
export type Comparison = (typeof BASE_OPERATORS)[BaseOperatorName]['compare'];
export type Qualifier = 'none' | 'ForAllValues' | 'ForAnyValue';

export interface Operator {
  /** As it is written in AWS's documentation, qualifier and IfExists included. */
  readonly name: string;
  readonly base: BaseOperatorName;
  readonly family: OperatorFamily;
  readonly compare: Comparison;
  readonly negated: boolean;
  readonly qualifier: Qualifier;
  readonly ifExists: boolean;
}

export type OperatorParse =
  | { readonly outcome: 'operator'; readonly operator: Operator }
  | { readonly outcome: 'problem'; readonly message: string };

const BASE_NAMES = Object.keys(BASE_OPERATORS);
const CANONICAL = new Map(BASE_NAMES.map((name) => [name.toLowerCase(), name]));

function isBaseOperator(name: string): name is BaseOperatorName {
  return Object.hasOwn(BASE_OPERATORS, name);
}

function splitQualifier(written: string): { qualifier: Qualifier; rest: string } | null {
  const colon = written.indexOf(':');
  if (colon === -1) return { qualifier: 'none', rest: written };
  const rest = written.slice(colon + 1);
  switch (written.slice(0, colon).toLowerCase()) {
    case 'forallvalues':
      return { qualifier: 'ForAllValues', rest };
    case 'foranyvalue':
      return { qualifier: 'ForAnyValue', rest };
    default:
      return null;
  }
}

function problem(message: string): OperatorParse {
  return { outcome: 'problem', message };
}

const PARSED = new Map<string, OperatorParse>();

function parse(written: string): OperatorParse {
  const split = splitQualifier(written);
  if (split === null) {
    return problem(
      `unknown set operator in "${written}"; ForAllValues: and ForAnyValue: are the two there are`,
    );
  }
  const ifExists = /ifexists$/i.test(split.rest);
  const bare = ifExists ? split.rest.slice(0, -'IfExists'.length) : split.rest;
  const base = CANONICAL.get(bare.toLowerCase());
  if (base === undefined || !isBaseOperator(base)) {
    return problem(`unknown condition operator "${written}"${didYouMean(bare, BASE_NAMES)}`);
  }
  if (base === 'Null' && (ifExists || split.qualifier !== 'none')) {
    return problem(`"${written}": Null takes neither IfExists nor a set operator`);
  }
  const prefix = split.qualifier === 'none' ? '' : `${split.qualifier}:`;
  const name = `${prefix}${base}${ifExists ? 'IfExists' : ''}`;
  const operator = { name, base, qualifier: split.qualifier, ifExists, ...BASE_OPERATORS[base] };
  return { outcome: 'operator', operator };
}

/** Reads an operator as a policy writes it: `ForAnyValue:StringLikeIfExists`. */
export function parseOperator(written: string): OperatorParse {
  const known = PARSED.get(written);
  if (known !== undefined) return known;
  const parsed = parse(written);
  // Only real operators are kept, so that hostile input cannot grow the table.
  if (parsed.outcome === 'operator' && PARSED.size < 1000) PARSED.set(written, parsed);
  return parsed;
}
