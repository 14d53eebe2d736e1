import { type Audit, run } from './app/run.js';
import { traceCalls } from './app/trace.js';
import type { Config } from './config.js';
import { type Cipher, createCipher } from './conversation/cipher.js';
import { createMemoryStore, type InvestigationStore } from './conversation/index.js';
import { InputError } from './errors.js';
import { createLogger, type Logger } from './ops/logging.js';
import type { Tracer } from './ops/tracing.js';
import { openLibrary } from './open-library.js';

/** What is stored expires 30 days after its last change. */
const TTL_SECONDS = 30 * 24 * 60 * 60;
const DRAIN_NOTICE_MS = 500;

/** Runs the bot on what the environment configures. Throws `InputError` or `StoreUnavailableError` with one line where it cannot. */
export async function startBot(config: Config): Promise<void> {
  const { slack, teams, auditConfigFile } = config;
  if (slack === undefined && teams === undefined)
    throw new InputError('SLACK_BOT_TOKEN, MICROSOFT_APP_ID: neither is set');
  const logger = createLogger(config.logLevel);
  const cipher = cipherOf(config);
  const tracer = await openTracer(config, logger);
  const audit =
    auditConfigFile === undefined ? undefined : await auditOf(config, auditConfigFile, logger, tracer);
  const library = await openLibrary(config.flowsDirectory);
  const store = await openStore(config, cipher, logger);
  try {
    await run({
      ...config,
      library,
      store,
      cipher,
      audit,
      tracer,
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

/** Loaded only where traces are wanted. */
async function openTracer({ tracesEndpoint }: Config, logger: Logger): Promise<Tracer | undefined> {
  if (tracesEndpoint === undefined) return undefined;
  const { openTelemetry } = await import('./ops/open-telemetry.js');
  return openTelemetry({ endpoint: tracesEndpoint, logger });
}

async function auditOf(
  config: Config,
  file: string,
  logger: Logger,
  tracer: Tracer | undefined,
): Promise<Audit> {
  const { openAudit } = await import('./audit.js');
  const onCall = tracer === undefined ? {} : { onCall: traceCalls(tracer) };
  const { collector, access } = await openAudit(config, file, { logger, ...onCall });
  return {
    collector,
    rules: access.rules,
    access: (groupsOf) => ({
      auditable: async ({ surface, workspace, userId }) => {
        const groupIds = await groupsOf(surface)(workspace, userId, access.groupIds);
        return access.accountsFor({ workspace, userId, groupIds });
      },
    }),
  };
}
