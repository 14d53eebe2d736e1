/** As Slack does with what a person types: https://docs.slack.dev/messaging/formatting-message-text/#escaping */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const MENTION = /@([a-z][a-z0-9]*)\b/g;
const WEB_ADDRESS = /https?:\/\/[^\s<>]+[^\s<>.,;:!?)'"\]}]/g;

/** A message as Slack stores it: escaped, with web addresses and mentions in angle brackets. */
export function storeText(text: string, mentions: ReadonlyMap<string, string>): string {
  return escapeText(text)
    .replace(WEB_ADDRESS, (address) => `<${address}>`)
    .replace(MENTION, (written, name: string) => {
      const id = mentions.get(name);
      return id === undefined ? written : `<@${id}>`;
    });
}
