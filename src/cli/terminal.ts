import { processEnvironment } from '../config.js';

export function isTerminal(stream: NodeJS.WritableStream): boolean {
  return 'isTTY' in stream && stream.isTTY === true;
}

/** https://no-color.org */
export function wantsColor(stream: NodeJS.WritableStream): boolean {
  return isTerminal(stream) && (processEnvironment()['NO_COLOR'] ?? '') === '';
}

/** How wide text may run: the terminal's width, but no wider than reads well. */
export function textWidth(stream: NodeJS.WritableStream): number {
  const told = 'columns' in stream && typeof stream.columns === 'number' ? stream.columns : 0;
  // A terminal that does not know its width says 0.
  const columns = told === 0 ? WIDEST : told;
  return Math.max(NARROWEST, Math.min(columns, WIDEST));
}

const WIDEST = 100;
const NARROWEST = 40;
