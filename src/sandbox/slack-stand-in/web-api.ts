import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { answerJson, answerText } from '../../ops/http-server.js';
import { type ApiResponse, refuse } from './api-method.js';
import { CHAT_METHODS } from './methods/chat.js';
import { CONVERSATION_METHODS } from './methods/conversations.js';
import { FILE_METHODS } from './methods/files.js';
import { PEOPLE_METHODS } from './methods/people.js';
import { VIEW_METHODS } from './methods/views.js';
import { bodyOf, parseArguments, parseUpload } from './request-body.js';
import { answerThroughResponseUrl } from './response-url.js';
import type { StandInState } from './state.js';

const METHODS = new Map(
  [CHAT_METHODS, CONVERSATION_METHODS, FILE_METHODS, PEOPLE_METHODS, VIEW_METHODS].flatMap((group) =>
    Object.entries(group),
  ),
);
const UPLOAD_LIMIT = 10 * 1_048_576;

const withToken = z.object({ token: z.string() });

/** What the bot calls: `/api/…`, `/upload/…` and `/response/…`. False where the path is none of these. */
export async function serveWebApi(
  state: StandInState,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const [room, name = ''] = path.split('/').slice(1);
  if (room === 'api') await serveMethod(state, name, request, response);
  else if (room === 'upload') await serveUpload(state, name, request, response);
  else if (room === 'response') await serveResponseUrl(state, name, request, response);
  else return false;
  return true;
}

async function serveMethod(
  state: StandInState,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await bodyOf(request);
  if (body === undefined) return answerText(response, 413, 'too large');
  const started = performance.now();
  const args = parseArguments(request.headers['content-type'] ?? '', body);
  const answer = args === undefined ? refuse('invalid_post_type') : callMethod(state, name, request, args);
  state.exchanges.add({
    way: 'to_slack',
    what: name,
    request: args,
    response: answer,
    outcome: answer.ok ? 'ok' : answer.error,
    ms: performance.now() - started,
  });
  return answerJson(response, 200, answer);
}

function callMethod(state: StandInState, name: string, request: IncomingMessage, args: unknown): ApiResponse {
  const token = bearerOf(request) ?? withToken.safeParse(args).data?.token;
  if (token === undefined) return refuse('not_authed');
  if (token !== state.botToken) return refuse('invalid_auth');
  const method = METHODS.get(name);
  return method === undefined
    ? refuse('unknown_method', [`the sandbox has no ${name}`])
    : method(state, args);
}

function bearerOf(request: IncomingMessage): string | undefined {
  return /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
}

async function serveUpload(
  state: StandInState,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await bodyOf(request, UPLOAD_LIMIT);
  if (body === undefined) return answerText(response, 413, 'too large');
  const bytes = await parseUpload(request.headers['content-type'] ?? '', body);
  if (bytes === undefined || !state.uploads.fill(id, bytes))
    return answerText(response, 400, 'no such upload');
  return answerText(response, 200, `OK - ${bytes.length}`);
}

async function serveResponseUrl(
  state: StandInState,
  ticket: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await bodyOf(request);
  if (body === undefined) return answerText(response, 413, 'too large');
  const { status, text } = answerThroughResponseUrl(
    state,
    ticket,
    parseArguments(request.headers['content-type'] ?? '', body),
  );
  return answerText(response, status, text);
}
