import { createRequire } from 'node:module';
import { readdir, readFile } from 'node:fs/promises';
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

/** Whether the page itself is asked for; permalinks (`/archives/…`) show it. */
export function isPage(path: string): boolean {
  return path === '/' || path.startsWith('/archives/');
}

/**
 * The page with what it shows first: it need not ask for that once its modules are there, nor for those one after another
 * (https://developer.mozilla.org/en-US/docs/Web/HTML/Reference/Attributes/rel/modulepreload).
 */
export async function servePage(state: object, response: ServerResponse): Promise<void> {
  const [html, names] = await Promise.all([readFile(new URL('index.html', PAGE), 'utf8'), readdir(PAGE)]);
  const modules = names
    .filter((name) => name.endsWith('.js'))
    .map((name) => `<link rel="modulepreload" href="/${name}">`);
  // No text in it can end the element.
  const data = JSON.stringify(state).replaceAll('<', '\\u003c');
  response.writeHead(200, { 'content-type': TYPES['.html'], 'cache-control': 'no-store' });
  response.end(
    html.replace('<!-- modules -->', () => modules.join('')).replace('<!-- state -->', () => data),
  );
}

/** The page's own files. False where the path is none of these. */
export async function serveStatic(path: string, response: ServerResponse): Promise<boolean> {
  if (path === RENDERER)
    return sendFile(
      createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.min.js'),
      response,
    );
  const name = FILE_NAME.exec(path)?.[1];
  return name !== undefined && sendFile(fileURLToPath(new URL(name, PAGE)), response);
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
