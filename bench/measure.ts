/** One measurement: how often a second, how long one takes, and that as a multiple of the run's own yardstick. */
export interface Measurement {
  readonly name: string;
  readonly opsPerSecond: number;
  readonly microsecondsEach: number;
}

const WARM_UP_MS = 300;
/** The machine is shared: the best of some rounds counts, the others had company. */
const ROUNDS = 5;
const ROUND_MS = 300;

export function measured(name: string, operations: number, milliseconds: number): Measurement {
  const opsPerSecond = Math.round((operations * 1000) / milliseconds);
  return { name, opsPerSecond, microsecondsEach: Number(((milliseconds * 1000) / operations).toFixed(2)) };
}

/** Runs it for a while, after a warm-up; the best round counts. */
export function measure(name: string, run: () => void): Measurement {
  runFor(name, WARM_UP_MS, run);
  return Array.from({ length: ROUNDS }, () => runFor(name, ROUND_MS, run)).reduce((best, now) =>
    now.opsPerSecond > best.opsPerSecond ? now : best,
  );
}

function runFor(name: string, milliseconds: number, run: () => void): Measurement {
  const start = performance.now();
  let operations = 0;
  while (performance.now() - start < milliseconds) {
    for (let turn = 0; turn < 20; turn += 1) run();
    operations += 20;
  }
  return measured(name, operations, performance.now() - start);
}
