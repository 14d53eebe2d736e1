import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { answerText, createHttpServer, type HttpServer, type Route } from '../../src/ops/http-server.js';
import { createLogger } from '../../src/ops/logging.js';

const MIB = 1024 * 1024;
const logs: string[] = [];
let server: HttpServer;
let base: string;
let port: number;
let release: () => void;
/** Resolves when somebody has asked for `/slow`. */
let underWay: Promise<void>;

beforeEach(async () => {
  logs.length = 0;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let arrive: () => void;
  underWay = new Promise((resolve) => {
    arrive = resolve;
  });
  const routes: Route[] = [
    {
      method: 'POST',
      path: '/echo',
      handle: ({ rawBody }, response) => answerText(response, 200, String(rawBody.length)),
    },
    { method: 'GET', path: '/hello', handle: (_request, response) => answerText(response, 200, 'hello') },
    { method: 'GET', path: '/throws', handle: () => Promise.reject(new Error('secret detail')) },
    {
      method: 'GET',
      path: '/slow',
      handle: async (_request, response) => {
        arrive();
        await held;
        answerText(response, 200, 'done');
      },
    },
  ];
  const logger = createLogger('debug', { write: (line: string) => void logs.push(line) });
  server = createHttpServer({ routes, logger, bodyTimeoutMs: 200 });
  port = await server.listen(0, '127.0.0.1');
  base = `http://127.0.0.1:${port}`;
});
afterEach(() => server.close(100));

/** Sends raw HTTP and resolves with everything that comes back until the connection ends. */
function raw(...parts: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
    for (const part of parts) socket.write(part);
  });
}

describe('the HTTP server', () => {
  const ANSWERS = [
    { name: 'a known path', path: '/hello', status: 200 },
    { name: 'a known path with a query', path: '/hello?x=1', status: 200 },
    { name: 'an unknown path', path: '/nothing', status: 404 },
    { name: 'a path below a known one', path: '/hello/', status: 404 },
    { name: 'a wrong method', path: '/echo', status: 405 },
    { name: 'a HEAD of what has a GET', path: '/hello', method: 'HEAD', status: 200 },
    { name: 'a DELETE', path: '/hello', method: 'DELETE', status: 405 },
  ];
  it.each(ANSWERS)('answers $status to $name', async ({ path, method = 'GET', status }) => {
    expect((await fetch(base + path, { method })).status).toBe(status);
  });

  it.each(['https://evil.example', 'null'])('answers 403 to what a web page of %s sends', async (origin) => {
    const headers = { origin, 'content-type': 'text/plain' };
    expect((await fetch(`${base}/echo`, { method: 'POST', headers, body: '{}' })).status).toBe(403);
  });

  it('names the methods of a path with a 405', async () => {
    expect((await fetch(`${base}/echo`)).headers.get('allow')).toBe('POST');
  });

  it('answers 500 without the detail to a handler that fails, and logs it', async () => {
    const response = await fetch(`${base}/throws`);
    expect([response.status, await response.text()]).toEqual([500, 'Internal Server Error\n']);
    expect(logs.join('')).toContain('secret detail');
  });

  it('takes a body of 1 MiB', async () => {
    const response = await fetch(`${base}/echo`, { method: 'POST', body: 'x'.repeat(MIB) });
    expect([response.status, await response.text()]).toEqual([200, `${MIB}\n`]);
  });

  it('answers 413 to a larger one, told by its Content-Length', async () => {
    expect((await fetch(`${base}/echo`, { method: 'POST', body: 'x'.repeat(MIB + 1) })).status).toBe(413);
    expect((await fetch(`${base}/echo`, { method: 'POST', body: 'x'.repeat(8 * MIB) })).status).toBe(413);
  });

  it('answers 413 to a larger one that does not tell its length', async () => {
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const answer = await raw(
      'POST /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n',
      ...Array.from({ length: 17 }, () => chunk),
      '0\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('answers 408 to a body that does not come to its end', async () => {
    const answer = await raw('POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc');
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  it.each(['//x', '/%', 'http://['])('does not fall over a request for %s', async (target) => {
    const answer = await raw(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 40[04] /);
  });

  it('does not fall over what is no HTTP', async () => {
    expect(await raw('\u0000\u0001\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect((await fetch(`${base}/hello`)).status).toBe(200);
  });

  it('finishes what is under way when it closes, and takes nothing new', async () => {
    const slow = fetch(`${base}/slow`);
    await underWay;
    const closed = server.close(2_000);
    await expect(fetch(`${base}/hello`)).rejects.toThrow(/fetch failed/);
    release();
    expect((await slow).status).toBe(200);
    await closed;
  });

  it('cuts what takes too long when it closes', async () => {
    const slow = fetch(`${base}/slow`).catch((error: unknown) => error);
    await underWay;
    await server.close(50);
    expect(String(await slow)).toMatch(/TypeError/);
  });

  it('rejects where its port is taken', async () => {
    const other = createHttpServer({ routes: [], logger: createLogger('silent') });
    await expect(other.listen(port, '127.0.0.1')).rejects.toThrow(/EADDRINUSE/);
  });
});
