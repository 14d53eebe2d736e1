import type { Message } from './workspace.js';

/** As Slack's are, but into the sandbox's page: `…/archives/C…/p1700000000000100?thread_ts=…&cid=…`. */
export function permalinkOf(origin: string, message: Message): string {
  const link = `${origin}/archives/${message.channel}/p${message.ts.replace('.', '')}`;
  return message.threadTs === undefined
    ? link
    : `${link}?thread_ts=${message.threadTs}&cid=${message.channel}`;
}
