import type { Match } from '../types.js';

/** Kleene's three values: an unknown spreads only as far as it matters. */
export function not(value: Match): Match {
  if (value === 'unknown') return 'unknown';
  return value === 'yes' ? 'no' : 'yes';
}

export function ofBoolean(value: boolean | undefined): Match {
  if (value === undefined) return 'unknown';
  return value ? 'yes' : 'no';
}

/** `yes` if any is, else `unknown` if any is, else `no`. */
export function anyOf<T>(items: readonly T[], test: (item: T) => Match): Match {
  let result: Match = 'no';
  for (const item of items) {
    const value = test(item);
    if (value === 'yes') return 'yes';
    if (value === 'unknown') result = 'unknown';
  }
  return result;
}

/** `no` if any is, else `unknown` if any is, else `yes`. */
export function allOf<T>(items: readonly T[], test: (item: T) => Match): Match {
  let result: Match = 'yes';
  for (const item of items) {
    const value = test(item);
    if (value === 'no') return 'no';
    if (value === 'unknown') result = 'unknown';
  }
  return result;
}
