import { z } from 'zod';
import { type ApiMethod, apiMethod, type ApiResponse, refuse } from '../api-method.js';
import { appMessage } from '../app-message.js';
import { contentArguments, readContent } from '../message-content.js';
import { permalinkOf } from '../permalink.js';
import { membersOf, messageObject } from '../slack-objects.js';
import type { StandInState } from '../state.js';
import type { Message } from '../workspace.js';

const place = { channel: z.string(), ...contentArguments };

const postMessage = apiMethod(z.object({ ...place, thread_ts: z.string().optional() }), (state, args) => {
  // With the scope chat:write.public, no invitation is needed in public channels.
  const channel = state.workspace.channelForApp(args.channel);
  if (channel === undefined) return refuse('channel_not_found');
  if (!isThread(state, channel.id, args.thread_ts)) return refuse('thread_not_found');
  const content = readContent(args);
  if (content.outcome === 'refused') return content.response;
  const message = state.workspace.post(appMessage(channel.id, { ...content, threadTs: args.thread_ts }));
  return { ok: true, channel: channel.id, ts: message.ts, message: messageObject(message) };
});

const postEphemeral = apiMethod(
  z.object({ ...place, user: z.string(), thread_ts: z.string().optional() }),
  (state, args) => {
    const channel = state.workspace.channelForApp(args.channel);
    if (channel === undefined) return refuse('channel_not_found');
    if (!channel.appIsMember) return refuse('not_in_channel');
    if (!membersOf(state, channel).includes(args.user)) return refuse('user_not_in_channel');
    const content = readContent(args);
    if (content.outcome === 'refused') return content.response;
    const message = state.workspace.post(
      appMessage(channel.id, { ...content, threadTs: args.thread_ts, ephemeralFor: args.user }),
    );
    return { ok: true, message_ts: message.ts };
  },
);

const update = apiMethod(z.object({ ...place, ts: z.string() }), (state, args) => {
  const found = ownMessage(state, args.channel, args.ts, 'cant_update_message');
  if ('ok' in found) return found;
  const content = readContent(args);
  if (content.outcome === 'refused') return content.response;
  const message = state.workspace.replace(found, {
    text: content.text,
    ...(content.blocks === undefined ? {} : { blocks: content.blocks }),
  });
  return {
    ok: true,
    channel: message.channel,
    ts: message.ts,
    text: message.text,
    message: messageObject(message),
  };
});

const remove = apiMethod(z.object({ channel: z.string(), ts: z.string() }), (state, args) => {
  const found = ownMessage(state, args.channel, args.ts, 'cant_delete_message');
  if ('ok' in found) return found;
  state.workspace.remove(found);
  return { ok: true, channel: found.channel, ts: found.ts };
});

const getPermalink = apiMethod(z.object({ channel: z.string(), message_ts: z.string() }), (state, args) => {
  if (state.workspace.channelForApp(args.channel) === undefined) return refuse('channel_not_found');
  const message = state.workspace.find(args.channel, args.message_ts);
  if (message === undefined || message.ephemeralFor !== undefined) return refuse('message_not_found');
  return { ok: true, channel: args.channel, permalink: permalinkOf(state.origin, message) };
});

/** An absent thread is always there. */
function isThread(state: StandInState, channel: string, threadTs: string | undefined): boolean {
  return threadTs === undefined || state.workspace.find(channel, threadTs) !== undefined;
}

/** The app's own message, which alone it may change; ephemeral ones cannot be found. */
function ownMessage(state: StandInState, channel: string, ts: string, error: string): Message | ApiResponse {
  if (state.workspace.channelForApp(channel) === undefined) return refuse('channel_not_found');
  const message = state.workspace.find(channel, ts);
  if (message === undefined || message.ephemeralFor !== undefined) return refuse('message_not_found');
  return message.fromApp ? message : refuse(error);
}

export const CHAT_METHODS: Readonly<Record<string, ApiMethod>> = {
  'chat.postMessage': postMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.update': update,
  'chat.delete': remove,
  'chat.getPermalink': getPermalink,
};
