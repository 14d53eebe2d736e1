import type { IncomingMessage } from 'node:http';
import { InputError } from '../errors.js';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);

/** The sandbox has no authentication: it listens on this machine only. */
export function requireLoopback(host: string): void {
  if (LOOPBACK.has(host)) return;
  throw new InputError(
    `HOST: the sandbox listens on this machine only, not on "${host}"; use 127.0.0.1, localhost or ::1`,
  );
}

/** `http://127.0.0.1:3000`, with brackets around an IPv6 address. */
export function originOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/**
 * A page elsewhere that points its own name at 127.0.0.1 (DNS rebinding) still sends its own name as Host: only this machine's
 * names are answered.
 */
export function isLocalHost(request: IncomingMessage, port: number): boolean {
  const host = request.headers.host ?? '';
  return ['127.0.0.1', 'localhost', '[::1]'].some((name) => host === `${name}:${port}`);
}

/** A browser says which page a POST comes from: only the sandbox's own may act here. */
export function isOwnOrigin(request: IncomingMessage): boolean {
  return request.headers.origin === `http://${request.headers.host ?? ''}`;
}
