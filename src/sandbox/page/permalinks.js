import { findChannel, findMessage, look } from './store.js';

const PATH = /^\/archives\/([A-Z0-9]+)(?:\/p(\d+)(\d{6}))?$/;

/** Opens what a permalink names: a channel, and in it a message, in its thread where it has one. */
export function openPermalink(url) {
  const [, channel, seconds, micros] = PATH.exec(url.pathname) ?? [];
  if (channel === undefined || findChannel(channel) === undefined) return;
  const ts = seconds === undefined ? undefined : `${seconds}.${micros}`;
  const message = ts === undefined ? undefined : findMessage(channel, ts);
  look({ channel, thread: message?.threadTs, highlighted: message?.ts, tab: 'messages' });
}

/** Links to messages stay in this page. */
export function startPermalinks() {
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[data-permalink]');
    if (link === null || link === undefined || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openPermalink(new URL(link.href));
  });
}

/** The address names the open channel, so that a reload stays there. */
export function showAddress(channel) {
  const path = `/archives/${channel}`;
  if (location.pathname !== path) history.replaceState(null, '', path);
}
