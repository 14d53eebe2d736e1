import { afterEach, expect, it } from '@jest/globals';
import { createHealth, type Health } from '../../src/ops/health.js';
import { createHttpServer, type HttpServer } from '../../src/ops/http-server.js';
import { createLogger } from '../../src/ops/logging.js';
import { createMetrics } from '../../src/ops/metrics.js';

let server: HttpServer;
afterEach(() => server.close(100));

async function serve(health: Health): Promise<string> {
  server = createHttpServer({
    routes: [...health.routes, ...createMetrics().routes],
    logger: createLogger('silent'),
  });
  return `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
}

const read = async (url: string) => {
  const response = await fetch(url);
  return { status: response.status, body: await response.json() };
};

it('is ready while every check passes', async () => {
  const base = await serve(createHealth([{ name: 'store', check: async () => {} }]));
  expect(await read(`${base}/readyz`)).toEqual({
    status: 200,
    body: { status: 'ready', checks: { store: 'ok' } },
  });
  expect(await read(`${base}/healthz`)).toEqual({ status: 200, body: { status: 'ok' } });
});

it('is not ready while one fails or does not answer, and alive all the same', async () => {
  const checks = [
    { name: 'store', check: () => Promise.reject(new Error('secret')) },
    { name: 'slow', check: () => new Promise(() => {}) },
    { name: 'flows', check: async () => {} },
  ];
  const base = await serve(createHealth(checks, 50));
  expect(await read(`${base}/readyz`)).toEqual({
    status: 503,
    body: { status: 'unready', checks: { store: 'failed', slow: 'failed', flows: 'ok' } },
  });
  expect((await read(`${base}/healthz`)).status).toBe(200);
});

it('is ready again when the check passes again', async () => {
  let fails = true;
  const base = await serve(
    createHealth([
      { name: 'store', check: () => (fails ? Promise.reject(new Error('x')) : Promise.resolve()) },
    ]),
  );
  expect((await read(`${base}/readyz`)).status).toBe(503);
  fails = false;
  expect((await read(`${base}/readyz`)).status).toBe(200);
});

it('is not ready while it drains, and alive all the same', async () => {
  const health = createHealth([]);
  const base = await serve(health);
  health.drain();
  expect(await read(`${base}/readyz`)).toEqual({ status: 503, body: { status: 'draining', checks: {} } });
  expect((await read(`${base}/healthz`)).status).toBe(200);
});

it('serves what was counted to Prometheus', async () => {
  const metrics = createMetrics();
  server = createHttpServer({ routes: metrics.routes, logger: createLogger('silent') });
  const base = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
  metrics.observeAck('slack', 'command', 0.02);
  metrics.countInteraction('slack', 'command', 'applied');
  metrics.countEffect('show', 'done', 0.1);
  metrics.countDiagnosis('requester-pays', 'confirmed');
  metrics.countFeedback(true);
  metrics.countAuditCall('s3:GetBucketPolicy', 'denied');
  const response = await fetch(`${base}/metrics`);
  const text = await response.text();
  expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
  expect(text).toContain('s3denied_ack_seconds_count{surface="slack",kind="command"} 1');
  expect(text).toContain('s3denied_interactions_total{surface="slack",kind="command",outcome="applied"} 1');
  expect(text).toContain('s3denied_feedback_total{solved="true"} 1');
  expect(text).toContain('process_cpu_seconds_total');
});
