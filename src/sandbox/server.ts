import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { messageOf } from '../errors.js';
import { answerJson, answerText } from '../ops/http-server.js';
import type { AuthorDesk } from './author-desk.js';
import type { BotSlot } from './bot-slot.js';
import type { Estate } from './estates.js';
import { forwardToBot } from './forward.js';
import { isLocalHost, isOwnOrigin } from './guard.js';
import type { RealAudit } from './real-audit.js';
import { streamChanges } from './live-updates.js';
import { performAction } from './page-actions.js';
import type { OwnCases } from './own-cases.js';
import { pageState } from './page-state.js';
import { failed } from './slack-stand-in/interactions/context.js';
import { bodyOf, parseJson } from './slack-stand-in/request-body.js';
import type { SlackStandIn } from './slack-stand-in/stand-in.js';
import { isPage, servePage, serveStatic } from './static-files.js';
import { serveConnector } from './teams-stand-in/serve-connector.js';
import type { TeamsOutcome, TeamsStandIn } from './teams-stand-in/teams.js';

/** What the sandbox says to its log. */
export interface SandboxLogger {
  error(details: object, message: string): void;
}

export interface SandboxServerOptions {
  readonly standIn: SlackStandIn;
  readonly estates: readonly Estate[];
  readonly own: OwnCases;
  readonly realAudit: RealAudit;
  readonly author: AuthorDesk;
  readonly teams: TeamsStandIn;
  readonly logger: SandboxLogger;
  readonly port: number;
  /** What people do waits for it: the page is there before the bot. */
  readonly bot: Pick<BotSlot, 'url' | 'start'>;
}

/** The bot's own pages for machines, so that they answer where the sandbox is looked for. */
const BOT_PATHS = new Set(['/healthz', '/readyz', '/metrics']);

const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** Answers for the page, for what the page asks, and for the Web API that the bot calls. */
export function createRequestListener(options: SandboxServerOptions): RequestListener {
  return (request, response) => {
    route(options, request, response).catch((error: unknown) => {
      options.logger.error({ error: messageOf(error) }, 'the sandbox could not answer a request');
      if (response.headersSent) response.destroy();
      else answerText(response, 500, 'internal error');
    });
  };
}

async function route(
  options: SandboxServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  if (!isLocalHost(request, options.port)) return answerText(response, 403, 'this machine only');
  const { pathname } = new URL(request.url ?? '/', 'http://sandbox.invalid');
  if (request.method === 'PUT') return routeBot(options, pathname, request, response);
  if (request.method === 'POST') return routePost(options, pathname, request, response);
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return answerText(response, 405, 'method not allowed');
  return routeGet(options, pathname, request, response);
}

async function routePost(
  options: SandboxServerOptions,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (path.startsWith('/sandbox/')) return serveAction(options, path, request, response);
  return routeBot(options, path, request, response);
}

async function routeBot(
  { standIn, teams, bot }: SandboxServerOptions,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // INVARIANT: a web page can only reach the Web API with an Origin header, and the bot sends none.
  if (request.headers.origin !== undefined) return answerText(response, 403, 'not for web pages');
  if (path === '/api/messages' && request.method === 'POST') {
    await bot.start();
    return serveActivity(teams, request, response);
  }
  if (await serveConnector(standIn.state, path, request, response)) return;
  if (request.method !== 'POST') return answerText(response, 405, 'method not allowed');
  if (!(await standIn.serve(path, request, response))) answerText(response, 404, 'not found');
}

/** The bot's way in for Teams, answered where the sandbox is looked for. */
async function serveActivity(
  teams: TeamsStandIn,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const read = await bodyOf(request);
  if (read === undefined) return answerText(response, 413, 'too large');
  const { status, body } = await teams.receive(parseJson(read.toString('utf8')));
  if (body === undefined) response.writeHead(status).end();
  else answerJson(response, status, body);
}

async function routeGet(
  options: SandboxServerOptions,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { state } = options.standIn;
  if (isPage(path)) return servePage(pageState(options), response);
  if (path === '/sandbox/state') {
    answerJson(response, 200, pageState(options));
    // The page shows all it has by then: while it is looked at, the bot may be loaded.
    return options.bot.start();
  }
  if (path === '/sandbox/events') return streamChanges(state.changes, request, response);
  if (path === '/sandbox/chats') return answerJson(response, 200, state.chats.messages());
  if (path === '/sandbox/exchanges') return answerJson(response, 200, state.exchanges.recent());
  if (path.startsWith(INVESTIGATIONS)) {
    const found = await options.author.inspect(decodeURIComponent(path.slice(INVESTIGATIONS.length)));
    return found === undefined ? answerText(response, 404, 'not found') : answerJson(response, 200, found);
  }
  if (BOT_PATHS.has(path)) {
    await options.bot.start();
    return forwardToBot(options.bot.url(), path, response);
  }
  if (!(await serveStatic(path, response))) answerText(response, 404, 'not found');
}

const INVESTIGATIONS = '/sandbox/investigations/';

async function serveAction(
  options: SandboxServerOptions,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isOwnOrigin(request)) return answerText(response, 403, 'for the sandbox page only');
  const body = await bodyOf(request);
  if (body === undefined) return answerText(response, 413, 'too large');
  const outcome = await outcomeOf(options, path, parseJson(body.toString('utf8')));
  if (outcome === undefined) return answerText(response, 400, 'not an action of the sandbox page');
  return answerJson(response, 200, outcome);
}

async function outcomeOf(
  { standIn, own, realAudit, teams, bot }: SandboxServerOptions,
  path: string,
  body: unknown,
): Promise<TeamsOutcome | undefined> {
  switch (path) {
    case '/sandbox/do':
      return whenStarted(bot, () => performAction(standIn.context, body));
    case '/sandbox/own':
      return own.add(body);
    case '/sandbox/teams':
      return whenStarted(bot, () => teams.perform(body));
    case '/sandbox/real-audit':
      return realAudit.switchOn();
    default:
      return undefined;
  }
}

async function whenStarted(
  bot: Pick<BotSlot, 'start'>,
  act: () => Promise<TeamsOutcome | undefined>,
): Promise<TeamsOutcome | undefined> {
  try {
    await bot.start();
  } catch (error) {
    return failed(`The bot cannot start: ${messageOf(error)}`);
  }
  return act();
}
