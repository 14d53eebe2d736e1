import type { Card, CardBlock, CardButton, Rich } from '../../card/card.js';
import { UNSURE, type Interview, type QuestionView } from '../../flow/index.js';
import type { Investigation } from '../investigation.js';
import { actionsRow, EDIT_DETAILS, START_OVER } from './buttons.js';
import { unreadNotes } from './unread.js';
import { bold, nameOf, subjectFacts, label } from './words.js';

/** The card that asks one thing, with how to find out. */
export function presentQuestion(
  investigation: Investigation,
  interview: Interview,
  question: QuestionView,
): Card {
  const { request } = interview.diagnosis;
  const showsHowTo = investigation.expanded === 'how_to';
  const facts = subjectFacts(request);
  return {
    fallback: `${question.text} (${answersOf(question)
      .map(({ text }) => text)
      .join(' / ')})`,
    investigationId: investigation.id,
    blocks: [
      { kind: 'heading', text: `Why was ${nameOf(request)} denied?` },
      ...(facts.length === 0 ? [] : [{ kind: 'facts', facts } as const]),
      ...unreadNotes(investigation),
      { kind: 'divider' },
      { kind: 'text', text: emphasized(question.text) },
      { kind: 'buttons', blockId: `question:${question.step}`, buttons: answersOf(question) },
      ...(showsHowTo ? howToBlocks(question) : []),
      { kind: 'note', text: [progressNote(investigation, interview, question)] },
      actionsRow([
        { actionId: `how_to:${question.step}`, text: showsHowTo ? 'Hide how to check' : 'How do I check?' },
        EDIT_DETAILS,
        START_OVER,
      ]),
    ],
  };
}

function answersOf({ options }: QuestionView): readonly CardButton[] {
  const known = options.filter(({ id }) => id !== UNSURE);
  return [...known, { id: UNSURE, text: 'Not sure' }].map(({ id, text }) => ({
    actionId: `answer:${id}`,
    text,
  }));
}

/** What is asked stands out; what explains it does not. */
function emphasized(text: string): Rich {
  const end = text.indexOf('? ') + 1;
  return end === 0 ? [bold(text)] : [bold(text.slice(0, end)), text.slice(end)];
}

function howToBlocks({ howTo }: QuestionView): readonly CardBlock[] {
  const { console, cli } = howTo;
  if (console === undefined && cli === undefined) {
    return [{ kind: 'text', text: ['There is no quick way to look this up. “Not sure” is a fine answer.'] }];
  }
  return [
    ...(console === undefined ? [] : [{ kind: 'text', text: [...label('How to check'), console] } as const]),
    ...(cli === undefined
      ? []
      : [{ kind: 'code', title: 'Or in a terminal', language: 'shell', text: cli } as const]),
  ];
}

function progressNote({ answers }: Investigation, { open }: Interview, { section }: QuestionView): string {
  const number = Object.keys(answers).length + 1;
  const more = open.length - 1;
  const left = more <= 0 ? 'the last one' : `at most ${more} more, fewer if an answer settles it`;
  return `${section} · question ${number}, ${left}`;
}
