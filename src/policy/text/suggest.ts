import { nearestName } from '../../nearest.js';

/** `; did you mean "x"?`, or nothing. */
export function didYouMean(written: string, names: readonly string[]): string {
  const name = nearestName(written, names);
  return name === undefined ? '' : `; did you mean "${name}"?`;
}
