import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, jest, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';

jest.setTimeout(60_000);
const readme = readFileSync('README.md', 'utf8');

function shellLines(text: string): readonly string[] {
  return [...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap((match) => (match[1] ?? '').trim().split('\n'));
}

describe('README', () => {
  const commands = shellLines(readme).filter((line) => line.includes('npx s3denied'));

  test('shows the commands', () => expect(commands.length).toBeGreaterThanOrEqual(6));

  test.each(commands)('its command runs: %s', (command) => {
    const output = execFileSync('bash', ['-c', command.replace('npx s3denied', 'node dist/cli.js')], {
      encoding: 'utf8',
    });
    expect(output).not.toBe('');
  });

  test('names every variable of .env.sample, and .env.sample no other', () => {
    const variables = [...readFileSync('.env.sample', 'utf8').matchAll(/^([A-Z_]+)=/gm)].map(
      (match) => match[1],
    );
    expect(variables.length).toBeGreaterThan(8);
    for (const variable of variables) expect(readme).toContain(`\`${variable}\``);
  });

  test('gives a reason for each scope of the manifest', () => {
    const { oauth_config: oauth } = z
      .object({ oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }) })
      .parse(parse(readFileSync('manifest.yml', 'utf8')));
    for (const scope of oauth.scopes.bot) expect(readme).toContain(`| \`${scope}\` |`);
  });
});

describe('deployment files', () => {
  const compose = z
    .object({
      services: z.record(z.string(), z.record(z.string(), z.unknown())),
      volumes: z.record(z.string(), z.unknown()),
    })
    .parse(parse(readFileSync('docker-compose.yml', 'utf8')));

  test('docker compose runs bots behind a balancer, beside a Redis that keeps what it is told', () => {
    expect(Object.keys(compose.services)).toEqual(['bot', 'redis', 'balancer']);
    expect(compose.services['redis']?.['command']).toEqual(expect.arrayContaining(['--appendonly', 'yes']));
    expect(compose.services['redis']?.['volumes']).toEqual(['redis-data:/data']);
    expect(compose.services['bot']).toMatchObject({
      read_only: true,
      environment: { REDIS_URL: 'redis://redis:6379' },
    });
    expect(compose.volumes).toHaveProperty('redis-data');
  });

  test('the image runs as nobody special, listens on all of its own addresses, and copies what exists', () => {
    const dockerfile = readFileSync('Dockerfile', 'utf8');
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile).toMatch(/HOST=0\.0\.0\.0/);
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap((match) =>
      (match[1] ?? '').split(' '),
    );
    expect(copied.length).toBeGreaterThan(5);
    for (const path of copied) expect(() => execFileSync('ls', [path], { stdio: 'pipe' })).not.toThrow();
  });
});

const lock = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        license: z.string().optional(),
        resolved: z.string().optional(),
        dev: z.boolean().optional(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
const packages = Object.entries(lock.packages).filter(([path]) => path !== '');

test('the lock file names no download address', () => {
  expect(packages.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});

describe('licences', () => {
  const OURS = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Apache-2.0'];
  /** Permissive ones that only tools of the test run bring along; CC-BY-4.0 is a table of browsers. */
  const TOOLS = [
    ...OURS,
    'MIT OR Apache-2.0',
    'Apache-2.0 AND MIT',
    '(MIT OR CC0-1.0)',
    'BlueOak-1.0.0',
    'CC-BY-4.0',
  ];
  const others = (taken: readonly string[], dev: boolean) =>
    packages
      .filter((entry) => (entry[1].dev === true) === dev && !taken.includes(entry[1].license ?? 'none'))
      .map(([path, { license }]) => `${path}: ${license}`);

  test('what the program brings along is MIT, ISC, BSD or Apache-2.0', () =>
    expect(others(OURS, false)).toEqual([]));
  test('what its tests bring along is permissive', () => expect(others(TOOLS, true)).toEqual([]));
});
