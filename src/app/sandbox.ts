import type { Config } from '../config.js';
import { createMemoryStore } from '../conversation/memory/store.js';
import type { LoadedLibrary } from '../flow/authoring.js';
import { createLogger } from '../ops/logging.js';
import { createShutdown } from '../ops/shutdown.js';
import { startSandbox } from '../sandbox/index.js';
import { openLibrary } from '../open-library.js';

/**
 * The same bot in a local workspace: a stand-in for Slack, sample estates for AWS, everything in memory, on loopback only. The page
 * is there first: what the bot needs (Bolt, the engine) is loaded afterwards.
 */
export async function startSandboxBot(config: Config): Promise<{ readonly url: string }> {
  const { host, port, auditConfigFile, flowsDirectory } = config;
  const logger = createLogger(config.logLevel === 'info' ? 'warn' : config.logLevel);
  const store = createMemoryStore();
  let library = await openLibrary(flowsDirectory);
  const sandbox = await startSandbox({
    host,
    port,
    logger,
    flowsDirectory,
    ...(auditConfigFile === undefined
      ? {}
      : { openRealAudit: () => openEveryAccount(config, auditConfigFile) }),
    createBot: async (workspace) => {
      const { createSandboxBot } = await import('./sandbox-bot.js');
      return createSandboxBot({ library, logger, store, workspace });
    },
  });
  const flowsRead = async (read: LoadedLibrary) => {
    library = read.library ?? library;
    await sandbox.flowsChanged(read.problems);
  };
  const watch = flowsDirectory === undefined ? undefined : await watchDirectory(flowsDirectory, flowsRead);
  const stop = async () => {
    watch?.stop();
    await sandbox.stop();
  };
  createShutdown({ logger, steps: [{ name: 'sandbox', run: stop }] }).onSignals();
  return { url: sandbox.url };
}

async function watchDirectory(directory: string, changed: (read: LoadedLibrary) => Promise<void>) {
  const { watchFlows } = await import('./watch-flows.js');
  return watchFlows(directory, changed);
}

/** The person at this machine is its operator: every account that AUDIT_CONFIG names. */
async function openEveryAccount(config: Config, file: string) {
  const { openAudit } = await import('../audit.js');
  const { collector, access } = await openAudit(config, file);
  return { collector, accounts: access.accounts };
}
