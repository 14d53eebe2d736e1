import type { CardBlock, Rich } from '../../card/card.js';
import { VERDICT_STATUSES, type CauseFinding, type VerdictStatus } from '../../diagnosis/types.js';
import { assertNever } from '../../errors.js';
import type { Interview, Step } from '../../flow/index.js';
import { aboutStep, bold, date, nameOf, plain } from './words.js';

const HEADINGS: Readonly<Record<VerdictStatus, string>> = {
  confirmed: 'Confirmed',
  possible: 'Possible',
  ruled_out: 'Ruled out',
  unknown: 'Could not be decided',
};

/** How many lines of a group are told in the message, and how many names in a line; all of them are in the text under it. */
const TOLD = 3;

/** What one reason decides. */
interface CheckLine {
  readonly what: readonly string[];
  readonly because: Rich;
}

/** What was decided alike. */
interface CheckGroup {
  readonly heading: string;
  readonly lines: readonly CheckLine[];
}

/**
 * Everything that was checked: each step of the flow with how it was decided, then the causes that the flow has no step for, by verdict.
 * There are about a hundred, more than one message takes: the first of each group stand in it, and all of them in one text, which each
 * platform shows as it shows what is long.
 */
export function checksBlocks(interview: Interview): readonly CardBlock[] {
  const groups = [...stepGroups(interview), ...causeGroups(interview)].filter(
    ({ lines }) => lines.length > 0,
  );
  return [
    { kind: 'divider' },
    { kind: 'heading', text: HEADING },
    ...readAt(interview),
    ...groups.flatMap(groupBlocks),
    ...(groups.every(isWhole) ? [] : [wholeText(groups, interview)]),
  ];
}

const HEADING = 'What I checked';

function readAt({ evidence }: Interview): readonly CardBlock[] {
  const { collectedAt } = evidence.snapshot;
  return collectedAt === undefined ? [] : [{ kind: 'note', text: ['AWS was read ', date(collectedAt), '.'] }];
}

function groupBlocks(group: CheckGroup): readonly CardBlock[] {
  const told = group.lines.slice(0, TOLD);
  const more = countOf(group) - countOf({ ...group, lines: told });
  const rest: readonly Rich[] = more > 0 ? [[`and ${more} more`]] : [];
  return [
    { kind: 'text', text: [bold(headingOf(group))] },
    { kind: 'list', items: [...told.map((line) => inOneLine(line, TOLD)), ...rest] },
  ];
}

function isWhole({ lines }: CheckGroup): boolean {
  return lines.length <= TOLD && lines.every(({ what }) => what.length <= TOLD);
}

function wholeText(groups: readonly CheckGroup[], { diagnosis }: Interview): CardBlock {
  const paragraphs = groups.map((group) =>
    [headingOf(group), ...group.lines.map((line) => `- ${plain(inOneLine(line))}`)].join('\n'),
  );
  const all = groups.reduce((sum, group) => sum + countOf(group), 0);
  const text = [`${HEADING}: ${nameOf(diagnosis.request)}`, ...paragraphs].join('\n\n');
  return { kind: 'code', title: `${HEADING}, all ${all}`, language: 'text', text };
}

function headingOf(group: CheckGroup): string {
  return `${group.heading} (${countOf(group)})`;
}

function countOf({ lines }: CheckGroup): number {
  return lines.reduce((sum, { what }) => sum + what.length, 0);
}

function inOneLine({ what, because }: CheckLine, most = what.length): Rich {
  const more = what.length - most;
  return [`${what.slice(0, most).join(' · ')}${more > 0 ? ` and ${more} more` : ''}`, ...because];
}

function causeGroups({ flow, diagnosis }: Interview): readonly CheckGroup[] {
  const ofSteps = new Set(flow.steps.flatMap(({ decides }) => decides));
  const others = diagnosis.causes.filter(({ id }) => !ofSteps.has(id));
  return VERDICT_STATUSES.map((status) => ({
    heading: `${HEADINGS[status]}, besides`,
    lines: byReason(
      others
        .filter((cause) => cause.status === status)
        .map((cause) => ({ title: cause.title, reason: reasonOf(cause) })),
    ),
  }));
}

const STEP_GROUPS = [
  { state: 'evidence', heading: 'Decided by what I know' },
  { state: 'answered', heading: 'Decided by your answers' },
  { state: 'unsure', heading: 'You were not sure' },
  { state: 'open', heading: 'Not asked yet' },
  { state: 'pointless', heading: 'Not asked, it would change nothing' },
] as const;
type StepState = (typeof STEP_GROUPS)[number]['state'];

function stepGroups(interview: Interview): readonly CheckGroup[] {
  return STEP_GROUPS.map(({ state, heading }) => {
    const steps = interview.flow.steps.filter((step) => stateOf(step, interview) === state);
    return { heading, lines: linesOf(steps, state, interview) };
  });
}

function stateOf({ id }: Step, { machine, given }: Interview): StepState {
  const answer = given.find(({ step }) => step.id === id);
  if (answer !== undefined) return answer.option === undefined ? 'unsure' : 'answered';
  const finding = machine.context.findings[id];
  return finding === 'settled' ? 'evidence' : (finding ?? 'open');
}

function linesOf(steps: readonly Step[], state: StepState, interview: Interview): readonly CheckLine[] {
  switch (state) {
    case 'evidence':
      return byReason(
        steps.map((step) => ({ title: titleOf(step, interview), reason: decisionOf(step, interview) })),
      );
    case 'answered':
      return steps.map(({ id }) => {
        const said = interview.answered.find(({ step }) => step === id);
        return said === undefined
          ? { what: [id], because: [] }
          : { what: [said.question], because: [' ', bold(said.answer)] };
      });
    case 'unsure':
    case 'open':
    case 'pointless':
      return byReason(steps.map((step) => ({ title: titleOf(step, interview), reason: '' })));
    default:
      return assertNever(state, 'state of a step');
  }
}

/** A step about a cause goes by the cause's title; one that only routes, by its heading in the article. */
function titleOf(step: Step, { diagnosis }: Interview): string {
  return diagnosis.causes.find(({ id }) => id === step.cause)?.title ?? aboutStep(step);
}

/** What decided a step's own cause; of a step that decides several, the first that has a reason. */
function decisionOf({ decides }: Step, { diagnosis }: Interview): string {
  const causes = decides.flatMap((id) => diagnosis.causes.find((cause) => cause.id === id) ?? []);
  const told = causes.find(({ evidence }) => evidence.length > 0);
  if (told === undefined) return '';
  return `${HEADINGS[told.status].toLowerCase()}: ${reasonOf(told)}`;
}

/** What has a reason stands first. */
function byReason(
  decided: readonly { readonly title: string; readonly reason: string }[],
): readonly CheckLine[] {
  const groups = new Map<string, Set<string>>();
  for (const { title, reason } of decided)
    groups.set(reason, (groups.get(reason) ?? new Set<string>()).add(title));
  const unexplained = groups.get('');
  groups.delete('');
  return [
    ...[...groups].map(([reason, titles]) => ({ what: [...titles], because: [` — ${reason}`] })),
    ...(unexplained === undefined ? [] : [{ what: [...unexplained], because: [] }]),
  ];
}

function reasonOf({ evidence }: CauseFinding): string {
  return evidence.map(({ says, source }) => `${says} (${source})`).join('; ');
}
