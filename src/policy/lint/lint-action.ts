import { actionOfOperation } from '../action/s3-actions.js';
import type { Lint } from '../document/model.js';
import { describeBlank, hasBlank } from '../explain/miss.js';
import { elementPath, type LintSubject } from './lint.js';

/** Actions that name nothing: blanks, operations taken for actions, wildcards in the service. */
export function lintActions(subject: LintSubject): Lint[] {
  const { values, negated } = subject.statement.action;
  const path = elementPath(subject, 'Action', negated);
  return values.flatMap((value): Lint[] => {
    if (hasBlank(value))
      return [{ path, code: 'blank', message: `${describeBlank(value)}, so it matches no action` }];
    const meant = actionOfOperation(value);
    if (meant !== null) {
      return [
        {
          path,
          code: 'operation-not-action',
          message: `\`${value}\` is an operation and no IAM action; it needs \`${meant}\``,
        },
      ];
    }
    const [service = ''] = value.split(':', 1);
    if (value !== '*' && /[*?]/.test(service)) {
      return [
        { path, code: 'service-wildcard', message: `\`${value}\`: a service prefix takes no wildcards` },
      ];
    }
    return [];
  });
}
