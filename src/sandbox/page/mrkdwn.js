import { h } from './dom.js';
import { replaceEmoji } from './emoji.js';
import { findChannel, nameOf } from './store.js';

/** Slack's mrkdwn as nodes: https://docs.slack.dev/messaging/formatting-message-text */

const ESCAPES = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };
const INLINE = new RegExp(
  [
    '<(?<entity>[^<>\\n]+)>',
    '`(?<code>[^`\\n]+)`',
    '(?<![\\w*])\\*(?<bold>\\S(?:[^*\\n]*\\S)?)\\*(?![\\w*])',
    '(?<![\\w_])_(?<italic>\\S(?:[^_\\n]*\\S)?)_(?![\\w_])',
    '(?<![\\w~])~(?<strike>\\S(?:[^~\\n]*\\S)?)~(?![\\w~])',
  ].join('|'),
  'g',
);
const TAGS = { bold: 'strong', italic: 'em', strike: 's' };

export function decode(text) {
  return text.replace(/&(?:amp|lt|gt);/g, (escape) => ESCAPES[escape]);
}

/** The nodes of a text: paragraphs with line breaks, quotes, code blocks. */
export function renderMrkdwn(text) {
  const parts = text.split('```');
  // An odd number of fences leaves the last one open: it is text then.
  if (parts.length % 2 === 0) parts.push(`\`\`\`${parts.pop()}`);
  return parts.flatMap((part, index) => (index % 2 === 1 ? [codeBlock(part)] : renderLines(part)));
}

function codeBlock(text) {
  const shown = text
    .replace(/^\n/, '')
    .replace(/<([^<>|]+)(?:\|([^<>]+))?>/g, (_all, url, label) => label ?? url);
  return h('pre', { tabindex: '0' }, h('code', {}, decode(shown)));
}

function renderLines(text) {
  const trimmed = text.replace(/^\n|\n$/g, '');
  if (trimmed === '') return [];
  const nodes = [];
  let quote;
  for (const line of trimmed.split('\n')) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quoted !== null) {
      if (quote === undefined) nodes.push((quote = h('blockquote')));
      else quote.append(h('br'));
      quote.append(...renderInline(quoted[1]));
      continue;
    }
    if (nodes.length > 0 && quote === undefined) nodes.push(h('br'));
    quote = undefined;
    nodes.push(...renderInline(line));
  }
  return nodes;
}

/** One line's nodes. */
export function renderInline(text) {
  const nodes = [];
  let last = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(plain(text.slice(last, match.index)), inlineNode(match.groups));
    last = match.index + match[0].length;
  }
  return [...nodes, plain(text.slice(last))];
}

function plain(text) {
  return document.createTextNode(replaceEmoji(decode(text)));
}

function inlineNode(groups) {
  if (groups.entity !== undefined) return entityNode(groups.entity);
  if (groups.code !== undefined) return h('code', {}, decode(groups.code));
  const [kind, inner] = Object.entries(groups).find(([, value]) => value !== undefined);
  return h(TAGS[kind], {}, renderInline(inner));
}

/** What stands in angle brackets: a mention, a channel, a broadcast, a date, a link. */
function entityNode(entity) {
  const [target, label] = splitOnce(entity, '|');
  if (target.startsWith('@')) return mention(`@${nameOf(target.slice(1))}`);
  if (target.startsWith('#'))
    return mention(`#${findChannel(target.slice(1))?.name ?? label ?? target.slice(1)}`);
  if (target.startsWith('!date')) return h('time', {}, decode(label ?? ''));
  if (target.startsWith('!subteam')) return mention(decode(label ?? '@group'));
  if (target.startsWith('!')) return h('strong', { class: 'broadcast' }, `@${target.slice(1)}`);
  return linkNode(decode(target), label === undefined ? undefined : decode(label));
}

function splitOnce(text, separator) {
  const at = text.indexOf(separator);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

export function mention(text) {
  return h('span', { class: 'mention' }, text);
}

/** A link, only where it leads to the web or to mail: anything else is shown as text. */
export function linkNode(url, label) {
  if (!/^(?:https?:|mailto:)/i.test(url)) return document.createTextNode(label ?? url);
  const own = url.startsWith(`${location.origin}/archives/`);
  const outward = own ? { data: { permalink: 'yes' } } : { target: '_blank', rel: 'noopener noreferrer' };
  return h('a', { href: url, ...outward }, label ?? url);
}
