import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AuditAccount, EvidenceCollector } from '../evidence/collector.js';
import { InputError, messageOf } from '../errors.js';
import type { InvestigationStore } from '../conversation/index.js';
import { createAuthorDesk } from './author-desk.js';
import { createBotSlot, type SandboxBot } from './bot-slot.js';
import { type AuditSources, createEstateCollector } from './estate-collector.js';
import { accountsOf, loadEstates } from './estates.js';
import { originOf, requireLoopback } from './guard.js';
import { observeStore } from './observed-store.js';
import { createOwnCases } from './own-cases.js';
import { createRealAudit, type OpenedAudit } from './real-audit.js';
import { createRequestListener, type SandboxLogger } from './server.js';
import { AUDITORS, CHANNELS, TEAM } from './slack-stand-in/people.js';
import { createSlackStandIn, type SlackStandIn } from './slack-stand-in/stand-in.js';
import { createTeamsStandIn, TEAMS_SUPPORT } from './teams-stand-in/teams.js';
import { seedConversation } from './welcome.js';

export type { SandboxBot } from './bot-slot.js';

/** What the bot is to be configured with, in place of the environment's tokens. */
export interface SandboxEnvironment {
  /** Ends in `/api/`. */
  readonly slackApiUrl: string;
  readonly signingSecret: string;
  readonly botToken: string;
  readonly teamId: string;
  /** Channel id. */
  readonly supportChannel: string;
  readonly teamsSupportChannel: string;
  /** Whether somebody has opened Teams: its framework takes a while to load. */
  teams(): boolean;
  /** Reads the estates in place of AWS. */
  readonly collector: EvidenceCollector;
  /** User ids of those who may have the audit read; nobody else may. */
  readonly auditors: readonly string[];
  /** Grows with what people bring. */
  auditAccounts(): readonly AuditAccount[];
  /** The store that the bot is to use, so that the inspector sees what happens to it. */
  observe(store: InvestigationStore): InvestigationStore;
}

export interface SandboxOptions {
  /** A loopback address: 127.0.0.1, localhost or ::1. */
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  createBot(environment: SandboxEnvironment): Promise<SandboxBot>;
  /** Opens what AUDIT_CONFIG configures; left out: it is not set. */
  readonly openRealAudit?: (() => Promise<OpenedAudit>) | undefined;
  /** The directory of flow files that is watched, if any. */
  readonly flowsDirectory?: string | undefined;
  readonly logger: SandboxLogger;
}

export interface RunningSandbox {
  /** Of the page. */
  readonly url: string;
  /** The flow files changed: with problems the page shows them and all stays as it is, else a bot with the new flows takes over. */
  flowsChanged(problems: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A workspace in the browser around the real bot: a stand-in for Slack, a page, and estates in place of AWS. All in memory. The bot
 * itself is made when the first page has all that it shows: Bolt and the engine take longer to load than the page.
 * Throws `InputError` for a host that is not loopback, a port in use, or an estate that is wrong.
 */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  requireLoopback(options.host);
  const estates = loadEstates();
  const own = createOwnCases();
  const realAudit = createRealAudit(options.openRealAudit);
  // The bot keeps its connections: one that was closed here just as it is used again would fail a call.
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS });
  const port = await listen(server, options);
  const origin = originOf(options.host, port);
  const bot = createBotSlot(() => options.createBot(environment));
  const standIn = createSlackStandIn({ origin, botUrl: bot.url });
  const environment = environmentFor(standIn, { estates, own, real: realAudit }, bot.hasTeams);
  const teams = createTeamsStandIn({ state: standIn.state, botUrl: bot.url, start: bot.startTeams });
  const author = createAuthorDesk({
    standIn,
    directory: options.flowsDirectory,
    inspect: bot.inspect,
  });
  const { logger } = options;
  seedConversation(standIn.state.workspace, estates);
  server.on(
    'request',
    createRequestListener({ logger, port, standIn, estates, own, realAudit, author, teams, bot }),
  );
  return {
    url: origin,
    async flowsChanged(problems) {
      if (problems.length === 0) await bot.renew();
      author.flowsRead(problems);
    },
    async stop() {
      try {
        await bot.stop();
      } finally {
        await close(server);
      }
    },
  };
}

function environmentFor(
  { state, ...standIn }: SlackStandIn,
  sources: AuditSources,
  teams: () => boolean,
): SandboxEnvironment {
  return {
    slackApiUrl: `${state.origin}/api/`,
    signingSecret: standIn.signingSecret,
    botToken: standIn.botToken,
    teamId: TEAM.id,
    supportChannel: CHANNELS.support,
    teamsSupportChannel: TEAMS_SUPPORT,
    teams,
    collector: createEstateCollector(sources),
    auditors: AUDITORS.users,
    auditAccounts: () => auditAccounts(sources),
    observe: (store) => observeStore(store, state.exchanges.add),
  };
}

function auditAccounts({ estates, own, real }: AuditSources): readonly AuditAccount[] {
  const snapshots = [...(own?.snapshots() ?? []), ...estates.map(({ snapshot }) => snapshot)];
  const made = accountsOf(snapshots).map((account) => ({
    account,
    roleArn: `arn:aws:iam::${account}:role/S3DeniedAudit`,
    externalId: 'sandbox',
  }));
  return [...made, ...(real?.opened()?.accounts ?? [])];
}

const KEEP_ALIVE_MS = 75_000;

/** The port that was taken. */
async function listen(server: Server, { host, port }: SandboxOptions): Promise<number> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new InputError(
      `PORT: the sandbox cannot listen on ${host}:${port} (${messageOf(error)}); set another PORT`,
      {
        cause: error,
      },
    );
  }
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

/** Open pages hold their connection for live updates: they are cut. */
async function close(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}
