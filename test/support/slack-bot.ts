import { createHttpServer } from '../../src/ops/http-server.js';
import { createLogger, type Logger } from '../../src/ops/logging.js';
import { createMetrics, type Metrics } from '../../src/ops/metrics.js';
import { createSlackApp, type SlackApp, type SlackConfig } from '../../src/slack/index.js';
import { FakeSlackApi } from './slack-api.js';
import { SIGNING_SECRET, SlackClient } from './slack-client.js';
import { FakeService } from './slack-service.js';

export const BOT_TOKEN = 'xoxb-test';

export interface SlackBot {
  readonly api: FakeSlackApi;
  readonly service: FakeService;
  readonly slack: SlackClient;
  readonly app: SlackApp;
  readonly metrics: Metrics;
  readonly logs: string[];
  readonly base: string;
  stop(): Promise<void>;
}

/** The real Bolt app behind the real HTTP server, with a fake conversation and a fake Web API. */
export async function startSlackBot(config: Partial<SlackConfig> = {}): Promise<SlackBot> {
  const api = await new FakeSlackApi().start();
  const service = new FakeService();
  const logs: string[] = [];
  const logger = collectLogs(logs);
  const metrics = createMetrics();
  const app = createSlackApp({
    config: { botToken: BOT_TOKEN, signingSecret: SIGNING_SECRET, apiUrl: api.url, ...config },
    service,
    logger,
    metrics,
  });
  const server = createHttpServer({ routes: app.routes, logger });
  const port = await server.listen(0, '127.0.0.1');
  const base = `http://127.0.0.1:${port}`;
  return {
    api,
    service,
    app,
    metrics,
    logs,
    base,
    slack: new SlackClient(`${base}/slack/events`, api.responseUrl),
    stop: async () => {
      await app.stop(1_000);
      await server.close(500);
      await api.stop();
    },
  };
}

export function collectLogs(lines: string[]): Logger {
  return createLogger('debug', { write: (line: string) => void lines.push(line) });
}
