import { RECIPES } from '../../diagnosis/names.js';
import { whatWouldBeRight } from '../../nearest.js';
import type { Sourced } from '../library-files.js';
import type { CauseFile } from '../schema.js';
import { lintQuestion } from './lint-question.js';
import { LIMITS, lintCommand, lintText } from './lint-texts.js';
import { below, type Report } from './reporter.js';

export interface Known {
  readonly causes: ReadonlyMap<string, Sourced<CauseFile>>;
  /** What would be right in place of a cause's id; undefined where the cause exists. */
  readonly missing: (causeId: string) => string | undefined;
  readonly detectors: readonly string[] | undefined;
}

export function lintCause(report: Report, cause: CauseFile, known: Known): void {
  lintText(report, ['title'], cause.title, LIMITS.heading);
  lintText(report, ['explanation'], cause.explanation, LIMITS.section);
  lintNames(report, cause, known);
  lintFix(below(report, ['fix']), cause.fix);
  if (cause.question !== undefined) {
    lintQuestion(below(report, ['question']), cause.question, { missing: known.missing, aboutCause: true });
  }
}

function lintNames(
  report: Report,
  { id, detector, refines, alsoRefines = [] }: CauseFile,
  { causes, missing, detectors }: Known,
): void {
  if (detector !== undefined && detectors !== undefined && !detectors.includes(detector)) {
    report(['detector'], `unknown detector \`${detector}\``, whatWouldBeRight(detector, detectors));
  }
  for (const [index, other] of alsoRefines.entries()) {
    const instead = missing(other);
    if (instead !== undefined) report(['alsoRefines', index], `unknown cause \`${other}\``, instead);
  }
  if (refines === undefined) return;
  const right = missing(refines);
  if (right !== undefined) report(['refines'], `unknown cause \`${refines}\``, right);
  if (refinesItself(id, causes))
    report(['refines'], `cause \`${id}\` refines itself`, 'a general cause that leads nowhere back');
}

function refinesItself(id: string, causes: ReadonlyMap<string, Sourced<CauseFile>>): boolean {
  const seen = new Set<string>();
  let next = causes.get(id)?.value.refines;
  while (next !== undefined && !seen.has(next)) {
    if (next === id) return true;
    seen.add(next);
    next = causes.get(next)?.value.refines;
  }
  return false;
}

function lintFix(report: Report, { summary, recipe, snippets }: CauseFile['fix']): void {
  lintText(report, ['summary'], summary, LIMITS.section);
  const recipes: readonly string[] = RECIPES;
  if (recipe !== undefined && !recipes.includes(recipe)) {
    report(['recipe'], `unknown recipe \`${recipe}\``, whatWouldBeRight(recipe, recipes));
  }
  for (const [index, { format, text }] of (snippets ?? []).entries()) {
    const path = ['snippets', index, 'text'];
    if (format === 'cli') lintCommand(report, path, text);
    else lintText(report, path, text, LIMITS.section);
  }
}
