import { UNSURE, type FlowOption, type FlowQuestion } from '../types.js';
import { lintFacts, lintInput } from './lint-facts.js';
import { LIMITS, lintCommand, lintText } from './lint-texts.js';
import { below, type Report } from './reporter.js';

export interface QuestionContext {
  /** What would be right in place of a cause's id; undefined where the cause exists. */
  readonly missing: (causeId: string) => string | undefined;
  /** Whether the question is about a cause; a routing question only tells facts. */
  readonly aboutCause: boolean;
}

export function lintQuestion(report: Report, question: FlowQuestion, context: QuestionContext): void {
  const { text, concrete, options, howTo } = question;
  lintText(report, ['text'], text, LIMITS.section);
  lintText(report, ['concrete'], concrete, LIMITS.section);
  lintText(report, ['howTo', 'console'], howTo.console, LIMITS.section);
  lintCommand(report, ['howTo', 'cli'], howTo.cli);
  lintLength(report, question);
  if (howTo.console === undefined && howTo.cli === undefined) {
    report(['howTo'], 'a question without a way to find out', 'howTo needs `console`, `cli` or both');
  }
  if (options.length >= LIMITS.buttons)
    report(['options'], `${options.length} options`, `at most ${LIMITS.buttons - 1}`);
  for (const [index, option] of options.entries())
    lintOption(below(report, ['options', index]), option, context);
  lintOptionIds(report, options);
  if (!options.some((option) => decides(option, context))) {
    report(
      ['options'],
      'a question that no answer decides',
      'an option with `verdict: confirmed` or `verdict: ruled_out`, or with facts',
    );
  }
}

function lintLength(report: Report, { text, concrete, howTo }: FlowQuestion): void {
  const length =
    Math.max(text.length, concrete?.length ?? 0) + (howTo.console?.length ?? 0) + (howTo.cli?.length ?? 0);
  if (length > LIMITS.section)
    report(['text'], `a question of ${length} characters with its how-to`, `at most ${LIMITS.section}`);
}

function lintOption(report: Report, option: FlowOption, { missing, aboutCause }: QuestionContext): void {
  lintText(report, ['text'], option.text, LIMITS.button);
  lintFacts(below(report, ['facts']), option.facts ?? {});
  if (option.input !== undefined) lintInput(below(report, ['input']), option.input);
  if (!aboutCause && option.verdict !== undefined) {
    report(
      ['verdict'],
      'a verdict in a question about no cause',
      'give the step a `cause`, or let the option tell `facts`',
    );
  }
  for (const id of Object.keys(option.also ?? {})) {
    const right = missing(id);
    if (right !== undefined) report(['also', id], `unknown cause \`${id}\``, right);
  }
}

function lintOptionIds(report: Report, options: readonly FlowOption[]): void {
  const seen = new Set<string>();
  for (const [index, { id }] of options.entries()) {
    const path = ['options', index, 'id'];
    if (id === UNSURE) report(path, 'an option `unsure`', 'leave it away: every question gets it');
    if (seen.has(id))
      report(path, `option \`${id}\` once more`, 'each option of a question has an id of its own');
    if (`answer:${id}`.length > LIMITS.id)
      report(path, `an id of ${id.length} characters`, `at most ${LIMITS.id - 7}`);
    seen.add(id);
  }
}

function decides({ verdict, also, facts, input }: FlowOption, { aboutCause }: QuestionContext): boolean {
  if ([verdict, ...Object.values(also ?? {})].some((each) => each === 'confirmed' || each === 'ruled_out'))
    return true;
  return !aboutCause && (input !== undefined || Object.keys(facts ?? {}).length > 0);
}
