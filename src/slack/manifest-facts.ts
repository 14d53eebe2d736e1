import { COMMAND, SHORTCUTS } from './ids.js';

/** What Slack has to be told of this app. The manifests must say exactly this; a test compares them, and this with the code. */

/** The scope that each Web API method needs; undefined: none. A method that is called and not listed here fails the test. */
export const METHOD_SCOPES = {
  'auth.test': undefined,
  'chat.postMessage': 'chat:write',
  'chat.update': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'chat.delete': 'chat:write',
  'chat.getPermalink': undefined,
  'conversations.open': 'im:write',
  'usergroups.users.list': 'usergroups:read',
  'views.open': undefined,
  'views.publish': undefined,
  'files.getUploadURLExternal': 'files:write',
  'files.completeUploadExternal': 'files:write',
  'files.delete': 'files:write',
} as const;

/** The scope that being sent an event needs; undefined: none. */
export const EVENT_SCOPES = {
  app_home_opened: undefined,
  app_mention: 'app_mentions:read',
  'message.im': 'im:history',
  app_uninstalled: undefined,
  tokens_revoked: undefined,
} as const;

/** Scopes that no method or event stands for. */
export const OTHER_SCOPES = {
  /** For the slash command and both shortcuts. */
  commands: 'features',
  /** chat.postMessage in public channels that nobody has invited the bot to. */
  'chat:write.public': 'chat.postMessage',
} as const;

export const FEATURES = { command: COMMAND, shortcuts: SHORTCUTS } as const;

/** Every scope that the bot asks for, once. */
export function botScopes(): readonly string[] {
  const scopes = [
    ...Object.values(METHOD_SCOPES),
    ...Object.values(EVENT_SCOPES),
    ...Object.keys(OTHER_SCOPES),
  ];
  return [...new Set(scopes.flatMap((scope) => scope ?? []))];
}
