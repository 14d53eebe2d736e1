import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from './config.js';
import {
  type AuditAccess,
  type Conversation,
  createConversation,
  createMemoryStore,
  type InvestigationStore,
} from './conversation/index.js';
import { diagnose } from './diagnosis/index.js';
import { InputError, messageOf } from './errors.js';
import { parseAuditAccess } from './evidence/audit-access.js';
import type { EvidenceCollector } from './evidence/collector.js';
import { loadLibrary } from './library.js';
import { createHealth, type Health } from './ops/health.js';
import { createHttpServer } from './ops/http-server.js';
import { createLogger, type Logger } from './ops/logging.js';
import { createMetrics, type Metrics } from './ops/metrics.js';
import { createShutdown } from './ops/shutdown.js';
import type { SlackConfig } from './slack/config.js';
import type { GroupLookup } from './slack/groups.js';

/** What is stored expires 30 days after its last change. */
const TTL_SECONDS = 30 * 24 * 60 * 60;
const DRAIN_NOTICE_MS = 500;

export interface Running {
  /** Of the bot's HTTP server (`/slack/events`, health, metrics), or of the sandbox's page. */
  readonly url: string;
  /** Drains within 10 s. */
  stop(): Promise<void>;
}

interface Parts {
  readonly slack: SlackConfig;
  readonly host: string;
  readonly port: number;
  readonly store: InvestigationStore;
  readonly supportChannel: string | undefined;
  readonly flowsDirectory: string | undefined;
  readonly audit: Audit | undefined;
  readonly logger: Logger;
  /** Between "not ready" and taking nothing more. */
  readonly noticeMs: number;
  /** SIGTERM and SIGINT drain it and end the process. */
  readonly onSignals: boolean;
}

interface Audit {
  readonly collector: EvidenceCollector;
  /** Given how to find out which of some groups a person is in. */
  readonly access: (groupsOf: GroupLookup) => AuditAccess;
}

