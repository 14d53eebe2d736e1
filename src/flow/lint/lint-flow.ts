import type { PlacedStep } from '../library-files.js';
import type { Problem } from '../yaml-file.js';
import type { Known } from './lint-cause.js';
import { lintQuestion } from './lint-question.js';
import { LIMITS } from './lint-texts.js';
import { below, reporterFor, type Report } from './reporter.js';

/** Steps may come from several files: each complaint names the file of its step. */
export function lintSteps(steps: readonly PlacedStep[], known: Known, problems: Problem[]): void {
  const seen = new Set<string>();
  for (const step of steps) {
    const report = below(reporterFor(step.source, problems), step.path);
    const { id } = step.file;
    if (seen.has(id)) report(['id'], `step \`${id}\` once more`, 'each step of a flow has an id of its own');
    if (id === 'diagnosed')
      report(['id'], 'a step `diagnosed`', 'another id: that is the state in which a flow ends');
    if (`question:${id}`.length > LIMITS.id)
      report(['id'], `an id of ${id.length} characters`, `at most ${LIMITS.id - 9}`);
    seen.add(id);
    lintStep(report, step, known);
  }
}

function lintStep(report: Report, { file }: PlacedStep, { causes, missing }: Known): void {
  const { cause, question } = file;
  const right = cause === undefined ? undefined : missing(cause);
  if (right !== undefined) return report(['cause'], `unknown cause \`${cause}\``, right);
  if (question !== undefined) {
    const context = { missing, aboutCause: cause !== undefined };
    return lintQuestion(below(report, ['question']), question, context);
  }
  const asked = cause === undefined ? undefined : causes.get(cause);
  if (cause !== undefined && asked === undefined) return;
  if (asked?.value.question === undefined) {
    report([], `step \`${file.id}\` asks nothing`, 'a `question` of its own, or of its `cause`');
  }
}
