import { describe, expect, it } from '@jest/globals';
import {
  SHORTENED,
  SLACK_LIMITS,
  type SlackLimit,
  SlackLimitError,
  fit,
  within,
} from '../../src/slack/limits.js';

/** As Slack's pages have them, written down a second time. */
const DOCUMENTED: Readonly<Record<SlackLimit, number>> = {
  // https://docs.slack.dev/reference/block-kit/blocks
  messageBlocks: 50,
  viewBlocks: 100,
  header: 150,
  sectionText: 3000,
  sectionFields: 10,
  sectionField: 2000,
  contextElements: 10,
  // Documented are 3000 characters for a text object; ours stay below.
  contextText: 2000,
  actionsElements: 25,
  blockId: 255,
  inputLabel: 2000,
  inputHint: 2000,
  // https://docs.slack.dev/reference/block-kit/block-elements
  buttonText: 75,
  buttonValue: 2000,
  buttonUrl: 3000,
  actionId: 255,
  options: 100,
  optionGroups: 100,
  inputText: 3000,
  placeholder: 150,
  // https://docs.slack.dev/reference/block-kit/composition-objects
  optionText: 75,
  optionValue: 150,
  optionGroupLabel: 75,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  // https://docs.slack.dev/reference/views
  callbackId: 255,
  viewTitle: 24,
  viewButton: 24,
  privateMetadata: 3000,
  // https://docs.slack.dev/reference/methods/chat.postMessage: 40000 are cut, 4000 advised; 13200 of all blocks were refused.
  messageText: 4000,
  messageBlocksText: 12_000,
};

describe('the limits of Slack', () => {
  it('are what its pages say', () => {
    expect(SLACK_LIMITS).toEqual(DOCUMENTED);
  });

  it.each(Object.entries(SLACK_LIMITS))(
    '%s: text is shortened visibly to at most %i characters',
    (name, most) => {
      const limit = name as SlackLimit;
      expect(fit(limit, 'x'.repeat(most))).toBe('x'.repeat(most));
      const cut = fit(limit, 'x'.repeat(most + 1));
      expect(cut.length).toBeLessThanOrEqual(most);
      expect(SHORTENED).toContain(cut.at(-1));
      expect(fit(limit, `${'x'.repeat(most - 2)}😀😀`)).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
    },
  );

  it.each(Object.entries(SLACK_LIMITS))(
    '%s: an id of more than %i characters is a mistake of ours',
    (name, most) => {
      const limit = name as SlackLimit;
      expect(within(limit, 'x'.repeat(most))).toHaveLength(most);
      expect(() => within(limit, 'x'.repeat(most + 1))).toThrow(SlackLimitError);
    },
  );
});
