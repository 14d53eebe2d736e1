import { InputError, messageOf } from '../src/errors.js';
import { nearestName } from '../src/nearest.js';
import { inLab } from './bot/lab.js';
import { benchManyConversations, imageEnvironment } from './bot/many-conversations.js';
import { benchSideBySide } from './bot/processes-side-by-side.js';
import { benchStart } from './bot/start.js';
import { benchThroughput } from './bot/throughput.js';
import { benchCollect } from './collect.js';
import { benchDiagnosis } from './diagnosis.js';
import { collectRows, rowsOf } from './engine-rows.js';
import { measure } from './measure.js';
import { benchPolicy, CASE_TEXT } from './policy.js';
import { jsonOf, type Row, tableOf } from './row.js';
import { benchGrowth } from './store/growth.js';
import { benchRedisTraffic } from './store/redis-traffic.js';
import { benchStoredSize } from './store/stored-size.js';

/** How many conversations are there when one of them is weighed. */
const SOME = 300;

/** What the engine is compared with, in the same run: reading one case of `simulate` as JSON. */
const yardstick = () => measure('JSON.parse of one case', () => JSON.parse(CASE_TEXT));

const ROOMS: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  policy: async () => rowsOf('policy', await benchPolicy(), yardstick()),
  diagnosis: async () => rowsOf('diagnosis', benchDiagnosis(), yardstick()),
  collect: async () => collectRows(await benchCollect()),
  bot: async () => [
    ...(await inLab(async (lab) => [
      ...(await benchStart(lab.slack)),
      ...(await benchThroughput(lab)),
      ...(await benchSideBySide(lab)),
    ])),
    // A process of its own: what the others left to be collected does not count.
    ...(await inLab(benchManyConversations, imageEnvironment())),
  ],
  store: async () => [
    ...(await inLab(async (lab) => {
      await lab.conversations.clicks(SOME);
      return [...(await benchRedisTraffic(lab)), ...(await benchStoredSize(lab))];
    })),
    ...(await benchGrowth()),
  ],
};

// `npm run bench | head` has read enough.
process.stdout.on('error', () => {});

try {
  const rows: Row[] = [];
  for (const room of roomsIn(process.argv.slice(2))) {
    process.stderr.write(`bench: measuring ${room} …\n`);
    rows.push(...((await ROOMS[room]?.()) ?? []));
  }
  process.stdout.write(`${process.argv.includes('--json') ? jsonOf(rows) : tableOf(rows)}\n`);
} catch (error) {
  process.stderr.write(`bench: ${messageOf(error)}\n`);
  process.exitCode = error instanceof InputError ? 2 : 1;
}

/** All of them, unless some are named. */
function roomsIn(words: readonly string[]): readonly string[] {
  const known = Object.keys(ROOMS);
  const named = words.filter((word) => word !== '--json');
  const unknown = named.find((name) => !known.includes(name));
  if (unknown === undefined) return named.length === 0 ? known : named;
  const near = nearestName(unknown, [...known, '--json']);
  throw new InputError(
    `there is no \`${unknown}\`; ${near === undefined ? `one of ${known.join(', ')}` : `did you mean \`${near}\`?`}`,
  );
}
