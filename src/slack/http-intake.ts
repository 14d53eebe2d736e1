import type { IncomingHttpHeaders } from 'node:http';
import { HTTPReceiver } from '@slack/bolt';
import type { Route } from '../ops/http-server.js';
import type { Logger } from '../ops/logging.js';
import { createBoltLogger } from './bolt-logger.js';

export const EVENTS_PATH = '/slack/events';

const FORM = 'application/x-www-form-urlencoded';

/** Slack allows five minutes either way; Bolt checks only the past. */
const LATEST_TIMESTAMP_S = 5 * 60;

/** Bolt's receiver without a server of its own: ours hands it the requests, their bodies read and bounded. */
export function createHttpIntake(
  signingSecret: string,
  logger: Logger,
): { receiver: HTTPReceiver; route: Route } {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: [EVENTS_PATH],
    processBeforeResponse: false,
    logger: createBoltLogger(logger),
  });
  const route: Route = {
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
  return { receiver, route };
}

/** Bolt knows a form only by its bare type, and takes one that names its character set for JSON. */
function forgetCharset(headers: IncomingHttpHeaders): void {
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() === FORM) headers['content-type'] = FORM;
}

function isFromTheFuture(timestamp: string | string[] | undefined): boolean {
  return Number(timestamp) > Date.now() / 1000 + LATEST_TIMESTAMP_S;
}
