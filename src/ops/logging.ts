import {
  type DestinationStream,
  destination,
  type LevelWithSilent,
  type Logger as PinoLogger,
  pino,
} from 'pino';
import { scrubSecrets } from './scrub.js';

export type Logger = PinoLogger;

/**
 * One JSON object a line, on stderr: stdout belongs to results. Logs carry ids, never policies or what people typed.
 * `stream` is for tests.
 */
export function createLogger(level: LevelWithSilent, stream: DestinationStream = standardError()): Logger {
  const options = {
    level,
    base: {},
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    hooks: { streamWrite: scrubSecrets },
  };
  return pino(options, stream);
}

/** What a full disk may keep waiting; more is dropped. */
const MOST_BYTES_WAITING = 1 << 20;

/** A log that cannot be written costs its lines, never the process: it goes on writing when there is room again. */
function standardError(): DestinationStream {
  const stream = destination({ dest: 2, sync: true, maxLength: MOST_BYTES_WAITING });
  stream.on('error', () => {});
  return stream;
}
