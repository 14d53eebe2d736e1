import type { CardBlock, Rich } from '../../card/card.js';
import { VERDICT_STATUSES, type CauseFinding, type VerdictStatus } from '../../diagnosis/types.js';
import { assertNever } from '../../errors.js';
import type { Interview, Step } from '../../flow/index.js';
import { bold, date } from './words.js';

const HEADINGS: Readonly<Record<VerdictStatus, string>> = {
  confirmed: 'Confirmed',
  possible: 'Possible',
  ruled_out: 'Ruled out',
  unknown: 'Could not be decided',
};

/**
 * Everything that was checked: each step of the flow with how it was decided, then the causes that the flow has no step for, by verdict.
 * There are about a hundred: what one reason decides stands together.
 */
export function checksBlocks(interview: Interview): readonly CardBlock[] {
  const { causes } = interview.diagnosis;
  const ofSteps = new Set(interview.flow.steps.flatMap(({ decides }) => decides));
  const others = causes.filter(({ id }) => !ofSteps.has(id));
  const groups = VERDICT_STATUSES.flatMap((status): readonly CardBlock[] => {
    const group = others.filter((cause) => cause.status === status);
    return groupBlocks(`${HEADINGS[status]}, besides (${group.length})`, byReason(group));
  });
  return [
    { kind: 'divider' },
    { kind: 'heading', text: 'What I checked' },
    ...readAt(interview),
    ...stepBlocks(interview),
    ...groups,
  ];
}

function readAt({ evidence }: Interview): readonly CardBlock[] {
  const { collectedAt } = evidence.snapshot;
  return collectedAt === undefined ? [] : [{ kind: 'note', text: ['AWS was read ', date(collectedAt), '.'] }];
}

function groupBlocks(heading: string, items: readonly Rich[]): readonly CardBlock[] {
  return items.length === 0
    ? []
    : [
        { kind: 'text', text: [bold(heading)] },
        { kind: 'list', items },
      ];
}

const STEP_GROUPS = [
  { state: 'evidence', heading: 'Decided by what I know' },
  { state: 'answered', heading: 'Decided by your answers' },
  { state: 'unsure', heading: 'You were not sure' },
  { state: 'open', heading: 'Not asked yet' },
  { state: 'pointless', heading: 'Not asked, it would change nothing' },
] as const;
type StepState = (typeof STEP_GROUPS)[number]['state'];

function stepBlocks(interview: Interview): readonly CardBlock[] {
  return STEP_GROUPS.flatMap(({ state, heading }) => {
    const steps = interview.flow.steps.filter((step) => stateOf(step, interview) === state);
    return groupBlocks(`${heading} (${steps.length})`, itemsOf(steps, state, interview));
  });
}

function stateOf({ id }: Step, { machine, given }: Interview): StepState {
  const answer = given.find(({ step }) => step.id === id);
  if (answer !== undefined) return answer.option === undefined ? 'unsure' : 'answered';
  const finding = machine.context.findings[id];
  return finding === 'settled' ? 'evidence' : (finding ?? 'open');
}

function itemsOf(steps: readonly Step[], state: StepState, interview: Interview): readonly Rich[] {
  switch (state) {
    case 'evidence':
      return steps.map((step) => withReason(nameOf(step, interview), decisionOf(step, interview)));
    case 'answered':
      return steps.map((step) => {
        const said = interview.answered.find((each) => each.step === step.id);
        return said === undefined ? [step.id] : [`${said.question} `, bold(said.answer)];
      });
    case 'unsure':
    case 'open':
    case 'pointless':
      return steps.length === 0 ? [] : [[steps.map((step) => nameOf(step, interview)).join(' · ')]];
    default:
      return assertNever(state, 'state of a step');
  }
}

/** A step about a cause goes by the cause's title; one that only routes, by its heading in the article. */
function nameOf({ cause, section }: Step, { diagnosis }: Interview): string {
  return diagnosis.causes.find(({ id }) => id === cause)?.title ?? section;
}

/** What decided a step's own cause; of a step that decides several, the first that has a reason. */
function decisionOf({ decides }: Step, { diagnosis }: Interview): string {
  const causes = decides.flatMap((id) => diagnosis.causes.find((cause) => cause.id === id) ?? []);
  const told = causes.find(({ evidence }) => evidence.length > 0);
  if (told === undefined) return '';
  return `${HEADINGS[told.status].toLowerCase()}: ${reasonOf(told)}`;
}

function byReason(causes: readonly CauseFinding[]): readonly Rich[] {
  const groups = new Map<string, string[]>();
  for (const cause of causes) {
    const reason = reasonOf(cause);
    groups.set(reason, [...(groups.get(reason) ?? []), cause.title]);
  }
  return [...groups].map(([reason, titles]) => withReason(titles.join(' · '), reason));
}

function withReason(what: string, reason: string): Rich {
  return reason === '' ? [what] : [what, ` — ${reason}`];
}

function reasonOf({ evidence }: CauseFinding): string {
  return evidence.map(({ says, source }) => `${says} (${source})`).join('; ');
}
