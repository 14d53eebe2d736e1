import type { CollectionProgress } from '../evidence/collector.js';
import { isTerminal } from './terminal.js';

export interface ProgressLine {
  readonly update: (progress: CollectionProgress) => void;
  readonly end: () => void;
}

/** In a terminal one line that is written over; elsewhere a line for each step that is done. */
export function createProgressLine(stream: NodeJS.WritableStream): ProgressLine {
  const over = isTerminal(stream);
  let last = -1;
  return {
    update: ({ done, total, reading }) => {
      if (!over && done === last) return;
      last = done;
      const text = `reading ${done} of ${total}: ${reading}`;
      stream.write(over ? `\r\u001b[2K${text}` : `${text}\n`);
    },
    end: () => void (over && last >= 0 && stream.write('\r\u001b[2K')),
  };
}
