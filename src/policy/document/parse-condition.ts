import { Condition } from '../condition/condition.js';
import { type Operator, parseOperator } from '../condition/operator.js';
import { childPath, isRecord, show } from './json.js';
import type { Problem } from './model.js';

/** The condition block being read. Paths are spelled out only where something is wrong. */
interface Block {
  readonly path: string;
  readonly variables: boolean;
  readonly problems: Problem[];
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function readValues(given: unknown, problem: (message: string, index?: number) => void): string[] {
  if (isScalar(given)) return [String(given)];
  if (!Array.isArray(given)) {
    problem(`must be a string, number, boolean or a list of these, not ${show(given)}`);
    return [];
  }
  const items: unknown[] = given;
  const values: string[] = [];
  for (const [index, item] of items.entries()) {
    if (isScalar(item)) values.push(String(item));
    else problem(`must be a string, number or boolean, not ${show(item)}`, index);
  }
  return values;
}

function readCondition(
  operator: Operator,
  written: string,
  key: string,
  given: unknown,
  block: Block,
): Condition {
  const problem = (message: string, index?: number): void => {
    const path = childPath(childPath(block.path, written), key);
    block.problems.push({ path: index === undefined ? path : `${path}[${index}]`, message });
  };
  if (key.trim() === '') problem('a condition key has no name');
  const values = readValues(given, problem);
  if (operator.family === 'null') {
    for (const value of values) {
      if (!/^(true|false)$/i.test(value)) {
        problem(`Null takes "true" (the key is absent) or "false", not ${show(value)}`);
      }
    }
  }
  return new Condition(operator, key, values, block.variables);
}

function readOperator(written: string, given: unknown, block: Block, conditions: Condition[]): void {
  const parsed = parseOperator(written);
  const { path, problems } = block;
  if (parsed.outcome === 'problem') {
    problems.push({ path: childPath(path, written), message: parsed.message });
  } else if (isRecord(given)) {
    for (const key of Object.keys(given)) {
      conditions.push(readCondition(parsed.operator, written, key, given[key], block));
    }
  } else {
    const message = `must be an object of condition keys, not ${show(given)}`;
    problems.push({ path: childPath(path, written), message });
  }
}

/** Reads a Condition block: `{ operator: { key: value or values } }`. */
export function parseConditions(
  value: unknown,
  path: string,
  variables: boolean,
  problems: Problem[],
): Condition[] {
  const conditions: Condition[] = [];
  if (isRecord(value)) {
    const block = { path, variables, problems };
    for (const written of Object.keys(value)) readOperator(written, value[written], block, conditions);
  } else {
    problems.push({ path, message: `must be an object of operators, not ${show(value)}` });
  }
  return conditions;
}
