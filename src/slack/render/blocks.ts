import type { types } from '@slack/bolt';
import type { Card, CardBlock, CardButton, CardChoice, Rich } from '../../card/card.js';
import { assertNever } from '../../errors.js';
import { choicesBlockId, continuedBlockId } from '../ids.js';
import { fit, SLACK_LIMITS, within } from '../limits.js';
import { codeLength, type CodeCardBlock, renderCodeSections } from './code.js';
import { fitRich, plainText } from './mrkdwn.js';

export type Block = types.KnownBlock;

/** The blocks of one card block. `codeBudget`: how many characters its code may take. */
export function renderBlock(block: CardBlock, card: Card, codeBudget: number): readonly Block[] {
  switch (block.kind) {
    case 'heading':
      return [{ type: 'header', text: plain('header', block.text) }];
    case 'text':
      return sections([fitRich(block.text, SLACK_LIMITS.sectionText)]);
    case 'list':
      return sections(packLines(block.items.map((item) => `• ${fitRich(item, LONGEST_ITEM)}`)));
    case 'facts':
      return renderFacts(block.facts);
    case 'code':
      return renderCodeCard(block, codeBudget);
    case 'note':
      return contextOf(fitRich(block.text, SLACK_LIMITS.contextText));
    case 'divider':
      return [{ type: 'divider' }];
    case 'buttons':
      return renderButtons(block.blockId, block.buttons, card.investigationId);
    case 'choices':
      return renderChoices(block.choices, card.investigationId);
    default:
      return assertNever(block, 'card block');
  }
}

const LONGEST_ITEM = 1000;

/** Slack folds longer texts away behind "Show more". */
const FOLDED_ABOVE = 300;

/** `verbatim`: Slack adds no links or mentions of its own. `expand`: it does not fold the text. */
export function section(text: string): Block {
  const expand = text.length > FOLDED_ABOVE ? { expand: true } : {};
  return { type: 'section', ...expand, text: { type: 'mrkdwn', verbatim: true, text } };
}

function sections(texts: readonly string[]): readonly Block[] {
  return texts.filter((text) => text.trim() !== '').map(section);
}

export function contextOf(text: string): readonly Block[] {
  return text.trim() === ''
    ? []
    : [{ type: 'context', elements: [{ type: 'mrkdwn', verbatim: true, text }] }];
}

export function plain(
  limit:
    | 'header'
    | 'buttonText'
    | 'confirmTitle'
    | 'confirmText'
    | 'confirmButton'
    | 'placeholder'
    | 'optionText',
  text: string,
): types.PlainTextElement {
  return { type: 'plain_text', emoji: false, text: fit(limit, plainText(text) || '–') };
}

/** Joins lines into as few texts as sections take. */
function packLines(lines: readonly string[]): readonly string[] {
  const texts: string[] = [];
  for (const line of lines) {
    const last = texts.at(-1);
    if (last === undefined || last.length + line.length + 1 > SLACK_LIMITS.sectionText) texts.push(line);
    else texts[texts.length - 1] = `${last}\n${line}`;
  }
  return texts;
}

function renderFacts(facts: readonly { readonly label: string; readonly value: Rich }[]): readonly Block[] {
  const fields = facts.map((fact) => {
    const label = fitRich([{ kind: 'bold', text: fact.label }], 150);
    const value = fitRich(fact.value, SLACK_LIMITS.sectionField - label.length - 1);
    return { type: 'mrkdwn' as const, verbatim: true, text: `${label}\n${value}` };
  });
  return chunks(fields, SLACK_LIMITS.sectionFields).map((part) => ({ type: 'section', fields: part }));
}

function renderCodeCard(block: CodeCardBlock, budget: number): readonly Block[] {
  const title =
    block.title === undefined ? [] : sections([fitRich([{ kind: 'bold', text: block.title }], 300)]);
  const cut =
    codeLength(block.text) > budget
      ? contextOf('The code above is too long for a message and was shortened.')
      : [];
  return [...title, ...sections(renderCodeSections(block.text, budget)), ...cut];
}

function renderButtons(
  blockId: string,
  buttons: readonly CardButton[],
  investigationId: string | undefined,
): readonly Block[] {
  return chunks(buttons, SLACK_LIMITS.actionsElements).map((part, index) => ({
    type: 'actions',
    block_id: within('blockId', continuedBlockId(blockId, index)),
    elements: part.map((button) => renderButton(button, investigationId)),
  }));
}

/** One menu beside the other; the block says which investigation they are about. */
function renderChoices(
  choices: readonly CardChoice[],
  investigationId: string | undefined,
): readonly Block[] {
  if (investigationId === undefined) return [];
  const elements = choices.map(
    ({ actionId, label, options }): types.StaticSelect => ({
      type: 'static_select',
      action_id: within('actionId', actionId),
      placeholder: plain('placeholder', label),
      options: options.slice(0, SLACK_LIMITS.options).map(({ value, text }) => ({
        value: within('optionValue', value),
        text: plain('optionText', text),
      })),
    }),
  );
  return [{ type: 'actions', block_id: within('blockId', choicesBlockId(investigationId)), elements }];
}

export function renderButton(button: CardButton, value: string | undefined): types.Button {
  return {
    type: 'button',
    action_id: within('actionId', button.actionId),
    text: plain('buttonText', button.text),
    ...(value === undefined ? {} : { value: within('buttonValue', value) }),
    ...(button.style === undefined ? {} : { style: button.style }),
    ...(button.confirm === undefined ? {} : { confirm: renderConfirm(button.confirm) }),
  };
}

function renderConfirm(confirm: NonNullable<CardButton['confirm']>): types.ConfirmationDialog {
  return {
    title: plain('confirmTitle', confirm.title),
    text: plain('confirmText', confirm.text),
    confirm: plain('confirmButton', confirm.confirm),
    deny: plain('confirmButton', confirm.deny),
  };
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
