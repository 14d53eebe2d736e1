import { DIAGNOSED } from './machine.js';
import { UNSURE, type Answers, type Flow, type FlowLibrary } from './types.js';
import { interviewByHand } from './walk.js';

/**
 * A flow as a Mermaid state diagram: each step with where each of its answers leads somebody who was sure of nothing before it.
 * Evidence and earlier answers let a conversation skip steps; the diagram shows the longest way.
 */
export function drawFlow(library: FlowLibrary, flow: Flow): string {
  const lines = [
    'stateDiagram-v2',
    '  direction TB',
    ...sections(library, flow),
    `  [*] --> ${stateId(flow.steps[0]?.id ?? DIAGNOSED)}`,
  ];
  let before: Answers = {};
  for (const step of flow.steps) {
    for (const [target, options] of targets(library, flow, step.id, before)) {
      lines.push(`  ${stateId(step.id)} --> ${stateId(target)}: ${options.join(', ')}`);
    }
    before = { ...before, [step.id]: UNSURE };
  }
  return `${[...lines, `  ${stateId(DIAGNOSED)} --> [*]`].join('\n')}\n`;
}

function targets(
  library: FlowLibrary,
  flow: Flow,
  step: string,
  before: Answers,
): ReadonlyMap<string, readonly string[]> {
  const byTarget = new Map<string, string[]>();
  const options = flow.steps.find(({ id }) => id === step)?.question.options.map(({ id }) => id) ?? [];
  for (const option of [...options, UNSURE]) {
    const { machine } = interviewByHand(library, flow.id, { ...before, [step]: option });
    byTarget.set(machine.value, [...(byTarget.get(machine.value) ?? []), option]);
  }
  return byTarget;
}

/** Names the states by their causes, with the article's section as a note beside the first of it. */
function sections({ causes }: FlowLibrary, { steps }: Flow): readonly string[] {
  const seen = new Set<string>();
  return steps.flatMap((step) => {
    const title =
      step.cause === undefined ? step.question.text : (causes.get(step.cause)?.title ?? step.cause);
    const state = `  state "${label(title)}" as ${stateId(step.id)}`;
    if (seen.has(step.section)) return [state];
    seen.add(step.section);
    return [state, `  note right of ${stateId(step.id)}: ${label(step.section)}`];
  });
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
