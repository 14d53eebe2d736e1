import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

const PAGE = new URL('./page/', import.meta.url);
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
/** Microsoft's renderer of Adaptive Cards, as its package brings it. */
const RENDERER = '/vendor/adaptivecards.min.js';
/** One folder, plain names: nothing outside it can be named. */
const FILE_NAME = /^\/(?:page\/)?([a-z][a-z0-9-]*\.(?:js|css|svg))$/;

/** The page's own files; permalinks (`/archives/…`) show the page. False where the path is none of these. */
export async function serveStatic(path: string, response: ServerResponse): Promise<boolean> {
  if (path === RENDERER)
    return sendFile(
      createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.min.js'),
      response,
    );
  const name = path === '/' || path.startsWith('/archives/') ? 'index.html' : FILE_NAME.exec(path)?.[1];
  if (name === undefined) return false;
  return sendFile(fileURLToPath(new URL(name, PAGE)), response);
}

async function sendFile(file: string, response: ServerResponse): Promise<boolean> {
  const content = await readFile(file).catch(() => undefined);
  if (content === undefined) return false;
  response.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'cache-control': 'no-cache',
  });
  response.end(content);
  return true;
}
