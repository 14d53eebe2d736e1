import type { Card, CardBlock, CardButton, Rich } from '../../card/card.js';
import { UNSURE, type Interview, type OptionView, type QuestionView } from '../../flow/index.js';
import type { Investigation } from '../investigation.js';
import { actionsRow, EDIT_DETAILS, privacyButton, START_OVER } from './buttons.js';
import type { PresentDeps } from './types.js';
import { unreadNotes } from './unread.js';
import { answersBlocks, wayBlocks } from './way.js';
import { aboutStep, bold, nameOf, subjectFacts, label } from './words.js';

/** The card that asks one thing, with how to find out. */
export function presentQuestion(
  investigation: Investigation,
  interview: Interview,
  question: QuestionView,
  deps: PresentDeps,
): Card {
  const { request } = interview.diagnosis;
  const changes = investigation.changing === question.step;
  const showsHowTo = investigation.expanded === 'how_to';
  const looksFurther = investigation.further !== undefined && !changes;
  const facts = subjectFacts(request);
  return {
    fallback: `${question.text} (${answersOf(question)
      .map(({ text }) => text)
      .join(' / ')})`,
    investigationId: investigation.id,
    blocks: [
      { kind: 'heading', text: headingOf(interview) },
      ...(facts.length === 0 ? [] : [{ kind: 'facts', facts } as const]),
      ...unreadNotes(investigation, interview),
      ...(changes ? [] : answersBlocks(interview)),
      ...(looksFurther ? foundNote(interview) : []),
      { kind: 'divider' },
      { kind: 'text', text: emphasized(question.text) },
      { kind: 'buttons', blockId: `question:${question.step}`, buttons: answersOf(question) },
      ...(showsHowTo ? howToBlocks(question) : []),
      { kind: 'note', text: [changes ? changeNote(interview, question) : progressNote(interview, question)] },
      actionsRow([
        { actionId: `how_to:${question.step}`, text: showsHowTo ? 'Hide how to check' : 'How do I check?' },
        ...(looksFurther ? [{ actionId: 'show_result', text: 'Show the result' }] : []),
        ...(changes ? [{ actionId: `change:${question.step}`, text: 'Keep my answer' }] : []),
        EDIT_DETAILS,
        START_OVER,
        ...privacyButton(investigation, deps),
      ]),
      ...(changes ? [] : wayBlocks(investigation, interview, deps)),
    ],
  };
}

/** What the result holds already, while further causes are looked for. */
function foundNote({ diagnosis }: Interview): readonly CardBlock[] {
  const found = diagnosis.causes.filter(({ status }) => status === 'confirmed');
  if (found.length === 0) return [];
  const titles = found.map(({ title }) => title).join(' · ');
  return [{ kind: 'note', text: [`Found already: ${titles}. Now I look for further causes.`] }];
}

function headingOf({ diagnosis, grant }: Interview): string {
  const { request } = diagnosis;
  return grant === undefined
    ? `Why was ${nameOf(request)} denied?`
    : `Who is to get access to ${request.bucket ?? 'the bucket'}, and how?`;
}

function answersOf({ options }: QuestionView): readonly CardButton[] {
  const known = options.filter(({ id }) => id !== UNSURE);
  const unsure: OptionView = { id: UNSURE, text: 'Not sure' };
  return [...known, unsure].map(({ id, text, input }) => ({
    actionId: `answer:${id}`,
    // As in menus everywhere: three dots say that a dialog follows.
    text: input === undefined ? text : `${text} …`,
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

function changeNote({ answered }: Interview, question: QuestionView): string {
  const answer = answered.find(({ step }) => step === question.step)?.answer ?? 'Not sure';
  return `${aboutStep(question)} · you answered “${answer}”; another answer decides anew what came after it`;
}

function progressNote({ answered, open }: Interview, question: QuestionView): string {
  const number = answered.length + 1;
  const more = open.length - 1;
  const left = more <= 0 ? 'the last one' : `at most ${more} more, fewer if an answer settles it`;
  return `${aboutStep(question)} · question ${number}, ${left}`;
}
