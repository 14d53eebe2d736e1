import type { InvestigationStore } from '../conversation/index.js';
import type { FlowLibrary } from '../flow/index.js';
import type { Logger } from '../ops/logging.js';
import type { SandboxBot, SandboxEnvironment } from '../sandbox/index.js';
import { createInspector } from './inspect.js';
import { run } from './run.js';

interface SandboxBotParts {
  readonly library: FlowLibrary;
  readonly logger: Logger;
  readonly store: InvestigationStore;
  readonly workspace: SandboxEnvironment;
}

/** The bot as it always is, but for what the sandbox stands in for. */
export async function createSandboxBot(parts: SandboxBotParts): Promise<SandboxBot> {
  const { library, logger, store, workspace } = parts;
  const { slackApiUrl, signingSecret, botToken, supportChannel, collector, auditors } = workspace;
  const bot = await run({
    slack: { botToken, signingSecret, apiUrl: slackApiUrl },
    // INVARIANT: nothing but this, on loopback, takes requests of Teams that nobody vouches for.
    teams: workspace.teams() ? 'unauthenticated' : undefined,
    host: '127.0.0.1',
    port: 0,
    store: workspace.observe(store),
    cipher: undefined,
    supportChannels: { slack: supportChannel, teams: workspace.teamsSupportChannel },
    library,
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
  });
  const inspect = createInspector(store, library);
  return { url: `${bot.url}/slack/events`, inspect, stop: () => bot.stop() };
}
