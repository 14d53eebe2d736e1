/**
 * Teams's limits. https://learn.microsoft.com/en-us/microsoftteams/limits-specifications-teams
 * https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/cards-reference
 */
export const TEAMS_LIMITS = {
  /** A bot's message is cut off at about 28 KB of UTF-16; the envelope around the card is ours to leave room for. */
  cardCharacters: 13_000,
  /** UTF-8, serialized. */
  cardBytes: 20_000,
  /** Teams shows no more than six actions of one set. */
  actionsInSet: 6,
  actionTitle: 75,
  heading: 250,
  /** What a notification shows of it. */
  fallback: 500,
  optionTitle: 120,
  options: 40,
  /** An S3 address with the longest key, percent-encoded, is shorter than this for all but a few. */
  inputLine: 2_000,
  inputText: 6_000,
} as const;

/** Display text ends with this where it was cut. */
export const SHORTENED = '… (shortened)';

export function fit(limit: 'actionTitle' | 'heading' | 'fallback' | 'optionTitle', text: string): string {
  return text.length <= TEAMS_LIMITS[limit]
    ? text
    : `${wholeCharacters(text.slice(0, TEAMS_LIMITS[limit] - 1))}…`;
}

/** Without half a surrogate pair at its end. */
export function wholeCharacters(text: string): string {
  return text.replace(/[\uD800-\uDBFF]$/, '');
}
