import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerJson, answerText } from '../../ops/http-server.js';
import { bodyOf, parseJson } from '../slack-stand-in/request-body.js';
import type { StandInState } from '../slack-stand-in/state.js';
import { CONNECTOR } from './teams.js';

/** What the bot sends to Teams. False where the path is none of the Bot Connector's. */
export async function serveConnector(
  state: StandInState,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  if (!path.startsWith(`${CONNECTOR}/`)) return false;
  const started = performance.now();
  const read = await bodyOf(request);
  const body = read === undefined ? undefined : parseJson(read.toString('utf8'));
  const method = request.method ?? '';
  const what = path.slice(CONNECTOR.length);
  const answer = state.chats.serve(method, what, body);
  if (answer === undefined) answerText(response, 404, 'not found');
  else answerJson(response, answer.status, answer.body);
  state.exchanges.add({
    way: 'to_teams',
    what: `${method} ${what}`,
    request: body,
    response: answer?.body,
    outcome: `HTTP ${answer?.status ?? 404}`,
    ms: performance.now() - started,
  });
  return true;
}
