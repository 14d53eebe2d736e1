/** The short names that this bot and its users may write. Others stay as they are written. */
const EMOJI = {
  arrow_right: '➡️',
  arrows_counterclockwise: '🔄',
  ballot_box_with_check: '☑️',
  bell: '🔔',
  book: '📖',
  bucket: '🪣',
  bulb: '💡',
  clipboard: '📋',
  eyes: '👀',
  gear: '⚙️',
  grey_question: '❔',
  hammer_and_wrench: '🛠️',
  heavy_check_mark: '✔️',
  hourglass: '⌛',
  hourglass_flowing_sand: '⏳',
  information_source: 'ℹ️',
  key: '🔑',
  large_blue_circle: '🔵',
  large_green_circle: '🟢',
  link: '🔗',
  lock: '🔒',
  mag: '🔍',
  memo: '📝',
  no_entry: '⛔',
  no_entry_sign: '🚫',
  page_facing_up: '📄',
  pushpin: '📌',
  question: '❓',
  raised_hand: '✋',
  red_circle: '🔴',
  rotating_light: '🚨',
  shield: '🛡️',
  sos: '🆘',
  speech_balloon: '💬',
  tada: '🎉',
  thumbsup: '👍',
  thumbsdown: '👎',
  unlock: '🔓',
  warning: '⚠️',
  wave: '👋',
  white_check_mark: '✅',
  white_circle: '⚪',
  wrench: '🔧',
  x: '❌',
};

/** The character, or undefined where the name is not known. */
export function emojiOf(name) {
  return Object.hasOwn(EMOJI, name) ? EMOJI[name] : undefined;
}

export function replaceEmoji(text) {
  return text.replace(/:([a-z0-9_+-]+):/g, (written, name) => emojiOf(name) ?? written);
}
