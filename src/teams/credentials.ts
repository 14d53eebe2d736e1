import { ConfigurationServiceClientCredentialFactory } from 'botbuilder';
import { S3DeniedError } from '../errors.js';
import type { TeamsAccess, TeamsConfig } from './config.js';

/** A token of the bot's own for this audience. Rejects where Entra does not give one. */
export type TokenFor = (audience: string) => Promise<string>;

/** What the Bot Framework wants to know of the bot. */
export function credentialOptions({ appId, appPassword, appType, tenantId }: TeamsConfig) {
  return {
    MicrosoftAppId: appId,
    MicrosoftAppType: appType,
    ...(appPassword === undefined ? {} : { MicrosoftAppPassword: appPassword }),
    ...(tenantId === undefined ? {} : { MicrosoftAppTenantId: tenantId }),
  };
}

/** Tokens as the Bot Framework gets its own, by password or managed identity; it keeps them until they expire. */
export function createTokens(access: TeamsAccess): TokenFor {
  if (access === 'unauthenticated')
    return () => Promise.reject(new S3DeniedError('bug', 'nobody vouches for this bot'));
  const factory = new ConfigurationServiceClientCredentialFactory(credentialOptions(access));
  return async (audience) => {
    const credentials = await factory.createCredentials(access.appId, audience, LOGIN, true);
    // Every kind of them has it, though their common type does not say so.
    if (!('getToken' in credentials) || typeof credentials.getToken !== 'function')
      throw new S3DeniedError('bug', 'these credentials give no token');
    const token: unknown = await credentials.getToken();
    return String(token);
  };
}

/** Of the public cloud. Without the slash at its end the framework takes it for a private cloud's, and forgets the tenant. */
const LOGIN = 'https://login.microsoftonline.com/';
