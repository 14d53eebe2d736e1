import type { CollectMeasurement } from './collect.js';
import type { Measurement } from './measure.js';
import type { Row } from './row.js';

/** How long something takes, as a multiple of a yardstick that was measured in the same run. */
export function rowsOf(
  room: string,
  measurements: readonly Measurement[],
  yardstick: Measurement,
): readonly Row[] {
  return measurements.map(({ name, microsecondsEach }) => ({
    room,
    what: name,
    measured: microsecondsEach,
    unit: 'µs',
    ratio: microsecondsEach / yardstick.microsecondsEach,
    of: yardstick.name,
  }));
}

/** A collection against the longest chain of calls in it that need each other's answers. */
export function collectRows(measurements: readonly CollectMeasurement[]): readonly Row[] {
  return measurements.map(({ name, milliseconds, timesChain, calls, longestChain }) => ({
    room: 'collect',
    what: `${name}, ${calls} calls`,
    measured: milliseconds,
    unit: 'ms',
    ratio: timesChain,
    of: `its ${longestChain.length} dependent calls`,
  }));
}
