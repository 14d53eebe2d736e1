import { createInspector } from './app/inspect.js';
import { type Audit, type Parts, run, type Running } from './app/run.js';
import { watchFlows } from './app/watch-flows.js';
import { openAudit } from './audit.js';
import type { Config } from './config.js';
import { type Cipher, createCipher } from './conversation/cipher.js';
import { createMemoryStore, type InvestigationStore } from './conversation/index.js';
import { InputError } from './errors.js';
import { loadLibrary } from './library.js';
import { createLogger, type Logger } from './ops/logging.js';
import { createShutdown } from './ops/shutdown.js';
import type { SandboxEnvironment } from './sandbox/index.js';

export type { Running } from './app/run.js';

/** What is stored expires 30 days after its last change. */
const TTL_SECONDS = 30 * 24 * 60 * 60;
const DRAIN_NOTICE_MS = 500;

/** Runs the bot on what the environment configures. Throws `InputError` or `StoreUnavailableError` with one line where it cannot. */
export async function startBot(config: Config): Promise<Running> {
  const { slack, teams, auditConfigFile } = config;
  if (slack === undefined && teams === undefined)
    throw new InputError('SLACK_BOT_TOKEN, MICROSOFT_APP_ID: neither is set');
  const logger = createLogger(config.logLevel);
  const cipher = cipherOf(config);
  const audit = auditConfigFile === undefined ? undefined : await auditOf(config, auditConfigFile);
  const store = await openStore(config, cipher, logger);
  try {
    return await run({
      ...config,
      store,
      cipher,
      audit,
      logger,
      idSecret: idSecretOf(config),
      noticeMs: DRAIN_NOTICE_MS,
      onSignals: true,
    });
  } catch (error) {
    await store.close();
    throw error;
  }
}

function cipherOf({ encryptionKeys }: Config): Cipher | undefined {
  const [current, ...previous] = encryptionKeys;
  return current === undefined ? undefined : createCipher([current, ...previous]);
}

/** Some secret that all processes of one deployment share. */
function idSecretOf({ slack, teams }: Config): string {
  if (slack !== undefined) return 'oauth' in slack ? slack.oauth.stateSecret : slack.botToken;
  return teams?.appPassword ?? teams?.appId ?? '';
}

async function openStore(
  { redisUrl }: Config,
  cipher: Cipher | undefined,
  logger: Logger,
): Promise<InvestigationStore> {
  if (redisUrl === undefined) {
    logger.warn('REDIS_URL is not set: investigations are kept in memory and lost when this process ends');
    return createMemoryStore({ ttlSeconds: TTL_SECONDS });
  }
  const { createRedisStore, sealedCodec } = await import('./conversation/redis/index.js');
  const codec = cipher === undefined ? {} : { codec: sealedCodec(cipher) };
  return createRedisStore({ url: redisUrl, ttlSeconds: TTL_SECONDS, logger, ...codec });
}

async function auditOf(config: Config, file: string): Promise<Audit> {
  const { collector, access } = await openAudit(config, file);
  return {
    collector,
    rules: access.rules,
    access: (groupsOf) => ({
      auditable: async ({ surface, workspace, userId }) => {
        const groupIds = await groupsOf(surface)(workspace, userId, access.groupIds);
        return access.accountsFor({ userId, groupIds });
      },
    }),
  };
}

/** The same bot in a local workspace: a stand-in for Slack, sample estates for AWS, everything in memory, on loopback only. */
export async function startSandboxBot(config: Config): Promise<Running> {
  const logger = createLogger(config.logLevel === 'info' ? 'warn' : config.logLevel);
  const { startSandbox } = await import('./sandbox/index.js');
  const { auditConfigFile, flowsDirectory } = config;
  const store = createMemoryStore({ ttlSeconds: TTL_SECONDS });
  const sandbox = await startSandbox({
    host: config.host,
    port: config.port,
    logger,
    flowsDirectory,
    ...(auditConfigFile === undefined
      ? {}
      : { openRealAudit: () => openEveryAccount(config, auditConfigFile) }),
    createBot: async (workspace) => {
      const inspect = createInspector(store, loadLibrary(flowsDirectory));
      const bot = await run(sandboxParts(config, logger, store, workspace));
      return { url: `${bot.url}/slack/events`, inspect, stop: () => bot.stop() };
    },
  });
  const changed = (problems: readonly string[]) => sandbox.flowsChanged(problems);
  const watch = flowsDirectory === undefined ? undefined : watchFlows(flowsDirectory, changed);
  const shutdown = createShutdown({
    logger,
    steps: [
      { name: 'flows', run: async () => watch?.stop() },
      { name: 'sandbox', run: () => sandbox.stop() },
      { name: 'store', run: () => store.close() },
    ],
  });
  shutdown.onSignals();
  return { url: sandbox.url, stop: async () => void (await shutdown.run('stop')) };
}

function sandboxParts(
  config: Config,
  logger: Logger,
  store: InvestigationStore,
  workspace: SandboxEnvironment,
): Parts {
  const { slackApiUrl, signingSecret, botToken, supportChannel, collector, auditors } = workspace;
  return {
    slack: { botToken, signingSecret, apiUrl: slackApiUrl },
    // INVARIANT: nothing but this, on loopback, takes requests of Teams that nobody vouches for.
    teams: workspace.teams() ? 'unauthenticated' : undefined,
    host: '127.0.0.1',
    port: 0,
    store: workspace.observe(store),
    cipher: undefined,
    supportChannels: { slack: supportChannel, teams: workspace.teamsSupportChannel },
    flowsDirectory: config.flowsDirectory,
    audit: {
      collector,
      access: () => ({
        auditable: async ({ userId }) => (auditors.includes(userId) ? workspace.auditAccounts() : []),
      }),
    },
    logger,
    idSecret: botToken,
    noticeMs: 0,
    onSignals: false,
  };
}

/** The person at this machine is its operator: every account that AUDIT_CONFIG names. */
async function openEveryAccount(config: Config, file: string) {
  const { collector, access } = await openAudit(config, file);
  return { collector, accounts: access.accounts };
}
