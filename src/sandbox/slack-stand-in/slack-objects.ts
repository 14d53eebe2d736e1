import type { OpenModal, PublishedHome } from './view-stacks.js';
import { APP, type Person, TEAM } from './people.js';
import type { StandInState } from './state.js';
import type { Channel, Message } from './workspace.js';

/** What is in memory, in the shapes that Slack sends. */

export type SlackObject = Readonly<Record<string, unknown>>;

export function messageObject(message: Message): SlackObject {
  return {
    type: 'message',
    user: message.user,
    ...(message.fromApp ? { bot_id: APP.botId, app_id: APP.appId } : {}),
    team: TEAM.id,
    text: message.text,
    ts: message.ts,
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(message.blocks === undefined ? {} : { blocks: message.blocks }),
    ...(message.edited === true ? { edited: { user: message.user, ts: message.ts } } : {}),
  };
}

export function channelObject(channel: Channel): SlackObject {
  if (channel.directWith !== undefined) {
    return { id: channel.id, is_im: true, is_archived: false, user: channel.directWith };
  }
  return {
    id: channel.id,
    name: channel.name,
    is_channel: true,
    is_im: false,
    is_private: channel.isPrivate,
    is_archived: false,
    is_member: channel.appIsMember,
    topic: { value: channel.topic },
  };
}

export function userObject(person: Person): SlackObject {
  return {
    id: person.id,
    team_id: TEAM.id,
    name: person.name,
    real_name: person.realName,
    deleted: false,
    is_bot: false,
    is_restricted: false,
    tz: 'Etc/UTC',
    tz_offset: 0,
    profile: { real_name: person.realName, display_name: person.realName, title: person.title },
  };
}

export function membersOf(state: StandInState, channel: Channel): readonly string[] {
  const people = state.workspace.people().map((person) => person.id);
  const present = channel.directWith === undefined ? people : [channel.directWith];
  return channel.appIsMember ? [...present, APP.userId] : present;
}

export function modalObject(modal: OpenModal, values: SlackObject = {}): SlackObject {
  const { view } = modal;
  return {
    ...viewObject(modal, values),
    title: view.title,
    submit: view.submit ?? null,
    close: view.close ?? null,
    clear_on_close: view.clear_on_close ?? false,
    notify_on_close: view.notify_on_close ?? false,
    submit_disabled: view.submit_disabled ?? false,
    previous_view_id: modal.previousId ?? null,
    root_view_id: modal.rootId,
  };
}

export function homeObject(home: PublishedHome, values: SlackObject = {}): SlackObject {
  return { ...viewObject(home, values), previous_view_id: null, root_view_id: home.id };
}

function viewObject(shown: OpenModal | PublishedHome, values: SlackObject): SlackObject {
  const { view } = shown;
  return {
    id: shown.id,
    team_id: TEAM.id,
    type: view.type,
    blocks: view.blocks,
    private_metadata: view.private_metadata ?? '',
    callback_id: view.callback_id ?? '',
    external_id: view.external_id ?? '',
    hash: shown.hash,
    state: { values },
    app_id: APP.appId,
    bot_id: APP.botId,
    app_installed_team_id: TEAM.id,
  };
}
