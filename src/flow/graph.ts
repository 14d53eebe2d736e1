import { fillTemplate } from '../diagnosis/template.js';
import { DIAGNOSED } from './machine.js';
import { UNSURE, type Answers, type Flow, type FlowLibrary, type Step } from './types.js';
import { interviewByHand } from './walk.js';

/**
 * A flow as a Mermaid state diagram: its own steps, each with where every answer leads somebody who came there by the shortest way,
 * sure of nothing before it. Evidence and earlier answers let a conversation skip steps; the diagram shows the longest way.
 */
export function drawFlow(library: FlowLibrary, flow: Flow): string {
  const own = flow.steps.filter(({ takenFrom }) => takenFrom === undefined);
  const draw = { library, flow, own };
  const lines = [
    'stateDiagram-v2',
    '  direction TB',
    ...states(draw),
    ...continuation(draw),
    `  [*] --> ${stateId(own[0]?.id ?? DIAGNOSED)}`,
    ...edges(draw),
    `  ${stateId(DIAGNOSED)} --> [*]`,
  ];
  return `${lines.join('\n')}\n`;
}

interface Drawing {
  readonly library: FlowLibrary;
  readonly flow: Flow;
  readonly own: readonly Step[];
}

/** Names the states by their causes or questions, with the article's section as a note beside the first of it. */
function states({ library, own }: Drawing): readonly string[] {
  const seen = new Set<string>();
  return own.flatMap((step) => {
    const state = `  state "${label(titleOf(step, library))}" as ${stateId(step.id)}`;
    if (seen.has(step.section)) return [state];
    seen.add(step.section);
    return [state, `  note right of ${stateId(step.id)}: ${label(step.section)}`];
  });
}

function titleOf({ cause, question }: Step, { causes }: FlowLibrary): string {
  if (cause !== undefined) return causes.get(cause)?.title ?? cause;
  const [first = question.text] = /^[^?]*\?/.exec(question.text) ?? [];
  return fillTemplate(first, {});
}

/** What comes after the own steps is drawn in the diagram of the flow that it is taken from. */
function continuation(drawing: Drawing): readonly string[] {
  const { flow, library } = drawing;
  const next = flow.steps.find(({ takenFrom }) => takenFrom !== undefined)?.takenFrom;
  if (next === undefined) return [];
  const title = library.flows.get(next)?.title ?? next;
  return [
    `  state "Goes on as ${label(next)}, ${label(title)}" as ${CONTINUED}`,
    `  ${CONTINUED} --> ${stateId(DIAGNOSED)}`,
  ];
}

const CONTINUED = 'goes_on';

function edges(drawing: Drawing): readonly string[] {
  const { own } = drawing;
  /** The answers with which each step was first come to. */
  const ways = new Map<string, Answers>(own.slice(0, 1).map(({ id }) => [id, {}]));
  const lines: string[] = [];
  for (const [index, step] of own.entries()) {
    const before = ways.get(step.id);
    if (before === undefined && step.coveredBy !== undefined)
      lines.push(
        `  ${stateId(step.coveredBy)} --> ${stateId(step.id)}: where evidence leaves only this open`,
      );
    if (before === undefined && step.when !== undefined) lines.push(conditionalEdge(step, step.when, own));
    const earlier = { ...sureOfNothing(own.slice(0, index)), ...tellingAnswers(step, own) };
    for (const [target, options] of targets(drawing, step, before ?? earlier, ways))
      lines.push(`  ${stateId(step.id)} --> ${target}: ${options.join(', ')}`);
  }
  return lines;
}

/** What hangs on a fact is come to from the last step that everybody is asked. */
function conditionalEdge(step: Step, when: NonNullable<Step['when']>, own: readonly Step[]): string {
  const from = own.slice(0, own.indexOf(step)).findLast((each) => each.when === undefined);
  const facts = Object.entries(when).map(([path, value]) => `${path} is ${String(value)}`);
  const source = from === undefined ? '[*]' : stateId(from.id);
  return `  ${source} --> ${stateId(step.id)}: where ${label(facts.join(' and '))}`;
}

/** The answers that tell the facts on which a step hangs. */
function tellingAnswers({ when = {} }: Step, own: readonly Step[]): Answers {
  const answers = Object.entries(when).flatMap(([path, value]) =>
    own.flatMap(({ id, question }) =>
      question.options.flatMap(({ id: option, facts }) => (facts?.[path] === value ? [[id, option]] : [])),
    ),
  );
  return Object.fromEntries(answers);
}

function sureOfNothing(steps: readonly Step[]): Answers {
  return Object.fromEntries(steps.map(({ id }) => [id, UNSURE]));
}

/** Where the answers of a step lead. Notes the way to each step that was not come to before; being unsure is the plain way on. */
function targets(
  { library, flow, own }: Drawing,
  step: Step,
  before: Answers,
  ways: Map<string, Answers>,
): ReadonlyMap<string, readonly string[]> {
  const byTarget = new Map<string, string[]>();
  for (const option of [UNSURE, ...step.question.options.map(({ id }) => id)]) {
    const answers = { ...before, [step.id]: option };
    const { value } = interviewByHand(library, flow.id, answers).machine;
    if (!ways.has(value)) ways.set(value, answers);
    const isOwn = value === DIAGNOSED || own.some(({ id }) => id === value);
    const target = isOwn ? stateId(value) : CONTINUED;
    byTarget.set(target, [...(byTarget.get(target) ?? []), option]);
  }
  return byTarget;
}

/** Mermaid's state names hold no hyphens. */
function stateId(id: string): string {
  return id.replaceAll('-', '_');
}

function label(text: string): string {
  return text
    .replaceAll('"', "'")
    .replaceAll(/[:;#\s]+/g, ' ')
    .trim();
}
