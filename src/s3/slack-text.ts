/**
 * What Slack does to text that people type, undone.
 * https://docs.slack.dev/messaging/formatting-message-text/
 */

/** A mention of the bot at the beginning goes; links become their address (mail links their text), entities their characters, double smart quotes `"`; code marks go. */
export function undoSlackMarkup(text: string): string {
  return text
    .replace(/^\s{0,20}<@[UW][A-Z0-9]{1,30}(?:\|[^<>]{0,80})?>\s{0,20}/, '')
    .replaceAll(
      /<mailto:([^|<>]{1,512})(?:\|([^<>]{0,512}))?>/g,
      (_, address: string, label?: string) => label ?? address,
    )
    .replaceAll(/<((?:https?|s3[an]?|tel|ftp):[^|<>]{1,8192})(?:\|[^<>]{0,8192})?>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/[“”„]/g, '"')
    .replaceAll('```', '\n')
    .replaceAll(/(^|\s)`([^`\n]{1,4096})`(?=$|[\s.,;:])/g, '$1$2')
    .replaceAll(/(^|\s)‘([^‘’\n]{1,4096})’(?=$|[\s.,;:])/g, '$1$2')
    .replaceAll('\u00A0', ' ');
}
