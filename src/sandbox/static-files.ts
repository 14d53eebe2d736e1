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
/** One folder, plain names: nothing outside it can be named. */
const FILE_NAME = /^\/(?:page\/)?([a-z][a-z0-9-]*\.(?:js|css|svg))$/;

/** The page's own files; permalinks (`/archives/…`) show the page. False where the path is none of these. */
export async function serveStatic(path: string, response: ServerResponse): Promise<boolean> {
  const name = path === '/' || path.startsWith('/archives/') ? 'index.html' : FILE_NAME.exec(path)?.[1];
  if (name === undefined) return false;
  const content = await readFile(fileURLToPath(new URL(name, PAGE))).catch(() => undefined);
  if (content === undefined) return false;
  response.writeHead(200, {
    'content-type': TYPES[extname(name)] ?? 'application/octet-stream',
    'cache-control': 'no-cache',
  });
  response.end(content);
  return true;
}
