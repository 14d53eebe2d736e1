import type { CardBlock, CardChoice, Rich } from '../../card/card.js';
import type { Interview } from '../../flow/index.js';
import type { Investigation } from '../investigation.js';
import type { PresentDeps } from './types.js';
import { bold } from './words.js';

/** How many answers are repeated; all of them are in the menu. */
const REPEATED = 4;

/** What was answered so far, the latest last. */
export function answersBlocks({ answered }: Interview): readonly CardBlock[] {
  if (answered.length === 0) return [];
  const earlier = answered.length - REPEATED;
  const items = answered
    .slice(-REPEATED)
    .map(({ question, answer }): Rich => [`${shortened(question)} `, bold(answer)]);
  const rest: readonly Rich[] = earlier > 0 ? [[`and ${earlier} before`]] : [];
  return [
    { kind: 'text', text: [bold('Answers so far')] },
    { kind: 'list', items: [...rest, ...items] },
  ];
}

/** Which article is followed and why, and the ways off it: another answer, another article. */
export function wayBlocks(
  investigation: Investigation,
  interview: Interview,
  deps: PresentDeps,
): readonly CardBlock[] {
  const { title, source } = interview.flow;
  const because = reasonFor(investigation, deps);
  const article = { kind: 'link', text: title, url: source } as const;
  const followed: Rich = ['Following ', article, because === undefined ? '' : ` — ${because}`];
  const choices = [...changeChoice(interview), ...flowChoice(interview, deps)];
  return [
    ...carriedOverNote(investigation, deps),
    { kind: 'note', text: followed },
    ...(choices.length === 0 ? [] : [{ kind: 'choices', choices } as const]),
  ];
}

function reasonFor(investigation: Investigation, { interviewer }: PresentDeps): string | undefined {
  if (investigation.flowBy === 'person') return 'You picked this.';
  const { flowId, because } = interviewer.choose(investigation);
  return flowId === investigation.flowId ? because : undefined;
}

function changeChoice({ answered }: Interview): readonly CardChoice[] {
  if (answered.length === 0) return [];
  const options = answered.map(({ step, question, answer }) => ({
    value: step,
    text: `${answer} · ${question}`,
  }));
  return [{ actionId: 'change', label: 'Change an answer', options }];
}

function flowChoice({ flowId }: Interview, { interviewer }: PresentDeps): readonly CardChoice[] {
  const others = [...interviewer.library.flows.values()].filter(({ id }) => id !== flowId);
  if (others.length === 0) return [];
  const options = others.map(({ id, title }) => ({ value: id, text: title }));
  return [{ actionId: 'switch_flow', label: 'Ask about something else', options }];
}

/** Also where it is only shown again since the deploy, and nothing has happened yet. */
function carriedOverNote(investigation: Investigation, { interviewer }: PresentDeps): readonly CardBlock[] {
  const carriedOver = interviewer.carriedOver(investigation) ?? investigation.carriedOver;
  if (carriedOver === undefined) return [];
  const { dropped } = carriedOver;
  const kept =
    dropped === 0
      ? 'I kept your answers.'
      : `I kept your answers, but for ${dropped} to what is not asked any more.`;
  return [{ kind: 'note', text: [`The questions were updated meanwhile. ${kept}`] }];
}

const SHORT = 80;

function shortened(question: string): string {
  return question.length <= SHORT ? question : `${question.slice(0, SHORT - 1).trimEnd()}…`;
}
