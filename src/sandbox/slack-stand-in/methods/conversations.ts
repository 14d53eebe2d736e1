import { z } from 'zod';
import { type ApiMethod, apiMethod, refuse } from '../api-method.js';
import { channelObject, membersOf, messageObject } from '../slack-objects.js';

const oneChannel = z.object({ channel: z.string() });

const open = apiMethod(
  z.object({ users: z.string().optional(), channel: z.string().optional() }),
  (state, args) => {
    if (args.channel !== undefined) {
      const channel = state.workspace.channelForApp(args.channel);
      return channel === undefined
        ? refuse('channel_not_found')
        : { ok: true, channel: channelObject(channel) };
    }
    if (args.users === undefined) return refuse('users_list_not_supplied');
    const [userId, ...others] = args.users.split(',').map((id) => id.trim());
    if (userId === undefined || state.workspace.person(userId) === undefined) return refuse('user_not_found');
    if (others.length > 0) return refuse('not_supported_in_the_sandbox');
    return { ok: true, channel: channelObject(state.workspace.openDirect(userId)) };
  },
);

const info = apiMethod(oneChannel, (state, args) => {
  const channel = state.workspace.channelForApp(args.channel);
  return channel === undefined ? refuse('channel_not_found') : { ok: true, channel: channelObject(channel) };
});

const join = apiMethod(oneChannel, (state, args) => {
  const channel = state.workspace.channelForApp(args.channel);
  if (channel === undefined) return refuse('channel_not_found');
  if (channel.directWith !== undefined) return refuse('method_not_supported_for_channel_type');
  state.workspace.join(channel.id);
  return { ok: true, channel: channelObject({ ...channel, appIsMember: true }) };
});

const members = apiMethod(oneChannel, (state, args) => {
  const channel = state.workspace.channelForApp(args.channel);
  if (channel === undefined) return refuse('channel_not_found');
  return { ok: true, members: membersOf(state, channel), response_metadata: { next_cursor: '' } };
});

const list = apiMethod(z.object({}), (state) => ({
  ok: true,
  channels: state.workspace
    .channels()
    .filter((channel) => channel.directWith === undefined && (channel.appIsMember || !channel.isPrivate))
    .map(channelObject),
  response_metadata: { next_cursor: '' },
}));

const replies = apiMethod(z.object({ channel: z.string(), ts: z.string() }), (state, args) => {
  const channel = state.workspace.channelForApp(args.channel);
  if (channel === undefined) return refuse('channel_not_found');
  if (!channel.appIsMember) return refuse('not_in_channel');
  const messages = state.workspace
    .messages()
    .filter((message) => message.channel === channel.id && message.ephemeralFor === undefined)
    .filter((message) => message.ts === args.ts || message.threadTs === args.ts);
  if (messages.length === 0) return refuse('thread_not_found');
  return { ok: true, messages: messages.map(messageObject), has_more: false };
});

export const CONVERSATION_METHODS: Readonly<Record<string, ApiMethod>> = {
  'conversations.open': open,
  'conversations.info': info,
  'conversations.join': join,
  'conversations.members': members,
  'conversations.list': list,
  'conversations.replies': replies,
};
