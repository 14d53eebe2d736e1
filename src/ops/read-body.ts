import type { IncomingMessage } from 'node:http';

export type BodyOutcome =
  | { readonly outcome: 'read'; readonly body: Buffer }
  | { readonly outcome: 'too_large' }
  | { readonly outcome: 'timeout' }
  /** The client went away before its body was complete. */
  | { readonly outcome: 'aborted' };

export interface BodyLimits {
  readonly maxBytes: number;
  /** From the first byte of the body to the last. */
  readonly timeoutMs: number;
}

/** Reads a request's whole body, or says why not. What is too large by its own Content-Length is not read at all. */
export function readBody(request: IncomingMessage, limits: BodyLimits): Promise<BodyOutcome> {
  if (Number(request.headers['content-length'] ?? 0) > limits.maxBytes) {
    return Promise.resolve({ outcome: 'too_large' });
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const timer = setTimeout(() => settle({ outcome: 'timeout' }), limits.timeoutMs);
    const settle = (outcome: BodyOutcome): void => {
      clearTimeout(timer);
      request.off('data', take);
      resolve(outcome);
    };
    const take = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > limits.maxBytes) settle({ outcome: 'too_large' });
      else chunks.push(chunk);
    };
    request.on('data', take);
    request.once('end', () => settle({ outcome: 'read', body: Buffer.concat(chunks) }));
    request.once('error', () => settle({ outcome: 'aborted' }));
    request.once('close', () => settle({ outcome: 'aborted' }));
  });
}
