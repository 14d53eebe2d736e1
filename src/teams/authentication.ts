import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Activity,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
} from 'botbuilder';
import type { Logger } from '../ops/logging.js';
import type { TeamsAccess } from './config.js';
import { credentialOptions } from './credentials.js';

/** Whom the bot's own tokens are for, in the public cloud. */
export const AUDIENCE = 'https://api.botframework.com';

type Verified = Awaited<ReturnType<ConfigurationBotFrameworkAuthentication['authenticateRequest']>>;
type ConnectorFactory = ReturnType<ConfigurationBotFrameworkAuthentication['createConnectorFactory']>;

/** The Bot Framework's own, which says things to our log and not to the console, and sends nothing twice by itself. */
export class TeamsAuthentication extends ConfigurationBotFrameworkAuthentication {
  readonly #logger: Logger;
  readonly #signed: boolean;

  constructor(access: TeamsAccess, logger: Logger, openIdMetadataUrl: string | undefined) {
    if (access === 'unauthenticated') super({});
    else {
      const options = credentialOptions(access);
      const credentials = new ConfigurationServiceClientCredentialFactory(options);
      const trust = openIdMetadataUrl === undefined ? {} : trusting(openIdMetadataUrl);
      super({ ...options, ...trust }, credentials);
    }
    this.#logger = logger;
    this.#signed = access !== 'unauthenticated';
  }

  override async authenticateRequest(activity: Activity, authorization: string): Promise<Verified> {
    const verified = await intoLog(this.#logger, () => super.authenticateRequest(activity, authorization));
    // Those of the Emulator are the bot's own: with its password one could be anybody, and be answered anywhere.
    if (this.#signed && verified.claimsIdentity.getClaimValue('iss') !== AUDIENCE)
      throw new Error('a token that is not of the Bot Connector');
    const { connectorFactory } = verified;
    return connectorFactory === undefined
      ? verified
      : { ...verified, connectorFactory: sendingOnce(connectorFactory) };
  }

  override createConnectorFactory(
    ...identity: Parameters<ConfigurationBotFrameworkAuthentication['createConnectorFactory']>
  ): ConnectorFactory {
    return sendingOnce(super.createConnectorFactory(...identity));
  }
}

/**
 * Its HTTP client sends again what was not answered, in silence, for up to a minute: a message that was taken all the same would be
 * there twice. The conversation tries again by itself, and knows what it has tried.
 */
function sendingOnce(factory: ConnectorFactory): ConnectorFactory {
  const create = factory.create.bind(factory);
  factory.create = async (...to) => {
    const connector = await create(...to);
    const of: unknown = connector;
    if (hasPipeline(of)) of.client.pipeline.removePolicy({ name: 'defaultRetryPolicy' });
    return connector;
  };
  return factory;
}

interface HasPipeline {
  readonly client: { readonly pipeline: { removePolicy(policy: { readonly name: string }): unknown } };
}

/** Its type hides it. */
function hasPipeline(connector: unknown): connector is HasPipeline {
  return typeof connector === 'object' && connector !== null && 'client' in connector;
}

const speaking = new AsyncLocalStorage<Logger>();
let listening = false;

/** What is printed meanwhile is logged: the framework prints what it refuses, key and all. */
function intoLog<T>(logger: Logger, work: () => Promise<T>): Promise<T> {
  if (!listening) listen();
  return speaking.run(logger, work);
}

function listen(): void {
  const print = console.error.bind(console);
  console.error = (...said: readonly unknown[]) => {
    const logger = speaking.getStore();
    if (logger === undefined) return print(...said);
    const [first] = said;
    logger.debug({ about: first instanceof Error ? first.name : 'its key' }, 'a token was refused');
  };
  listening = true;
}

/** The public cloud's own settings with other keys: the Bot Framework takes all of these or none. */
function trusting(openIdMetadataUrl: string) {
  return {
    ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
    ToChannelFromBotOAuthScope: AUDIENCE,
    ToBotFromChannelTokenIssuer: AUDIENCE,
    OAuthUrl: AUDIENCE,
    ToBotFromChannelOpenIdMetadataUrl: openIdMetadataUrl,
    ToBotFromEmulatorOpenIdMetadataUrl: openIdMetadataUrl,
    ValidateAuthority: true,
  };
}
