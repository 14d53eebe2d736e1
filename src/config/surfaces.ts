import { InputError } from '../errors.js';
import type { SlackConfig } from '../slack/config.js';
import type { TeamsConfig } from '../teams/config.js';
import { TEAMS_CHANNEL, type Variables } from './variables.js';

/** undefined: Slack is not configured. Throws an `InputError` that names what is missing. */
export function slackConfig(values: Variables): SlackConfig | undefined {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_CLIENT_ID: clientId } = values;
  const { SLACK_SIGNING_SECRET: signingSecret, SLACK_API_URL } = values;
  const apiUrl = SLACK_API_URL === undefined ? {} : { apiUrl: SLACK_API_URL };
  if (clientId !== undefined) return oauthConfig(values, clientId, apiUrl);
  if (botToken === undefined) {
    const stray = appToken === undefined ? signingSecret && 'SLACK_SIGNING_SECRET' : 'SLACK_APP_TOKEN';
    if (stray) throw new InputError(`SLACK_BOT_TOKEN: it is not set, though ${stray} is; Slack needs both`);
    return undefined;
  }
  if (appToken !== undefined) return { botToken, appToken, ...apiUrl };
  if (signingSecret === undefined)
    throw new InputError(
      'SLACK_SIGNING_SECRET: it is not set; Slack over HTTP needs it (Socket Mode needs SLACK_APP_TOKEN instead)',
    );
  return { botToken, signingSecret, ...apiUrl };
}

const FOR_OAUTH = [
  'SLACK_CLIENT_SECRET',
  'SLACK_STATE_SECRET',
  'SLACK_SIGNING_SECRET',
  'STATE_ENCRYPTION_KEY',
] as const;

/** Installation into many workspaces: each brings its own token, which is stored sealed. */
function oauthConfig(values: Variables, clientId: string, apiUrl: { readonly apiUrl?: string }): SlackConfig {
  const both = (['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'] as const).find((name) => values[name] !== undefined);
  if (both !== undefined)
    throw new InputError(
      `${both}: it is set beside SLACK_CLIENT_ID; a bot for many workspaces takes its tokens by installation over HTTP`,
    );
  const missing = FOR_OAUTH.find((name) => values[name] === undefined);
  if (missing !== undefined) throw new InputError(`${missing}: it is not set, though SLACK_CLIENT_ID is`);
  const {
    SLACK_CLIENT_SECRET: clientSecret = '',
    SLACK_STATE_SECRET: stateSecret = '',
    SLACK_SIGNING_SECRET: signingSecret = '',
  } = values;
  return { oauth: { clientId, clientSecret, stateSecret }, signingSecret, ...apiUrl };
}

/** undefined: Teams is not configured. */
export function teamsConfig(values: Variables): TeamsConfig | undefined {
  const {
    MICROSOFT_APP_ID: appId,
    MICROSOFT_APP_PASSWORD: appPassword,
    MICROSOFT_APP_TYPE: appType,
    MICROSOFT_APP_TENANT_ID: tenantId,
  } = values;
  if (appId === undefined) {
    const stray =
      appPassword === undefined ? tenantId && 'MICROSOFT_APP_TENANT_ID' : 'MICROSOFT_APP_PASSWORD';
    if (stray) throw new InputError(`MICROSOFT_APP_ID: it is not set, though ${stray} is; Teams needs both`);
    return undefined;
  }
  if (appPassword === undefined && appType !== 'UserAssignedMSI')
    throw new InputError(`MICROSOFT_APP_PASSWORD: it is not set; a bot of type ${appType} needs it`);
  if (tenantId === undefined && appType !== 'MultiTenant')
    throw new InputError(`MICROSOFT_APP_TENANT_ID: it is not set; a bot of type ${appType} needs it`);
  return {
    appId,
    appType,
    ...(appPassword === undefined ? {} : { appPassword }),
    ...(tenantId === undefined ? {} : { tenantId }),
  };
}

/** Where results may be posted to: at most one channel on each surface. */
export function supportChannels(channels: readonly string[]): {
  readonly slack?: string;
  readonly teams?: string;
} {
  const teams = channels.filter((channel) => TEAMS_CHANNEL.test(channel));
  const slack = channels.filter((channel) => !TEAMS_CHANNEL.test(channel));
  if (teams.length > 1 || slack.length > 1)
    throw new InputError(
      'SUPPORT_CHANNEL: it names two channels of one kind; it may name one of Slack and, after a comma, one of Teams',
    );
  return {
    ...(slack[0] === undefined ? {} : { slack: slack[0] }),
    ...(teams[0] === undefined ? {} : { teams: teams[0] }),
  };
}
