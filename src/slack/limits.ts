import { S3DeniedError } from '../errors.js';

/**
 * Slack's limits, in characters or elements.
 * https://docs.slack.dev/reference/block-kit/blocks https://docs.slack.dev/reference/views https://docs.slack.dev/reference/methods/chat.postMessage
 */
export const SLACK_LIMITS = {
  messageBlocks: 50,
  viewBlocks: 100,
  /** The fallback text of a message; Slack cuts at 40000 and advises 4000. */
  messageText: 4000,
  /**
   * All text of one message's blocks. Not documented: beyond about 13200 Slack answers `msg_blocks_too_long`.
   * https://github.com/slackapi/bolt-js/issues/2509
   */
  messageBlocksText: 12_000,
  header: 150,
  sectionText: 3000,
  sectionFields: 10,
  sectionField: 2000,
  contextElements: 10,
  contextText: 2000,
  actionsElements: 25,
  buttonText: 75,
  buttonValue: 2000,
  buttonUrl: 3000,
  actionId: 255,
  blockId: 255,
  callbackId: 255,
  options: 100,
  optionGroups: 100,
  optionText: 75,
  optionValue: 150,
  optionGroupLabel: 75,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  viewTitle: 24,
  viewButton: 24,
  privateMetadata: 3000,
  inputLabel: 2000,
  inputHint: 2000,
  inputText: 3000,
  placeholder: 150,
} as const;

export type SlackLimit = keyof typeof SLACK_LIMITS;

/** An id or a value that Slack would refuse: an error in our code, never something to cut. */
export class SlackLimitError extends S3DeniedError {
  constructor(limit: SlackLimit, text: string) {
    super(
      'slack-limit',
      `${limit} may have ${SLACK_LIMITS[limit]} characters, this has ${text.length}: ${text.slice(0, 80)}…`,
    );
  }
}

/** Display text ends with this where it was cut. */
export const SHORTENED = '… (shortened)';

/** Passes an id or a value on; throws `SlackLimitError` where it is longer than Slack takes. */
export function within(limit: SlackLimit, text: string): string {
  if (text.length > SLACK_LIMITS[limit]) throw new SlackLimitError(limit, text);
  return text;
}

/** Display text, visibly shortened where Slack would not take all of it. */
export function fit(limit: SlackLimit, text: string): string {
  return shorten(text, SLACK_LIMITS[limit]);
}

/**
 * The longest beginning of `text` that, rendered and with the mark of shortening, has at most `length` characters; all of it, if it
 * fits. `render` may lengthen (escaping) but must keep longer inputs at least as long.
 */
export function shorten(text: string, length: number, render: (part: string) => string = same): string {
  const whole = render(text);
  if (whole.length <= length) return whole;
  const mark = length > SHORTENED.length * 2 ? SHORTENED : '…';
  let fits = 0;
  let fails = text.length;
  while (fails - fits > 1) {
    const middle = Math.floor((fits + fails) / 2);
    if (render(text.slice(0, middle)).length + mark.length <= length) fits = middle;
    else fails = middle;
  }
  return `${render(wholeCharacters(text.slice(0, fits)))}${mark}`;
}

/** Without half a surrogate pair at its end. */
function wholeCharacters(text: string): string {
  return text.replace(/[\uD800-\uDBFF]$/, '');
}

function same(text: string): string {
  return text;
}
