import { replaceEmoji } from './emoji.js';
import { decode, renderMrkdwn } from './mrkdwn.js';

/** The nodes of a text object, plain or mrkdwn. */
export function renderText(text) {
  return text.type === 'mrkdwn' ? renderMrkdwn(text.text) : [document.createTextNode(plainOf(text))];
}

/** A text object as a label: no markup. */
export function plainOf(text) {
  const shown = decode(text.text);
  return text.emoji === false ? shown : replaceEmoji(shown);
}
