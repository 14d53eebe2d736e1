import type { Condition } from '../condition/condition.js';
import { parseDate } from '../condition/date.js';
import { parseIpRange } from '../condition/ip.js';
import { parseNumber } from '../condition/number.js';
import type { OperatorFamily } from '../condition/operator.js';
import { splitArn } from '../arn.js';
import { GLOBAL_KEYS, isMultivalued } from '../context/known-keys.js';
import type { Lint } from '../document/model.js';
import { didYouMean } from '../text/suggest.js';
import { conditionPath, type LintSubject } from './lint.js';

const VALID: Partial<
  Record<OperatorFamily, { readonly is: (value: string) => boolean; readonly what: string }>
> = {
  numeric: { is: (value) => parseNumber(value) !== null, what: 'a number' },
  date: {
    is: (value) => parseDate(value) !== null,
    what: 'a date such as 2026-11-21T12:00:00Z, or epoch seconds',
  },
  bool: { is: (value) => /^(true|false)$/i.test(value), what: '"true" or "false"' },
  ip: { is: (value) => parseIpRange(value) !== null, what: 'an IP address or CIDR block' },
  arn: { is: (value) => splitArn(value) !== null || value.includes('${'), what: 'an ARN of six segments' },
};

type ConditionCheck = (condition: Condition, path: string, subject: LintSubject) => Lint[];

const lintType: ConditionCheck = ({ operator, values }, path) => {
  const valid = VALID[operator.family];
  if (valid === undefined) return [];
  return values
    .filter((value) => !valid.is(value))
    .map((value) => ({
      path,
      code: 'wrong-value-type',
      message: `\`${value}\` is not ${valid.what}: it matches nothing`,
    }));
};

const lintWildcard: ConditionCheck = ({ operator, values }, path) => {
  if (operator.family !== 'string' || operator.compare === 'like') return [];
  return values
    .filter((value) => /[*?]/.test(value.replaceAll(/\$\{[^}]*\}/g, '')))
    .map((value) => ({
      path,
      code: 'wildcard-in-equals',
      message: `${operator.base} takes \`${value}\` as it stands; StringLike knows wildcards`,
    }));
};

const SINGLE_VALUED = new Set(GLOBAL_KEYS.map((key) => key.toLowerCase()));

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
const lintSet: ConditionCheck = ({ operator, key, keyId }, path, { statement }) => {
  const qualified = operator.qualifier !== 'none';
  if (isMultivalued(keyId) && !qualified && operator.family !== 'null') {
    return [
      {
        path,
        code: 'missing-set-operator',
        message: `${key} holds several values; use ForAnyValue: or ForAllValues:`,
      },
    ];
  }
  const single = SINGLE_VALUED.has(keyId) && !isMultivalued(keyId);
  if (single && qualified) {
    return [
      {
        path,
        code: 'set-operator-on-single-value',
        message: `${key} holds one value; ${operator.qualifier}: does not belong`,
      },
    ];
  }
  if (
    operator.qualifier === 'ForAllValues' &&
    statement.effect === 'Allow' &&
    !needsKey(statement.conditions, keyId)
  ) {
    const message = `ForAllValues: is true where ${key} is absent; add "Null": {"${key}": "false"}`;
    return [{ path, code: 'for-all-values-allow', message }];
  }
  return [];
};

function needsKey(conditions: readonly Condition[], keyId: string): boolean {
  return conditions.some(
    (one) => one.keyId === keyId && one.operator.family === 'null' && one.values.includes('false'),
  );
}

const lintKey: ConditionCheck = ({ key, keyId }, path) => {
  if (!keyId.startsWith('aws:') || keyId.includes('/') || SINGLE_VALUED.has(keyId)) return [];
  return [
    {
      path,
      code: 'unknown-global-key',
      message: `${key} is no global condition key${didYouMean(key, GLOBAL_KEYS)}`,
    },
  ];
};

const lintEmpty: ConditionCheck = ({ operator, values }, path) => {
  if (values.length > 0) return [];
  const always = operator.negated ? 'always holds' : 'never holds';
  return [
    { path, code: 'no-values', message: `${operator.name} without values ${always} on a key that is there` },
  ];
};

/** A key that has to be absent and to have a value at once. */
function lintContradiction(subject: LintSubject): Lint[] {
  const { conditions } = subject.statement;
  const absent = conditions.filter((one) => one.operator.family === 'null' && !one.values.includes('false'));
  return absent.flatMap(({ key, keyId }) =>
    conditions
      .filter(({ operator, keyId: other }) => {
        const holdsWithout = operator.negated || operator.ifExists || operator.qualifier === 'ForAllValues';
        return other === keyId && operator.family !== 'null' && !holdsWithout;
      })
      .map((one) => ({
        path: conditionPath(subject, one.operator.name, one.key),
        code: 'never-matches',
        message: `${key} would have to be absent and to match ${one.operator.name} at once`,
      })),
  );
}

const CHECKS: readonly ConditionCheck[] = [lintType, lintWildcard, lintSet, lintKey, lintEmpty];

/** Conditions that never hold, or hold when they are not meant to. */
export function lintConditions(subject: LintSubject): Lint[] {
  const found = subject.statement.conditions.flatMap((condition) => {
    const path = conditionPath(subject, condition.operator.name, condition.key);
    return CHECKS.flatMap((check) => check(condition, path, subject));
  });
  return [...found, ...lintContradiction(subject)];
}
