// One process of the bot in Teams alone: what `s3denied start` runs, but that it takes what nobody has signed (Microsoft's keys are
// Microsoft's), and sees sooner that another has died. It dies as by `kill -9` at an answer of the Bot Connector with status 599.
import { subscribe } from 'node:diagnostics_channel';
import process from 'node:process';
import { run } from '../../dist/app/run.js';
import { createRedisStore } from '../../dist/conversation/redis/index.js';
import { openLibrary } from '../../dist/open-library.js';
import { createLogger } from '../../dist/ops/logging.js';

const DEADLY = 599;
subscribe('http.client.response.finish', ({ response }) => {
  if (response.statusCode === DEADLY) process.kill(process.pid, 'SIGKILL');
});

const logger = createLogger('info');
const timings = { claimIdle: 2_500, lease: 2_500, keepEvery: 400, sweepEvery: 300, block: 200 };
await run({
  slack: undefined,
  teams: 'unauthenticated',
  host: '127.0.0.1',
  port: 0,
  store: await createRedisStore({ url: process.env['REDIS_URL'], timings, logger }),
  cipher: undefined,
  supportChannels: { teams: process.env['SUPPORT_CHANNEL'] },
  library: await openLibrary(undefined),
  audit: undefined,
  logger,
  idSecret: 'chaos',
  noticeMs: 0,
  onSignals: true,
});
