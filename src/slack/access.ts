import type { Cipher } from '../conversation/cipher.js';
import type { RecordStore } from '../conversation/records.js';
import { InputError } from '../errors.js';
import type { Logger } from '../ops/logging.js';
import { createBotIdentity } from './bot-identity.js';
import { clickClientOptions, createEffectClient } from './clients.js';
import type { ManyWorkspaces, SlackConfig } from './config.js';
import { createHttpIntake } from './http-intake.js';
import { createInstallationAccess } from './installation/access.js';
import { createInstallationStore } from './installation/store.js';
import { createSocketIntake } from './socket-intake.js';
import type { Intake, SlackAccess } from './types.js';

export interface SlackAccessOptions {
  readonly config: SlackConfig;
  readonly logger: Logger;
  /** Where installations are kept; needed for many workspaces. */
  readonly installations?: { readonly records: RecordStore; readonly cipher: Cipher };
}

export function createSlackAccess(options: SlackAccessOptions): SlackAccess {
  const { config } = options;
  return 'oauth' in config ? manyWorkspaces(options, config) : oneWorkspace(options, config);
}

function oneWorkspace(
  { logger }: SlackAccessOptions,
  config: Extract<SlackConfig, { readonly botToken: string }>,
): SlackAccess {
  const client = createEffectClient(config.botToken, config, logger);
  const identity = createBotIdentity(client, config.botToken, logger);
  return {
    intake: createIntake(config, logger),
    authorize: identity.authorize,
    clientFor: async () => client,
    learn: (signal) => identity.learn(signal),
    teamsOf: async () => [],
    forget: async ({ teamId }) => teamId,
  };
}

function createIntake(config: SlackConfig, logger: Logger): Intake {
  if (config.appToken !== undefined)
    return { mode: 'socket', routes: [], ...createSocketIntake(config.appToken, config, logger) };
  return createHttpIntake(signingSecretOf(config), logger);
}

function signingSecretOf({ signingSecret }: SlackConfig): string {
  if (signingSecret === undefined)
    throw new InputError('SLACK_SIGNING_SECRET is missing: set it, or SLACK_APP_TOKEN for Socket Mode');
  return signingSecret;
}

function manyWorkspaces(
  { logger, installations }: SlackAccessOptions,
  config: Extract<SlackConfig, ManyWorkspaces>,
): SlackAccess {
  if (installations === undefined)
    throw new InputError('STATE_ENCRYPTION_KEY is missing: installations are stored sealed');
  const store = createInstallationStore(installations.records, installations.cipher);
  const intake = createHttpIntake(signingSecretOf(config), logger, {
    ...config.oauth,
    store,
    clientOptions: clickClientOptions(config, logger),
    ...(config.apiUrl === undefined ? {} : { apiUrl: config.apiUrl }),
  });
  return {
    intake,
    ...createInstallationAccess({
      installer: intake.installer,
      store,
      records: installations.records,
      createClient: (token) => createEffectClient(token, config, logger),
    }),
    learn: async () => logger.info('installation is open at /slack/install'),
  };
}
