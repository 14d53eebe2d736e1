import { h } from './dom.js';
import { emojiOf, replaceEmoji } from './emoji.js';
import { linkNode, mention } from './mrkdwn.js';
import { findChannel, nameOf } from './store.js';

/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block: its text is plain, nothing is escaped in it. */
export function renderRichText(block) {
  return h('div', { class: 'block rich' }, block.elements.map(renderPart));
}

function renderPart(part) {
  switch (part.type) {
    case 'rich_text_list':
      return h(
        part.style === 'ordered' ? 'ol' : 'ul',
        { class: `indent-${part.indent ?? 0}` },
        part.elements.map((item) => h('li', {}, renderAll(item.elements))),
      );
    case 'rich_text_quote':
      return h('blockquote', {}, renderAll(part.elements));
    case 'rich_text_preformatted':
      return h(
        'pre',
        { tabindex: '0' },
        h('code', {}, part.elements.map((one) => one.text ?? one.url ?? '').join('')),
      );
    default:
      return h('p', {}, renderAll(part.elements));
  }
}

function renderAll(elements) {
  return elements.map((element) => styled(renderInline(element), element.style));
}

function renderInline(element) {
  switch (element.type) {
    case 'link':
      return linkNode(element.url, element.text);
    case 'user':
      return mention(`@${nameOf(element.user_id)}`);
    case 'channel':
      return mention(`#${findChannel(element.channel_id)?.name ?? element.channel_id}`);
    case 'usergroup':
      return mention(`@${element.usergroup_id}`);
    case 'broadcast':
      return h('strong', { class: 'broadcast' }, `@${element.range}`);
    case 'emoji':
      return document.createTextNode(emojiOf(element.name) ?? `:${element.name}:`);
    default:
      return h('span', { class: 'text' }, replaceEmoji(element.text));
  }
}

function styled(node, style = {}) {
  const tags = [
    [style.code, 'code'],
    [style.bold, 'strong'],
    [style.italic, 'em'],
    [style.strike, 's'],
  ];
  return tags.reduce((inner, [wanted, tag]) => (wanted ? h(tag, {}, inner) : inner), node);
}
