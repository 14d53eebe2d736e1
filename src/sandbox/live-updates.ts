import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Emitter } from './slack-stand-in/emitter.js';
import type { Change } from './slack-stand-in/state.js';

/** Keeps a silent connection from being taken for a dead one. */
const HEARTBEAT_MS = 25_000;

/** Server-Sent Events: each change of the workspace, as JSON, to every open page. */
export function streamChanges(
  changes: Emitter<Change>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.write('retry: 1000\n\n');
  const stop = changes.on((change) => response.write(`data: ${JSON.stringify(change)}\n\n`));
  const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
  heartbeat.unref();
  request.on('close', () => {
    clearInterval(heartbeat);
    stop();
  });
}
