import {
  type Conversation,
  type ConversationOptions,
  createConversation,
  createMemoryStore,
  type ConversationService,
  type InvestigationStore,
} from '../../src/conversation/index.js';
import { diagnose } from '../../src/diagnosis/index.js';
import { loadLibrary } from '../../src/library.js';
import { createHttpServer } from '../../src/ops/http-server.js';
import { createLogger } from '../../src/ops/logging.js';
import { createTeams, type TeamsParts } from '../../src/teams/index.js';

const logger = createLogger('silent');
const library = loadLibrary(undefined);

export const SUPPORT = '19:support@thread.tacv2';

export interface TeamsBot {
  readonly url: string;
  stop(): Promise<void>;
}

type TeamsOptions = Parameters<typeof createTeams>[0];

/** Teams before any conversation, over HTTP. */
export async function serveTeams(
  service: ConversationService,
  options: Partial<TeamsOptions> = {},
  teams: TeamsParts = teamsWith(options),
): Promise<TeamsBot> {
  const server = createHttpServer({ logger, routes: teams.routesInto(service) });
  const port = await server.listen(0, '127.0.0.1');
  return { url: `http://127.0.0.1:${port}`, stop: () => server.close(100) };
}

function teamsWith(options: Partial<TeamsOptions>): TeamsParts {
  const { records } = createMemoryStore();
  return createTeams({ access: 'unauthenticated', records, erase: async () => 0, logger, ...options });
}

export interface TeamsProcess extends TeamsBot {
  readonly conversation: Conversation;
}

/** One process of the bot: the flows that are shipped, a conversation, its worker, and Teams. */
export async function startTeamsBot(
  store: InvestigationStore = createMemoryStore(),
  options: Partial<ConversationOptions> = {},
): Promise<TeamsProcess> {
  const teams = teamsWith({ records: store.records, erase: (tenant) => store.erase(tenant) });
  const conversation = createConversation({
    store,
    library,
    diagnose,
    surfaces: { slack: undefined, teams: teams.surface },
    supportChannels: { teams: SUPPORT },
    logger,
    ...options,
    limits: { progressEveryMs: 20, retryFirstMs: 20, retryMaxMs: 200, ...options.limits },
  });
  const server = await serveTeams(conversation, {}, teams);
  const stopping = new AbortController();
  const working = conversation.run(stopping.signal);
  return {
    url: server.url,
    conversation,
    stop: async () => {
      await server.stop();
      stopping.abort();
      await working;
    },
  };
}
