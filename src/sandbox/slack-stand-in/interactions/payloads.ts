import type { Element } from '../block-kit/elements.js';
import { elementsOf, type Block } from '../block-kit/blocks.js';
import { APP, type Person, TEAM } from '../people.js';
import { messageObject, type SlackObject } from '../slack-objects.js';
import type { Channel, Message } from '../workspace.js';

/** Slack's payloads: https://docs.slack.dev/reference/interaction-payloads */

/** What every interaction payload says. Slack leaves the token in for old apps; nobody checks it. */
export function envelope(type: string, person: Person): SlackObject {
  return {
    type,
    token: 'sandbox',
    api_app_id: APP.appId,
    team: { id: TEAM.id, domain: TEAM.domain },
    user: { id: person.id, username: person.name, name: person.name, team_id: TEAM.id },
    enterprise: null,
    is_enterprise_install: false,
  };
}

export function channelPart(channel: Channel): SlackObject {
  return { id: channel.id, name: channel.directWith === undefined ? channel.name : 'directmessage' };
}

/** The message a click came from. Of an ephemeral one, Slack sends no content. */
export function messageContainer(channel: Channel, message: Message): SlackObject {
  const ephemeral = message.ephemeralFor !== undefined;
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    },
    channel: channelPart(channel),
    ...(ephemeral ? {} : { message: messageObject(message) }),
  };
}

/** The element with this block id and action id. */
export function findElement(
  blocks: readonly Block[],
  blockId: string,
  actionId: string,
): Element | undefined {
  const block = blocks.find((one) => one.block_id === blockId);
  return block === undefined ? undefined : elementsOf(block).find((one) => one.action_id === actionId);
}

export function commandFields(
  channel: Channel,
  person: Person,
  line: { readonly command: string; readonly text: string },
): Record<string, string> {
  return {
    token: 'sandbox',
    team_id: TEAM.id,
    team_domain: TEAM.domain,
    channel_id: channel.id,
    channel_name: channel.directWith === undefined ? channel.name : 'directmessage',
    user_id: person.id,
    user_name: person.name,
    command: line.command,
    text: line.text,
    api_app_id: APP.appId,
    is_enterprise_install: 'false',
  };
}

export function eventEnvelope(eventId: string, nowMs: number, event: SlackObject): SlackObject {
  return {
    token: 'sandbox',
    team_id: TEAM.id,
    api_app_id: APP.appId,
    type: 'event_callback',
    event,
    event_id: eventId,
    event_time: Math.floor(nowMs / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: TEAM.id,
        user_id: APP.userId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
  };
}
