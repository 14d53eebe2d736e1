import { describe, expect, test } from '@jest/globals';
import { parseRedisUrl, showAddress } from '../../src/conversation/redis/address.js';

describe('REDIS_URL', () => {
  test('is one server', () => {
    expect(parseRedisUrl('redis://bot:hunter2@redis/1')).toEqual({
      kind: 'single',
      url: 'redis://bot:hunter2@redis/1',
      nodes: [{ host: 'redis', port: 6379 }],
    });
    expect(parseRedisUrl('rediss://redis:6380?x=1')).toMatchObject({ kind: 'single' });
  });

  test('is some nodes of a cluster', () => {
    expect(parseRedisUrl('redis+cluster://a:7000,b,[::1]:7002')).toEqual({
      kind: 'cluster',
      nodes: [
        { host: 'a', port: 7000 },
        { host: 'b', port: 6379 },
        { host: '::1', port: 7002 },
      ],
      tls: false,
      credentials: undefined,
    });
  });

  test('is Sentinels and the name of what they watch', () => {
    expect(parseRedisUrl('rediss+sentinel://bot:p%40ss:w@a,b:26380/my-master')).toEqual({
      kind: 'sentinel',
      master: 'my-master',
      nodes: [
        { host: 'a', port: 26379 },
        { host: 'b', port: 26380 },
      ],
      tls: true,
      credentials: { username: 'bot', password: 'p@ss:w' },
    });
    expect(parseRedisUrl('redis+sentinel://:p@a/m')).toMatchObject({ credentials: { password: 'p' } });
  });

  test.each([
    'http://redis',
    'redis://',
    'redis://a:x',
    'redis://a,b',
    'redis+other://a',
    'redis+cluster://',
    'redis+cluster://a,,b',
    'redis+cluster://a:70000',
    'redis+cluster://a/0',
    'redis+sentinel://a',
    'redis+sentinel://a/',
    'redis+sentinel://a/b/c',
    'redis+sentinel://user@a/b',
    'redis+sentinel://:%@a/b',
  ])('%s is none', (text) => {
    expect(parseRedisUrl(text)).toBeUndefined();
  });

  test('is shown without user and password', () => {
    for (const text of [
      'redis://bot:hunter2@a',
      'redis+cluster://bot:hunter2@a,b',
      'redis+sentinel://bot:hunter2@a,b/m',
    ]) {
      const address = parseRedisUrl(text);
      expect(address && showAddress(address)).not.toMatch(/bot|hunter2/);
    }
  });
});
