import type { GrammaticalDocument, Lint } from '../document/model.js';
import type { LintCheck } from './lint.js';
import { lintActions } from './lint-action.js';
import { lintConditions } from './lint-condition.js';
import { lintPrincipals } from './lint-principal.js';
import { lintResources, lintVariables } from './lint-resource.js';

const CHECKS: readonly LintCheck[] = [
  lintPrincipals,
  lintActions,
  lintResources,
  lintVariables,
  lintConditions,
];

/** Oddities that AWS accepts and that are hardly meant. */
export function findLints(document: GrammaticalDocument): Lint[] {
  const variables = document.version === '2012-10-17';
  return document.statements.flatMap((statement) => {
    const path = `$.Statement[${statement.index}]`;
    return CHECKS.flatMap((check) => check({ statement, path, variables }));
  });
}
