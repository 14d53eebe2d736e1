import { whatWouldBeRight } from '../../nearest.js';
import type { LibraryFiles, PlacedStep } from '../library-files.js';
import type { FlowFile } from '../schema.js';
import type { Problem } from '../yaml-file.js';
import type { Known } from './lint-cause.js';
import { lintFacts } from './lint-facts.js';
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
    lintCoveredBy(report, step.file.coveredBy, seen);
    lintFacts(below(report, ['when']), step.file.when ?? {});
    lintFacts(below(report, ['unless']), step.file.unless ?? {});
    seen.add(id);
    lintStep(report, step, known);
  }
}

/** Only a step that comes before can have asked about this one too. */
function lintCoveredBy(report: Report, coveredBy: string | undefined, before: ReadonlySet<string>): void {
  if (coveredBy === undefined || before.has(coveredBy)) return;
  report(['coveredBy'], `no step \`${coveredBy}\` before this one`, whatWouldBeRight(coveredBy, before));
}

/** Where a flow goes on: in a flow that there is and that does not lead back, without steps that it has. */
export function lintNext(
  report: Report,
  { id, next }: FlowFile,
  flows: LibraryFiles['flows'],
  placed: ReadonlyMap<string, readonly PlacedStep[]>,
): void {
  if (next === undefined) return;
  const steps = placed.get(next.flow);
  if (steps === undefined) {
    const others = [...flows.keys()].filter((other) => other !== id);
    return report(['next', 'flow'], `unknown flow \`${next.flow}\``, whatWouldBeRight(next.flow, others));
  }
  if (leadsBack(id, flows)) report(['next', 'flow'], `flow \`${id}\` goes on with itself`, 'another flow');
  const known = steps.map(({ file }) => file.id);
  for (const [index, step] of (next.without ?? []).entries()) {
    if (known.includes(step)) continue;
    report(['next', 'without', index], `unknown step \`${step}\``, whatWouldBeRight(step, known));
  }
}

function leadsBack(id: string, flows: LibraryFiles['flows']): boolean {
  const seen = new Set<string>();
  let next = flows.get(id)?.value.next?.flow;
  while (next !== undefined && !seen.has(next)) {
    if (next === id) return true;
    seen.add(next);
    next = flows.get(next)?.value.next?.flow;
  }
  return false;
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
