import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadEstates } from '../../src/sandbox/estates.js';
import { CHANNELS, SAM } from '../../src/sandbox/slack-stand-in/people.js';
import { Harness, type Loose } from './harness.js';

const harness = new Harness();
beforeAll(() => harness.start(loadEstates()));
afterAll(() => harness.stop());

const say = { kind: 'message', user: SAM.id, channel: CHANNELS.cloudHelp, text: 'hello' };

/** fetch cannot set Host. */
function statusWithHost(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    httpRequest(`${harness.origin}/sandbox/state`, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('who may ask', () => {
  test('names of this machine only', async () => {
    const { port } = new URL(harness.origin);
    const statuses = await Promise.all(
      [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, `evil.example:${port}`, '127.0.0.1'].map(
        statusWithHost,
      ),
    );
    expect(statuses).toEqual([200, 200, 200, 403, 403]);
  });

  test.each([['https://evil.example'], ['null'], ['http://localhost:1']])(
    'not a page of %s',
    async (origin) => {
      const before = harness.standIn.state.workspace.messages().length;
      expect((await harness.act(say, { origin })).status).toBe(403);
      expect(harness.standIn.state.workspace.messages()).toHaveLength(before);
    },
  );

  test('no web page calls the Web API', async () => {
    const response = await fetch(`${harness.origin}/api/auth.test`, {
      method: 'POST',
      headers: { origin: harness.origin, authorization: `Bearer ${harness.standIn.botToken}` },
    });
    expect(response.status).toBe(403);
  });

  test('an action that is none is refused', async () => {
    expect((await harness.act({ kind: 'dance' })).status).toBe(400);
    expect((await harness.act({ ...say, extra: true })).status).toBe(400);
  });
});

describe('the page', () => {
  test('may load only from itself, and be framed by nobody', async () => {
    const response = await fetch(harness.origin);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(response.headers.get('content-security-policy')).toMatch(
      /default-src 'self';.*frame-ancestors 'none'/,
    );
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('every file of the page is served, and permalinks show the page', async () => {
    const files = readdirSync('src/sandbox/page').filter((name) => name !== 'index.html');
    const answers = await Promise.all(files.map((name) => fetch(`${harness.origin}/${name}`)));
    expect(answers.map((answer) => answer.status)).toEqual(files.map(() => 200));
    expect((await fetch(`${harness.origin}/archives/C0CLOUDHLP/p1700000000000100`)).status).toBe(200);
  });

  test.each([
    ['/../index.ts'],
    ['/page/../../index.ts'],
    ['/%2e%2e/index.ts'],
    ['/nothing.js'],
    ['/style.css/'],
  ])('nothing else: %s', async (path) => {
    expect((await fetch(`${harness.origin}${path}`)).status).toBe(404);
  });

  test('is small, and makes no markup from data', () => {
    const scripts = readdirSync('src/sandbox/page')
      .filter((name) => name.endsWith('.js'))
      .map((name) => readFileSync(`src/sandbox/page/${name}`, 'utf8'));
    expect(gzipSync(scripts.join('')).length).toBeLessThan(150_000);
    expect(
      gzipSync(readFileSync('node_modules/adaptivecards/dist/adaptivecards.min.js')).length,
    ).toBeLessThan(150_000);
    expect(scripts.join('')).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(/);
  });
});

describe('what the page shows', () => {
  test('the state has people, channels and estates, without what an audit would find', async () => {
    const state: Loose = await (await fetch(`${harness.origin}/sandbox/state`)).json();
    expect(state).toMatchObject({
      people: [{ name: 'dana' }, { name: 'sam' }],
      channels: expect.arrayContaining([expect.objectContaining({ name: 'support' })]),
    });
    expect(state.estates.length).toBeGreaterThanOrEqual(20);
    expect(JSON.stringify(state)).not.toContain('identityPolicies');
  });

  test('changes arrive as they happen', async () => {
    const cut = new AbortController();
    const response = await fetch(`${harness.origin}/sandbox/events`, { signal: cut.signal });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    await reader?.read();
    await harness.do(say);
    const { value } = (await reader?.read()) ?? {};
    expect(JSON.parse((value ?? '').replace(/^data: /, ''))).toMatchObject({
      kind: 'message.saved',
      message: { text: 'hello', user: SAM.id },
    });
    cut.abort();
  });
});
