import { type Logger as BoltLogger, LogLevel } from '@slack/bolt';
import type { Logger } from '../ops/logging.js';

/**
 * Bolt's log through ours. Its debug lines hold whole payloads, tokens and policies included, so they go nowhere, and it is told
 * that debugging is off so that it does not build them.
 */
export function createBoltLogger(logger: Logger): BoltLogger {
  const write =
    (level: 'info' | 'warn' | 'error') =>
    (...parts: unknown[]): void =>
      logger[level]({ from: 'bolt' }, parts.map(textOf).join(' '));
  return {
    debug: () => {},
    // Bolt's information is its own life cycle; ours says what matters of it.
    info: () => {},
    warn: write('warn'),
    error: write('error'),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}

function textOf(part: unknown): string {
  if (part instanceof Error) return part.message;
  return typeof part === 'string' ? part : (JSON.stringify(part) ?? String(part));
}
