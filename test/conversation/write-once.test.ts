import { expect, test } from '@jest/globals';
import { ErrorReply } from 'redis';
import { writeOnce } from '../../src/conversation/redis/write-once.js';
import { StoreUnavailableError, WriteUncertainError } from '../../src/errors.js';

const failed = (cause: Error) => new StoreUnavailableError(cause.message, { cause });
const LOST = failed(new Error('Socket closed unexpectedly'));

test('a write whose answer was lost is asked for again, and was made once', async () => {
  const answers = [() => Promise.reject(LOST), async () => 'repeated' as const];
  expect(await writeOnce(async () => answers.shift()?.() ?? 'conflict', 100)).toBe('committed');
  expect(answers).toEqual([]);
});

test('one of which nothing is heard again is neither taken nor refused', async () => {
  await expect(writeOnce(() => Promise.reject(LOST), 0)).rejects.toBeInstanceOf(WriteUncertainError);
});

test('one that Redis refused, or never saw, is refused at once', async () => {
  const refusal = failed(new ErrorReply('OOM command not allowed'));
  let asked = 0;
  const write = () => {
    asked += 1;
    return Promise.reject(refusal);
  };
  await expect(writeOnce(write, 100)).rejects.toBe(refusal);
  expect(asked).toBe(1);
});
