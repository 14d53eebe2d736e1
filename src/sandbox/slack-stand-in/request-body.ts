import type { IncomingMessage } from 'node:http';
import { readBody } from '../../ops/read-body.js';

/** Slack's own limit on a request. */
const BODY_LIMIT = 1_048_576;
const BODY_TIMEOUT_MS = 10_000;

/** A request's whole body; undefined where it is too large or never came. */
export async function bodyOf(request: IncomingMessage, maxBytes = BODY_LIMIT): Promise<Buffer | undefined> {
  const read = await readBody(request, { maxBytes, timeoutMs: BODY_TIMEOUT_MS });
  return read.outcome === 'read' ? read.body : undefined;
}

/** JSON, or undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a body says, whichever of Slack's two ways it is written in; undefined where it is neither. */
export function parseArguments(contentType: string, body: Buffer): unknown {
  if (contentType.startsWith('application/json')) return parseJson(body.toString('utf8'));
  if (contentType.startsWith('application/x-www-form-urlencoded') || body.length === 0) {
    return Object.fromEntries(new URLSearchParams(body.toString('utf8')));
  }
  return undefined;
}

/** The bytes of an upload: a multipart form's only file, or the body itself. */
export async function parseUpload(contentType: string, body: Buffer): Promise<Buffer | undefined> {
  if (!contentType.startsWith('multipart/form-data')) return body;
  try {
    const form = await new Response(new Uint8Array(body), {
      headers: { 'content-type': contentType },
    }).formData();
    const files = [...form.values()].filter((value) => typeof value !== 'string');
    return files[0] === undefined ? undefined : Buffer.from(await files[0].arrayBuffer());
  } catch {
    return undefined;
  }
}
