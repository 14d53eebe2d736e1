import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { messageOf } from '../errors.js';
import type { Logger } from './logging.js';
import { readBody } from './read-body.js';

/** A request whose body has been read: what Bolt's receiver takes instead of reading the stream itself. */
export type BufferedRequest = IncomingMessage & { rawBody: Buffer };

export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** What it throws or rejects with is logged, and answered with 500 and no detail. */
  handle(request: BufferedRequest, response: ServerResponse): void | Promise<void>;
}

export interface HttpServerOptions {
  readonly routes: readonly Route[];
  readonly logger: Logger;
  /** Larger bodies get 413. 1 MiB unless told. */
  readonly maxBodyBytes?: number;
  /** A body that takes longer gets 408. 10 s unless told. */
  readonly bodyTimeoutMs?: number;
}

export interface HttpServer {
  /** Resolves with the port it got (`port` 0: any free one). Rejects where it cannot listen (EADDRINUSE). */
  listen(port: number, host: string): Promise<number>;
  /** Stops accepting, waits for the requests under way at most `graceMs`, then cuts what is left. */
  close(graceMs: number): Promise<void>;
}

const MAX_BODY_BYTES = 1024 * 1024;
const BODY_TIMEOUT_MS = 10_000;
/** How much of a refused body is swallowed, so that its sender gets to read the refusal. */
const DISCARD_MS = 2_000;

/** The one HTTP server of the process: a table of exact paths, bodies read and bounded before anybody sees them. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const server = createServer((request, response) => {
    serve(options, request, response).catch((error: unknown) =>
      fail(options.logger, request, response, error),
    );
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
  });
  return { listen: (port, host) => listen(server, port, host), close: (graceMs) => close(server, graceMs) };
}

async function serve(
  options: HttpServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = pathOf(request.url);
  if (path === undefined) return refuse(request, response, 400);
  const there = options.routes.filter((route) => route.path === path);
  if (there.length === 0) return refuse(request, response, 404);
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const route = there.find((candidate) => candidate.method === method);
  if (route === undefined) {
    response.setHeader('allow', there.map((other) => other.method).join(', '));
    return refuse(request, response, 405);
  }
  // INVARIANT: a browser names the page that a POST comes from; Slack and Microsoft are no pages. The sandbox's bot takes some unsigned.
  if (method === 'POST' && request.headers.origin !== undefined) return refuse(request, response, 403);
  const limits = {
    maxBytes: options.maxBodyBytes ?? MAX_BODY_BYTES,
    timeoutMs: options.bodyTimeoutMs ?? BODY_TIMEOUT_MS,
  };
  const read = await readBody(request, limits);
  switch (read.outcome) {
    case 'too_large':
      return refuse(request, response, 413);
    case 'timeout':
      return refuse(request, response, 408);
    case 'aborted':
      return;
    case 'read':
      return route.handle(Object.assign(request, { rawBody: read.body }), response);
  }
}

/**
 * Answers with a bare status. A body that is still on its way is swallowed for a while, so that its sender gets to read the answer:
 * a connection closed at once would be reset under it.
 */
function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  if (!request.complete) {
    request.resume();
    const cut = (): void => void (request.complete || request.socket.destroy());
    setTimeout(cut, DISCARD_MS).unref();
  }
  answerText(response, status, REASONS[status] ?? 'Error');
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  413: 'Payload Too Large',
  500: 'Internal Server Error',
};

export function answerText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
  });
  response.end(`${text}\n`);
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(`${JSON.stringify(body)}\n`);
}

function fail(logger: Logger, request: IncomingMessage, response: ServerResponse, error: unknown): void {
  logger.error({ path: pathOf(request.url), reason: messageOf(error) }, 'a request could not be handled');
  if (response.headersSent) response.destroy();
  else refuse(request, response, 500);
}

function pathOf(url: string | undefined): string | undefined {
  // A request target such as `//x` or `http://[` is no path of ours, and must not make URL throw.
  const base = 'http://localhost';
  return url?.startsWith('/') && URL.canParse(`${base}${url}`)
    ? new URL(`${base}${url}`).pathname
    : undefined;
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(portOf(server.address()));
    });
  });
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
