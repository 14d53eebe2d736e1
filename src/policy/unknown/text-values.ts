import { parseArn } from '../arn.js';
import { splitArnTokens } from '../condition/arn-pattern.js';
import type { Condition } from '../condition/condition.js';
import { type Lookup, resolvePattern } from '../text/pattern.js';
import { type PatternToken, tokenizeWildcards } from '../text/wildcard.js';
import { distinguishStrings, OTHER_LETTER, type StepPattern, toSteps } from './distinguish.js';

function arnSteps(tokens: readonly PatternToken[]): StepPattern[] {
  const segments = splitArnTokens(tokens);
  if (segments === null) return [];
  const colon: PatternToken = { kind: 'text', text: ':' };
  const steps = segments.flatMap((segment, index) => [
    ...toSteps(segment, { fold: false, within: index < 5 }),
    ...(index < 5 ? toSteps([colon], { fold: false, within: false }) : []),
  ]);
  return [steps];
}

function plainText(tokens: readonly PatternToken[]): string {
  return tokens.map((token) => (token.kind === 'text' ? token.text : '')).join('');
}

function isPlain(tokens: readonly PatternToken[]): boolean {
  return tokens.every((token) => token.kind === 'text');
}

interface Asked {
  readonly constants: string[];
  readonly patterns: StepPattern[];
}

/** The ways a condition's values can read, for each of the values that its unknown variables could have. */
export type Readings = (condition: Condition) => readonly Lookup[];

function resolveAll({ patterns }: Condition, lookups: readonly Lookup[]): (readonly PatternToken[])[] {
  return patterns.flatMap((pattern) => {
    // Without variables there is one way to read it.
    const readings = pattern.parts === null ? lookups.slice(0, 1) : lookups;
    const resolved = readings.map((lookup) => resolvePattern(pattern, lookup));
    return resolved.filter((tokens) => tokens !== undefined && tokens !== null);
  });
}

function collect(conditions: readonly Condition[], readings: Readings): Asked {
  const asked: Asked = { constants: [], patterns: [] };
  for (const condition of conditions) {
    const { operator } = condition;
    for (const tokens of resolveAll(condition, readings(condition))) {
      if (operator.compare === 'equalsIgnoreCase')
        asked.patterns.push(toSteps(tokens, { fold: true, within: false }));
      else if (isPlain(tokens)) asked.constants.push(plainText(tokens));
      else if (operator.family === 'arn') asked.patterns.push(...arnSteps(tokens));
      else asked.patterns.push(toSteps(tokens, { fold: false, within: false }));
    }
  }
  return asked;
}

const ANY_ARN = arnSteps(tokenizeWildcards('arn:?*:?*:*:*:?*'));

/**
 * Values that tell string and ARN conditions on one key apart, those of `extra` among them. A key that is only ever
 * compared as an ARN holds ARNs.
 */
export function textValues(
  conditions: readonly Condition[],
  readings: Readings,
  extra: readonly string[],
): string[] {
  const { constants, patterns } = collect(conditions, readings);
  const onlyArns = conditions.length > 0 && conditions.every((one) => one.operator.family === 'arn');
  const all = onlyArns ? [...patterns, ...ANY_ARN] : patterns;
  // The empty string stands apart: set operators take it for nothing.
  const known = [...new Set(['', ...constants, ...extra])];
  const others = all.length === 0 ? [OTHER_LETTER] : distinguishStrings(all, known);
  const values = [...known, ...others];
  return onlyArns ? values.filter((value) => parseArn(value) !== null) : values;
}
