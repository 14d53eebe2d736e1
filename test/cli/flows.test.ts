import { Writable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { runFlows } from '../../src/cli/flows.js';
import { InputError } from '../../src/errors.js';
import { causeStep, causeYaml, flowYaml, withFiles } from '../flow/support.js';

interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(args: readonly string[], directories: readonly string[] = ['flows']): Promise<Ran> {
  const written = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr'): Writable =>
    new Writable({
      write(chunk, _encoding, done) {
        written[name] += String(chunk);
        done();
      },
    });
  const status = await runFlows(
    args,
    { stdout: stream('stdout'), stderr: stream('stderr') },
    { directories },
  );
  return { status, ...written };
}

function causesIn(stdout: string): number {
  return Number(/(\d+) causes/.exec(stdout)?.[1]);
}

const BROKEN = { 'general-403.yaml': flowYaml([causeStep('aa')]), 'causes/a.yaml': causeYaml('a') };

describe('flows lint', () => {
  test('says ok and exits with 0 for the shipped flows', async () => {
    const { status, stdout, stderr } = await run(['lint']);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^ok: \d+ flows, \d+ causes\n$/);
  });

  test('prints one line for each problem and exits with 2', async () => {
    await withFiles(BROKEN, async (directory) => {
      const line = `unknown cause \`aa\` in ${directory}/general-403.yaml, line 6; did you mean \`a\`?\n`;
      expect(await run(['lint'], [directory])).toEqual({ status: 2, stdout: line, stderr: '' });
    });
  });

  test('lays the given directories over the shipped ones', async () => {
    const own = {
      'causes/own.yaml': `${causeYaml('own')}asked: [{ flow: general-403, after: wrong-credentials }]\n`,
    };
    await withFiles(own, async (directory) => {
      expect(causesIn((await run(['lint', directory])).stdout)).toBe(
        causesIn((await run(['lint'])).stdout) + 1,
      );
    });
  });

  test('prints one JSON document with --json', async () => {
    expect(JSON.parse((await run(['lint', '--json'])).stdout)).toMatchObject({ ok: true, problems: [] });
    await withFiles(BROKEN, async (directory) => {
      const { status, stdout } = await run(['lint', '--json'], [directory]);
      expect(status).toBe(2);
      expect(JSON.parse(stdout)).toMatchObject({
        ok: false,
        problems: [expect.stringContaining('unknown cause')],
      });
    });
  });
});

describe('flows graph and flows paths', () => {
  test('graph prints a Mermaid state diagram', async () => {
    const { status, stdout } = await run(['graph', 'cross-account']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^stateDiagram-v2\n/);
    expect(stdout).toContain('  requester_pays --> session_policy: unsure, off, sent\n');
  });

  test('paths prints one line for each way through', async () => {
    const { stdout } = await run(['paths', 'cross-account']);
    expect(stdout).toMatch(/requester-pays=not-sent -> requester-pays\n/);
    expect(stdout.endsWith('\n')).toBe(true);
  });

  test('paths says on stderr that there are more than it lists', async () => {
    const { stdout, stderr } = await run(['paths', 'general-403', '--limit', '3']);
    expect(stdout.trimEnd().split('\n')).toHaveLength(3);
    expect(stderr).toBe('flows paths: there are more; only the first 3 are listed\n');
  });

  test('paths prints one JSON document with --json', async () => {
    const { stdout } = await run(['paths', 'cross-account', '--json', '--limit', '1']);
    expect(JSON.parse(stdout)).toMatchObject({ flow: 'cross-account', paths: [{ confirmed: [] }] });
  });
});

describe('flows, asked wrongly', () => {
  test('--help prints the usage', async () => {
    const { status, stdout } = await run(['--help']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^usage: s3denied flows lint/);
  });

  test.each([
    [[], 'flows: nothing to do; one of `lint`, `graph`, `paths`, `docs`, `schema`'],
    [['lnt'], 'unknown command `flows lnt`; did you mean `lint`?'],
    [['graph', 'cros-account'], 'unknown flow `cros-account`; did you mean `cross-account`?'],
    [
      ['graph'],
      'flows graph: name one flow; known: `cross-account`, `general-403`, `grant-cross-account`, `kms-cross-account`, `upload-denied`',
    ],
    [['docs'], 'flows docs: name one directory to write into, such as `docs/flows`'],
    [['schema', 'a', 'b'], 'flows schema: name one directory to write into, such as `docs/flows`'],
    [
      ['paths', 'general-403', '--limit', 'all'],
      'wrong --limit `all` of flows paths; a number from 1 to 999999',
    ],
    [['lint', '--fast'], "flows: Unknown option '--fast'; see `s3denied flows --help`"],
  ])('%j is one line that says what would be right', async (args, message) => {
    await expect(run(args)).rejects.toThrow(new InputError(message));
  });
});
