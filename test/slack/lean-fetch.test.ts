import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createLeanFetch } from '../../src/slack/lean-fetch.js';

let server: Server;
let url: string;
let answer: (request: IncomingMessage, response: ServerResponse, body: string) => void;
const sockets = new Set<Socket>();

beforeAll(async () => {
  server = createServer((request, response) => {
    sockets.add(request.socket);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => answer(request, response, Buffer.concat(chunks).toString()));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  url = `http://127.0.0.1:${address.port}/api/chat.update`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const post = (timeoutMs = 5_000) =>
  createLeanFetch(timeoutMs)(url, {
    method: 'POST',
    headers: { authorization: 'Bearer xoxb-1', 'content-type': 'application/x-www-form-urlencoded' },
    body: 'text=ä',
  });

test('posts a text with its headers, and hands on status, headers and body', async () => {
  answer = ({ method, headers }, response, body) => {
    response.writeHead(429, { 'retry-after': '7', 'content-type': 'application/json' });
    response.end(
      JSON.stringify({ method, token: headers.authorization, type: headers['content-type'], body }),
    );
  };
  const response = await post();
  expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7']);
  expect(await response.json()).toEqual({
    method: 'POST',
    token: 'Bearer xoxb-1',
    type: 'application/x-www-form-urlencoded',
    body: 'text=ä',
  });
});

test('goes on over the same connection', async () => {
  answer = (_request, response) => response.end('{}');
  await post();
  const before = sockets.size;
  await post();
  await post();
  expect(sockets.size).toBe(before);
});

test('follows no redirect', async () => {
  const asked: (string | undefined)[] = [];
  answer = (request, response) => {
    asked.push(request.url);
    response.writeHead(302, { location: '/elsewhere' }).end();
  };
  expect((await post()).status).toBe(302);
  expect(asked).toEqual(['/api/chat.update']);
});

test('no answer in time is what `fetch` makes of it, with the cause', async () => {
  answer = () => {};
  await expect(post(200)).rejects.toMatchObject({ name: 'TypeError', cause: { code: 'UND_ERR_ABORTED' } });
});

test('half an answer is a failure, not an answer', async () => {
  answer = (_request, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('{"ok":');
    setTimeout(() => response.destroy(), 20);
  };
  await expect(post()).rejects.toMatchObject({ name: 'TypeError', cause: { code: 'UND_ERR_SOCKET' } });
});

test('what is no text goes by Node’s own `fetch`', async () => {
  answer = ({ headers }, response) => response.end(headers['content-type']);
  const form = new FormData();
  form.set('file', new Blob(['x']), 'fix.sh');
  const response = await createLeanFetch(5_000)(url, { method: 'POST', body: form });
  expect(await response.text()).toMatch(/^multipart\/form-data; boundary=/);
});
