import { describe, expect, test } from '@jest/globals';
import { blockList } from '../../src/sandbox/slack-stand-in/block-kit/blocks.js';
import { complaintsOf } from '../../src/sandbox/slack-stand-in/block-kit/complaints.js';
import { modalDefinition } from '../../src/sandbox/slack-stand-in/block-kit/views.js';

const plain = (length: number) => ({ type: 'plain_text', text: 'x'.repeat(length) });
const mrkdwn = (length: number) => ({ type: 'mrkdwn', text: 'x'.repeat(length) });
const many = <T>(count: number, item: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => item(index));
const button = (id: number, more = {}) => ({ type: 'button', action_id: `a${id}`, text: plain(5), ...more });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const options = (count: number) => many(count, (index) => ({ text: plain(3), value: `v${index}` }));
const input = (element: object) => ({ type: 'input', label: plain(5), element });
const confirm = (more: object) => ({
  title: plain(5),
  text: plain(5),
  confirm: plain(5),
  deny: plain(5),
  ...more,
});

/** What Slack takes at most, and one more; the same block with a size. */
const LIMITS: readonly (readonly [string, number, (size: number) => object])[] = [
  ['header text', 150, (size) => ({ type: 'header', text: plain(size) })],
  ['section text', 3000, (size) => ({ type: 'section', text: mrkdwn(size) })],
  ['section fields', 10, (size) => ({ type: 'section', fields: many(size, () => mrkdwn(1)) })],
  ['section field', 2000, (size) => ({ type: 'section', fields: [mrkdwn(size)] })],
  ['actions elements', 25, (size) => actions(...many(size, (index) => button(index)))],
  ['context elements', 10, (size) => ({ type: 'context', elements: many(size, () => mrkdwn(1)) })],
  ['button text', 75, (size) => actions({ type: 'button', text: plain(size) })],
  ['button value', 2000, (size) => actions(button(1, { value: 'x'.repeat(size) }))],
  ['button url', 3000, (size) => actions(button(1, { url: 'x'.repeat(size) }))],
  ['action_id', 255, (size) => actions({ ...button(1), action_id: 'x'.repeat(size) })],
  ['block_id', 255, (size) => ({ type: 'divider', block_id: 'x'.repeat(size) })],
  ['select options', 100, (size) => actions({ type: 'static_select', options: options(size) })],
  ['checkboxes', 10, (size) => actions({ type: 'checkboxes', options: options(size) })],
  ['radio buttons', 10, (size) => actions({ type: 'radio_buttons', options: options(size) })],
  ['overflow options', 5, (size) => actions({ type: 'overflow', options: options(size) })],
  ['confirm title', 100, (size) => actions(button(1, { confirm: confirm({ title: plain(size) }) }))],
  ['confirm text', 300, (size) => actions(button(1, { confirm: confirm({ text: plain(size) }) }))],
  ['confirm button', 30, (size) => actions(button(1, { confirm: confirm({ deny: plain(size) }) }))],
  ['input placeholder', 150, (size) => input({ type: 'plain_text_input', placeholder: plain(size) })],
  ['input value', 3000, (size) => input({ type: 'plain_text_input', initial_value: 'x'.repeat(size) })],
  ['input label', 2000, (size) => ({ ...input({ type: 'plain_text_input' }), label: plain(size) })],
];

const check = (...blocks: object[]) => blockList(50).safeParse(blocks);

describe('blocks', () => {
  test.each(LIMITS)('%s: at most %d', (_name, limit, build) => {
    expect(check(build(limit)).success).toBe(true);
    expect(check(build(limit + 1)).success).toBe(false);
    expect(check(build(0)).success).toBe(_name === 'input value');
  });

  test('at most 50 in a message', () => {
    expect(check(...many(50, () => ({ type: 'divider' }))).success).toBe(true);
    expect(check(...many(51, () => ({ type: 'divider' }))).success).toBe(false);
  });

  test.each([
    ['an unknown block', { type: 'sparkles' }],
    ['an unknown field', { type: 'divider', colour: 'red' }],
    ['a header in mrkdwn', { type: 'header', text: mrkdwn(3) }],
    ['a section without text', { type: 'section' }],
    ['a style that is none', actions(button(1, { style: 'default' }))],
    ['a select without options', actions({ type: 'static_select' })],
    [
      'an initial option that is not offered',
      actions({
        type: 'static_select',
        options: options(2),
        initial_option: { text: plain(3), value: 'v9' },
      }),
    ],
    ['two buttons with one action_id', actions(button(1), button(1))],
  ])('refuses %s', (_name, block) => {
    expect(check(block).success).toBe(false);
  });

  test('refuses two blocks with one block_id', () => {
    const { error } = check({ type: 'divider', block_id: 'b' }, { type: 'divider', block_id: 'b' });
    expect(error && complaintsOf(error, 'blocks')).toEqual([
      'block_id already exists [json-pointer:/blocks]',
    ]);
  });

  test('takes rich text', () => {
    const text = { type: 'text', text: 'aws s3 ls', style: { code: true } };
    const elements = [
      { type: 'rich_text_section', elements: [text, { type: 'user', user_id: 'U1' }] },
      { type: 'rich_text_preformatted', elements: [text] },
      {
        type: 'rich_text_list',
        style: 'bullet',
        elements: [{ type: 'rich_text_section', elements: [text] }],
      },
    ];
    expect(check({ type: 'rich_text', elements }).success).toBe(true);
  });
});

const modal = (more: object) =>
  modalDefinition.safeParse({ type: 'modal', title: plain(5), blocks: [], ...more }).success;

describe('modals', () => {
  test.each([
    ['title', 24, (size: number) => ({ title: plain(size) })],
    ['submit', 24, (size: number) => ({ submit: plain(size) })],
    ['close', 24, (size: number) => ({ close: plain(size) })],
    ['private_metadata', 3000, (size: number) => ({ private_metadata: 'x'.repeat(size) })],
    ['callback_id', 255, (size: number) => ({ callback_id: 'x'.repeat(size) })],
    ['blocks', 100, (size: number) => ({ blocks: many(size, () => ({ type: 'divider' })) })],
  ])('%s: at most %d', (_name, limit, build) => {
    expect(modal(build(limit))).toBe(true);
    expect(modal(build(limit + 1))).toBe(false);
  });

  test('a modal with inputs needs a submit button', () => {
    const blocks = [input({ type: 'plain_text_input' })];
    expect(modal({ blocks })).toBe(false);
    expect(modal({ blocks, submit: plain(4) })).toBe(true);
  });
});
