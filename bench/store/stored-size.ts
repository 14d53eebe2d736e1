import { BASES } from '../../test/support/snapshots.js';
import type { Lab } from '../bot/lab.js';
import { atMost, medianOf, type Row } from '../row.js';

const SAMPLE = 200;
const LIMIT = 2048;

/** What a conversation takes up in Redis while nobody clicks. */
export async function benchStoredSize({ redis }: Lab): Promise<readonly Row[]> {
  const bytes = async (key: string) => Number(await redis.command('MEMORY', 'USAGE', key, 'SAMPLES', '0'));
  const keysOf = async (pattern: string): Promise<readonly string[]> => {
    const found = await redis.command('KEYS', pattern);
    return Array.isArray(found) ? found.slice(0, SAMPLE).map(String) : [];
  };
  const keys = await keysOf('{p*}:inv:*');
  const lists = await keysOf('record:*');
  const size = medianOf(await Promise.all(keys.map(bytes)));
  const beside = medianOf(await Promise.all(lists.map(bytes)));
  const audited = 'bench:audited';
  await redis.command('SET', audited, withSnapshot(String(await redis.command('GET', keys[0] ?? ''))));
  const row = (what: string, measured: number) => ({
    room: 'store',
    what,
    measured,
    unit: 'bytes',
    ratio: measured / LIMIT,
    of: '2 KiB',
  });
  return [
    { ...row('an idle conversation', size), aim: atMost('measured', LIMIT) },
    {
      ...row('the same, with its place in the list of its owner', size + beside),
      aim: atMost('measured', LIMIT),
    },
    row('an idle conversation with what an audit has read', (await bytes(audited)) + beside),
  ];
}

/** As `src/conversation/redis/record.ts` writes it: version and marks, then JSON. */
function withSnapshot(record: string): string {
  const at = record.indexOf('{');
  return (
    record.slice(0, at) + JSON.stringify({ ...JSON.parse(record.slice(at)), snapshot: BASES.crossAccount() })
  );
}
