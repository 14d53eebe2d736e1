import { benchCollect } from './collect.js';
import { benchDiagnosis } from './diagnosis.js';
import { measure, type Measurement } from './measure.js';
import { benchPolicy, CASE_TEXT } from './policy.js';
import { DELAY_MS } from './stand-in-worker.js';

/** What everything is compared with, in the same run: reading one case of `simulate` as JSON. */
const yardstick = measure('yardstick: JSON.parse of one case', () => JSON.parse(CASE_TEXT));
const rows: readonly Measurement[] = [yardstick, ...(await benchPolicy()), ...benchDiagnosis()];
const table = rows.map((row) => ({
  ...row,
  timesYardstick: Number((row.microsecondsEach / yardstick.microsecondsEach).toFixed(2)),
}));

const collections = await benchCollect();

// `npm run bench | head` has read enough.
process.stdout.on('error', () => {});

if (process.argv.includes('--json'))
  process.stdout.write(`${JSON.stringify([...table, ...collections], null, 2)}\n`);
else {
  process.stdout.write(
    `${'what'.padEnd(60)}${'per second'.padStart(12)}${'µs each'.padStart(12)}${'× yardstick'.padStart(14)}\n`,
  );
  for (const { name, opsPerSecond, microsecondsEach, timesYardstick } of table)
    process.stdout.write(
      `${name.padEnd(60)}${String(opsPerSecond).padStart(12)}${String(microsecondsEach).padStart(12)}${String(timesYardstick).padStart(14)}\n`,
    );
  process.stdout.write(
    `\n${`with ${DELAY_MS} ms in every AWS call`.padEnd(60)}${'calls'.padStart(12)}${'ms'.padStart(12)}${'× its chain'.padStart(14)}\n`,
  );
  for (const { name, calls, milliseconds, timesChain, longestChain } of collections)
    process.stdout.write(
      `${name.padEnd(60)}${String(calls).padStart(12)}${String(milliseconds).padStart(12)}${String(timesChain).padStart(14)}\n  its longest chain of dependent calls: ${longestChain.join(', ')}\n`,
    );
}
