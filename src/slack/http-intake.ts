import type { IncomingHttpHeaders } from 'node:http';
import { HTTPReceiver, type InstallationStore, type webApi } from '@slack/bolt';
import type { Route } from '../ops/http-server.js';
import type { Logger } from '../ops/logging.js';
import { S3DeniedError } from '../errors.js';
import { httpAcknowledgement } from './acknowledgement.js';
import { createBoltLogger } from './bolt-logger.js';
import type { Intake } from './types.js';
import { botScopes } from './manifest-facts.js';

export const EVENTS_PATH = '/slack/events';
const INSTALL_PATH = '/slack/install';
const REDIRECT_PATH = '/slack/oauth_redirect';

const FORM = 'application/x-www-form-urlencoded';

/** Slack allows five minutes either way; Bolt checks only the past. */
const LATEST_TIMESTAMP_S = 5 * 60;

/** Slack's part of an installation: the pages, the exchange of the code, the renewal of tokens. */
export type Installer = NonNullable<HTTPReceiver['installer']>;

export interface InstallationOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly stateSecret: string;
  readonly store: InstallationStore;
  readonly clientOptions: webApi.WebClientOptions;
  /** Another base URL of the Web API: its pages then lie there too. */
  readonly apiUrl?: string;
}

/** Bolt's receiver without a server of its own: ours hands it the requests, their bodies read and bounded. */
export function createHttpIntake(signingSecret: string, logger: Logger): Intake;
export function createHttpIntake(
  signingSecret: string,
  logger: Logger,
  installation: InstallationOptions,
): Intake & { readonly installer: Installer };
export function createHttpIntake(
  signingSecret: string,
  logger: Logger,
  installation?: InstallationOptions,
): Intake & { readonly installer?: Installer } {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: [EVENTS_PATH],
    processBeforeResponse: false,
    logger: createBoltLogger(logger),
    ...httpAcknowledgement(logger),
    ...(installation === undefined ? {} : receiverOptions(installation)),
  });
  const events = eventsRoute(receiver, logger);
  const http = { mode: 'http', receiver, run: () => Promise.resolve() } as const;
  if (installation === undefined) return { ...http, routes: [events] };
  const { installer } = receiver;
  if (installer === undefined) throw new S3DeniedError('bug', 'the receiver was given no installer');
  const page = (path: string): Route => ({
    method: 'GET',
    path,
    handle: (request, response) => receiver.requestListener(request, response),
  });
  return {
    ...http,
    // Bolt must not see the installer: it would take over whose token is used, and we look that up ourselves.
    receiver: { init: (app) => receiver.init(app), start: async () => {}, stop: async () => {} },
    installer,
    routes: [events, page(INSTALL_PATH), page(REDIRECT_PATH)],
  };
}

function receiverOptions({
  clientId,
  clientSecret,
  stateSecret,
  store,
  clientOptions,
  apiUrl,
}: InstallationOptions) {
  const authorizationUrl =
    apiUrl === undefined ? {} : { authorizationUrl: new URL('/oauth/v2/authorize', apiUrl).href };
  return {
    clientId,
    clientSecret,
    stateSecret,
    scopes: [...botScopes()],
    installationStore: store,
    installerOptions: {
      installPath: INSTALL_PATH,
      redirectUriPath: REDIRECT_PATH,
      clientOptions,
      ...authorizationUrl,
    },
  };
}

function eventsRoute(receiver: HTTPReceiver, logger: Logger): Route {
  return {
    method: 'POST',
    path: EVENTS_PATH,
    handle: (request, response) => {
      if (isFromTheFuture(request.headers['x-slack-request-timestamp'])) {
        logger.warn('a request was signed for a time that has not come yet');
        response.writeHead(401).end();
        return;
      }
      forgetCharset(request.headers);
      receiver.requestListener(request, response);
    },
  };
}

/** Bolt knows a form only by its bare type, and takes one that names its character set for JSON. */
function forgetCharset(headers: IncomingHttpHeaders): void {
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() === FORM) headers['content-type'] = FORM;
}

function isFromTheFuture(timestamp: string | string[] | undefined): boolean {
  return Number(timestamp) > Date.now() / 1000 + LATEST_TIMESTAMP_S;
}
