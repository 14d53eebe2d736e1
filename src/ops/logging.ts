import {
  type DestinationStream,
  destination,
  type LevelWithSilent,
  type Logger as PinoLogger,
  pino,
} from 'pino';
import { scrubSecrets } from './scrub.js';

export type Logger = PinoLogger;

/** Fields that hold a credential by their name. */
const SECRET_FIELDS = [
  'token',
  'botToken',
  'appToken',
  'signingSecret',
  'clientSecret',
  'stateSecret',
  'password',
  'authorization',
  'externalId',
  'secretAccessKey',
  'sessionToken',
] as const;

/**
 * One JSON object a line, on stderr: stdout belongs to results. Logs carry ids, never policies or what people typed.
 * `stream` is for tests.
 */
export function createLogger(
  level: LevelWithSilent,
  stream: DestinationStream = destination({ dest: 2, sync: true }),
): Logger {
  const options = {
    level,
    base: {},
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths: SECRET_FIELDS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: '[redacted]',
    },
    hooks: { streamWrite: scrubSecrets },
  };
  return pino(options, stream);
}
