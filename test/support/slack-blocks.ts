import type { Loose } from './slack-api.js';

/**
 * Slack's limits again, written down from its pages and not from src/slack/limits.ts, over any message or view that the bot makes.
 * Returns what Slack would refuse, with where it stands.
 */
export function problemsOf(payload: {
  readonly text?: string;
  readonly blocks: readonly Loose[];
  readonly type?: string;
  readonly title?: Loose;
}): string[] {
  const problems: string[] = [];
  const most = payload.type === undefined ? 50 : 100;
  if (payload.blocks.length > most) problems.push(`${payload.blocks.length} blocks`);
  if (payload.type === undefined && !payload.text) problems.push('no fallback text');
  if (JSON.stringify(payload.blocks).length > 39_000) problems.push('too long altogether');
  if (payload.title !== undefined) problems.push(...text('title', payload.title, 24));
  const blockIds = payload.blocks.flatMap((block) => block.block_id ?? []);
  if (new Set(blockIds).size < blockIds.length) problems.push(`a block id twice: ${blockIds.join(', ')}`);
  for (const [index, block] of payload.blocks.entries()) {
    problems.push(...blockProblems(block).map((problem) => `block ${index} (${block.type}): ${problem}`));
  }
  return problems;
}

function blockProblems(block: Loose): string[] {
  return [...limit('block_id', block.block_id, 255), ...contentProblems(block)];
}

function contentProblems(block: Loose): string[] {
  switch (block.type) {
    case 'header':
      return [...text('text', block.text, 150), ...only(block.text, 'plain_text')];
    case 'section':
      return [
        ...(block.text === undefined && block.fields === undefined ? ['neither text nor fields'] : []),
        ...(block.text === undefined ? [] : text('text', block.text, 3000)),
        ...(block.fields === undefined ? [] : count('fields', block.fields, 10)),
        ...(block.fields ?? []).flatMap((field: Loose) => text('field', field, 2000)),
      ];
    case 'context':
      return [
        ...count('elements', block.elements, 10),
        ...block.elements.flatMap((element: Loose) => text('element', element, 3000)),
      ];
    case 'divider':
      return [];
    case 'actions':
      return [
        ...count('elements', block.elements, 25),
        ...uniqueActions(block.elements),
        ...block.elements.flatMap((element: Loose) =>
          element.type === 'static_select' ? menu(element) : button(element),
        ),
      ];
    case 'input':
      return [
        ...text('label', block.label, 2000),
        ...only(block.label, 'plain_text'),
        ...(block.hint ? text('hint', block.hint, 2000) : []),
        ...input(block.element),
      ];
    default:
      return [`nobody knows ${block.type}`];
  }
}

function button(element: Loose): string[] {
  return [
    ...(element.type === 'button' ? [] : [`${element.type} among buttons`]),
    ...text('button', element.text, 75),
    ...only(element.text, 'plain_text'),
    ...limit('action_id', element.action_id, 255),
    ...limit('value', element.value, 2000),
    ...(element.confirm === undefined ? [] : confirm(element.confirm)),
  ];
}

function menu(element: Loose): string[] {
  return [...input(element), ...text('placeholder', element.placeholder, 150)];
}

function confirm(dialog: Loose): string[] {
  return [
    ...text('title', dialog.title, 100),
    ...text('text', dialog.text, 300),
    ...text('confirm', dialog.confirm, 30),
    ...text('deny', dialog.deny, 30),
  ];
}

/** https://docs.slack.dev/reference/block-kit/block-elements: the ones that stand in an input, and those that hold options. */
const INPUTS = new Set([
  'plain_text_input',
  'static_select',
  'checkboxes',
  'radio_buttons',
  'conversations_select',
]);
const CONVERSATIONS = new Set(['im', 'mpim', 'private', 'public']);

function input(element: Loose): string[] {
  const groups = element.option_groups ?? [];
  const options = [...(element.options ?? []), ...groups.flatMap((group: Loose) => group.options)];
  const initial = [element.initial_option, ...(element.initial_options ?? [])].filter(
    (option) => option !== undefined,
  );
  const known = new Set(options.map((option) => JSON.stringify(option)));
  return [
    ...(INPUTS.has(element.type) ? [] : [`nobody knows ${element.type}`]),
    ...(element.filter?.include ?? [])
      .filter((kind: string) => !CONVERSATIONS.has(kind))
      .map((kind: string) => `no conversations of kind ${kind}`),
    ...(element.type === 'checkboxes' || element.type === 'radio_buttons'
      ? count('options', element.options, 10)
      : []),
    ...limit('action_id', element.action_id, 255),
    ...limit('initial_value', element.initial_value, 3000),
    ...(element.placeholder === undefined ? [] : text('placeholder', element.placeholder, 150)),
    ...(element.options === undefined ? [] : count('options', element.options, 100)),
    ...(element.option_groups === undefined ? [] : count('option groups', groups, 100)),
    ...groups.flatMap((group: Loose) => [
      ...text('group', group.label, 75),
      ...count('options', group.options, 100),
    ]),
    ...options.flatMap((option) => [
      ...text('option', option.text, 75),
      ...limit('option value', option.value, 150),
    ]),
    ...initial
      .filter((option) => !known.has(JSON.stringify(option)))
      .map((option) => `initial option ${option.value} is no option`),
  ];
}

function uniqueActions(elements: readonly Loose[]): string[] {
  const ids = elements.map((element) => element.action_id);
  return new Set(ids).size < ids.length ? [`an action id twice: ${ids.join(', ')}`] : [];
}

function text(name: string, object: Loose, most: number): string[] {
  if (typeof object?.text !== 'string' || object.text === '') return [`${name} is empty`];
  return limit(name, object.text, most);
}

function only(object: Loose, type: string): string[] {
  return object?.type === type ? [] : [`${object?.type} where only ${type} may stand`];
}

function limit(name: string, value: string | undefined, most: number): string[] {
  return value !== undefined && value.length > most
    ? [`${name} has ${value.length} of ${most} characters`]
    : [];
}

function count(name: string, list: readonly unknown[], most: number): string[] {
  return list.length === 0 || list.length > most ? [`${list.length} ${name}, 1 to ${most} may be`] : [];
}