/** Runs the bot on what the environment configures. Throws `InputError` or `StoreUnavailableError` with one line where it cannot. */
export async function startBot(config: Config): Promise<Running> {
  if (config.slack === undefined) throw new InputError('SLACK_BOT_TOKEN: it is not set');
  const logger = createLogger(config.logLevel);
  const audit =
    config.auditConfigFile === undefined ? undefined : await auditOf(config, config.auditConfigFile);
  const store = await openStore(config.redisUrl, logger);
  try {
    return await run({
      ...config,
      slack: config.slack,
      store,
      audit,
      logger,
      noticeMs: DRAIN_NOTICE_MS,
      onSignals: true,
    });
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function openStore(redisUrl: string | undefined, logger: Logger): Promise<InvestigationStore> {
  if (redisUrl === undefined) {
    logger.warn('REDIS_URL is not set: investigations are kept in memory and lost when this process ends');
    return createMemoryStore({ ttlSeconds: TTL_SECONDS });
  }
  const { createRedisStore } = await import('./conversation/redis/index.js');
  return createRedisStore({ url: redisUrl, ttlSeconds: TTL_SECONDS, logger });
}

async function auditOf(config: Config, file: string): Promise<Audit> {
  const parsed = parseAuditAccess(await readAuditConfig(file), file);
  if (parsed.outcome === 'problems') throw new InputError(`AUDIT_CONFIG: ${parsed.problems[0] ?? file}`);
  const { access } = parsed;
  const { createAwsCollector } = await import('./evidence/aws/collector.js');
  const region = config.awsRegion === undefined ? {} : { region: config.awsRegion };
  return {
    collector: createAwsCollector({ ...region, customEndpoint: config.awsCustomEndpoint }),
    access: (groupsOf) => ({
      auditable: async ({ workspace, userId }) =>
        access.accountsFor({ userId, groupIds: await groupsOf(workspace, userId, access.groupIds) }),
    }),
  };
}

async function readAuditConfig(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new InputError(`AUDIT_CONFIG is "${file}": it cannot be read (${messageOf(error)})`);
  }
}

async function run(parts: Parts): Promise<Running> {
  const { logger, store } = parts;
  const { createClientFor, createGroupLookup, createSlackApp, createSlackSurface } = await import(
    './slack/index.js'
  );
  const clientFor = createClientFor(parts.slack, logger);
  const metrics = createMetrics();
  const conversation = converse(
    parts,
    metrics,
    createSlackSurface({ clientFor, logger }),
    createGroupLookup(clientFor, logger),
  );
  const slack = createSlackApp({ config: parts.slack, service: conversation, logger, metrics });
  const health = createHealth([{ name: 'store', check: () => store.ping() }]);
  const server = createHttpServer({ logger, routes: [...slack.routes, ...health.routes, ...metrics.routes] });
  const port = await listen(server, parts);
  slack.start();
  const working = new AbortController();
  const worker = conversation.run(working.signal);
  const url = `http://${parts.host.includes(':') ? `[${parts.host}]` : parts.host}:${port}`;
  const shutdown = createShutdown({
    logger,
    steps: [
      { name: 'readiness', run: () => drain(health, parts.noticeMs) },
      { name: 'slack', run: () => slack.stop() },
      { name: 'http', run: () => server.close(2_000) },
      { name: 'effects', run: () => stopWorker(working, worker) },
      { name: 'store', run: () => store.close() },
    ],
  });
  if (parts.onSignals) shutdown.onSignals();
  logger.info({ url, slack: slack.mode }, 'ready');
  return { url, stop: async () => void (await shutdown.run('stop')) };
}

/** A load balancer needs a moment to see that this process takes no more. */
async function drain(health: Health, noticeMs: number): Promise<void> {
  health.drain();
  await sleep(noticeMs);
}

async function stopWorker(working: AbortController, worker: Promise<void>): Promise<void> {
  working.abort();
  await worker;
}

function converse(
  parts: Parts,
  metrics: Metrics,
  surface: Parameters<typeof createConversation>[0]['surfaces']['slack'],
  groupsOf: GroupLookup,
): Conversation {
  const { audit, supportChannel, store, logger } = parts;
  return createConversation({
    store,
    library: loadLibrary(parts.flowsDirectory),
    diagnose,
    surfaces: { slack: surface, teams: undefined },
    logger,
    meter: metrics,
    idSecret: parts.slack.botToken,
    ...(supportChannel === undefined ? {} : { supportChannel }),
    ...(audit === undefined ? {} : { collector: audit.collector, auditAccess: audit.access(groupsOf) }),
  });
}

async function listen(server: ReturnType<typeof createHttpServer>, { host, port }: Parts): Promise<number> {
  try {
    return await server.listen(port, host);
  } catch (error) {
    throw new InputError(
      `PORT: cannot listen on ${host}:${port} (${messageOf(error)}); set another HOST or PORT`,
    );
  }
}

/** The same bot in a local workspace: a stand-in for Slack, sample estates for AWS, everything in memory, on loopback only. */
export async function startSandboxBot(config: Config): Promise<Running> {
  const logger = createLogger(config.logLevel === 'info' ? 'warn' : config.logLevel);
  const { startSandbox } = await import('./sandbox/index.js');
  const sandbox = await startSandbox({
    host: config.host,
    port: config.port,
    logger,
    createBot: async (workspace) => {
      const { slackApiUrl, signingSecret, botToken, supportChannel, collector, auditors, auditAccounts } =
        workspace;
      const bot = await run({
        slack: { botToken, signingSecret, apiUrl: slackApiUrl },
        host: '127.0.0.1',
        port: 0,
        store: createMemoryStore({ ttlSeconds: TTL_SECONDS }),
        supportChannel,
        flowsDirectory: config.flowsDirectory,
        audit: {
          collector,
          access: () => ({
            auditable: async ({ userId }) => (auditors.includes(userId) ? auditAccounts : []),
          }),
        },
        logger,
        noticeMs: 0,
        onSignals: false,
      });
      return { url: `${bot.url}/slack/events`, stop: () => bot.stop() };
    },
  });
  const shutdown = createShutdown({ logger, steps: [{ name: 'sandbox', run: () => sandbox.stop() }] });
  shutdown.onSignals();
  return { url: sandbox.url, stop: async () => void (await shutdown.run('stop')) };
}
