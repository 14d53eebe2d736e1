import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AuditAccount, EvidenceCollector } from '../evidence/collector.js';
import { InputError, messageOf } from '../errors.js';
import { createEstateCollector } from './estate-collector.js';
import { accountsOf, type Estate, loadEstates } from './estates.js';
import { originOf, requireLoopback } from './guard.js';
import { createRequestListener, type SandboxLogger } from './server.js';
import { AUDITORS, CHANNELS, TEAM } from './slack-stand-in/people.js';
import { createSlackStandIn, type SlackStandIn } from './slack-stand-in/stand-in.js';
import { seedConversation } from './welcome.js';

/** What the bot is to be configured with, in place of the environment's tokens. */
export interface SandboxEnvironment {
  /** Ends in `/api/`. */
  readonly slackApiUrl: string;
  readonly signingSecret: string;
  readonly botToken: string;
  readonly teamId: string;
  /** Channel id. */
  readonly supportChannel: string;
  /** Reads the estates in place of AWS. */
  readonly collector: EvidenceCollector;
  /** User ids of those who may have the audit read; nobody else may. */
  readonly auditors: readonly string[];
  readonly auditAccounts: readonly AuditAccount[];
}

export interface SandboxBot {
  /** Its `/slack/events`. */
  readonly url: string;
  stop(): Promise<void>;
}

export interface SandboxOptions {
  /** A loopback address: 127.0.0.1, localhost or ::1. */
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  createBot(environment: SandboxEnvironment): Promise<SandboxBot>;
  readonly logger: SandboxLogger;
}

export interface RunningSandbox {
  /** Of the page. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * A workspace in the browser around the real bot: a stand-in for Slack, a page, and estates in place of AWS. All in memory.
 * Throws `InputError` for a host that is not loopback, a port in use, or an estate that is wrong.
 */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  requireLoopback(options.host);
  const estates = loadEstates();
  const server = createServer();
  const port = await listen(server, options);
  const origin = originOf(options.host, port);
  let bot: SandboxBot | undefined;
  const botUrl = () => bot?.url;
  const standIn = createSlackStandIn({ origin, botUrl });
  seedConversation(standIn.state.workspace, estates);
  server.on('request', createRequestListener({ standIn, estates, port, botUrl, logger: options.logger }));
  try {
    bot = await options.createBot(environmentFor(standIn, estates));
  } catch (error) {
    await close(server);
    throw error;
  }
  const running = bot;
  return {
    url: origin,
    async stop() {
      try {
        await running.stop();
      } finally {
        bot = undefined;
        await close(server);
      }
    },
  };
}

function environmentFor(standIn: SlackStandIn, estates: readonly Estate[]): SandboxEnvironment {
  return {
    slackApiUrl: `${standIn.state.origin}/api/`,
    signingSecret: standIn.signingSecret,
    botToken: standIn.botToken,
    teamId: TEAM.id,
    supportChannel: CHANNELS.support,
    collector: createEstateCollector(estates),
    auditors: AUDITORS.users,
    auditAccounts: accountsOf(estates).map((account) => ({
      account,
      roleArn: `arn:aws:iam::${account}:role/S3DeniedAudit`,
      externalId: 'sandbox',
    })),
  };
}

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
