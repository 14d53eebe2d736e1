import { setTimeout as sleep } from 'node:timers/promises';
import { createConversation, type Conversation, type InvestigationStore } from '../conversation/index.js';
import type { Cipher } from '../conversation/cipher.js';
import { createThrottle } from '../conversation/rate-limit.js';
import { createRules } from '../conversation/rules.js';
import { diagnose } from '../diagnosis/index.js';
import { InputError, messageOf } from '../errors.js';
import type { ChatRules } from '../evidence/audit-access.js';
import type { EvidenceCollector } from '../evidence/collector.js';
import type { FlowLibrary } from '../flow/index.js';
import { createHealth, type Health } from '../ops/health.js';
import { createHttpServer } from '../ops/http-server.js';
import type { Logger } from '../ops/logging.js';
import { createMetrics, type Metrics, type SurfaceName } from '../ops/metrics.js';
import { createShutdown } from '../ops/shutdown.js';
import type { Tracer } from '../ops/tracing.js';
import type { SlackConfig } from '../slack/config.js';
import type { GroupLookup } from '../conversation/group-lookup.js';
import type { TeamsAccess } from '../teams/config.js';
import { measureStore, measureSurface } from './measure.js';
import { traceCollector, traceConversation, traceStore, traceSurface } from './trace.js';
import {
  type AuditAccessFor,
  type OpenPlatform,
  type Platform,
  slackPlatform,
  teamsPlatform,
} from './surfaces.js';

export interface Running {
  /** Of the bot's HTTP server (`/slack/events`, health, metrics), or of the sandbox's page. */
  readonly url: string;
  /** Drains within 10 s. */
  stop(): Promise<void>;
}

export interface Parts {
  readonly slack: SlackConfig | undefined;
  readonly teams: TeamsAccess | undefined;
  readonly host: string;
  readonly port: number;
  readonly store: InvestigationStore;
  /** Seals installations; absent: there are none. */
  readonly cipher: Cipher | undefined;
  readonly supportChannels: { readonly slack?: string; readonly teams?: string };
  readonly library: FlowLibrary;
  readonly audit: Audit | undefined;
  /** Left out: nothing is traced. */
  readonly tracer?: Tracer | undefined;
  readonly logger: Logger;
  /** Makes investigations' ids unguessable; the same in every process of one deployment. */
  readonly idSecret: string;
  /** Between "not ready" and taking nothing more. */
  readonly noticeMs: number;
  /** SIGTERM and SIGINT drain it and end the process. */
  readonly onSignals: boolean;
}

export interface Audit {
  readonly collector: EvidenceCollector;
  readonly access: AuditAccessFor;
  /** Left out: everybody may start, who started it answers and posts. */
  readonly rules?: ChatRules;
}

interface Platforms {
  readonly slack: Platform | undefined;
  readonly teams: Platform | undefined;
}

/** Puts the parts together, and takes what comes. */
export async function run(parts: Parts): Promise<Running> {
  const { logger, tracer } = parts;
  const metrics = createMetrics();
  const measured = measureStore(parts.store, metrics);
  const store = tracer === undefined ? measured : traceStore(measured, tracer);
  const about = { ...parts, metrics };
  const platforms: Platforms = {
    slack: parts.slack === undefined ? undefined : await slackPlatform(parts.slack, about),
    teams: parts.teams === undefined ? undefined : await teamsPlatform(parts.teams, about),
  };
  const conversation = converse({ ...parts, store }, metrics, platforms);
  const open = [platforms.slack, platforms.teams].flatMap((platform) => platform?.open(conversation) ?? []);
  const health = createHealth([{ name: 'store', check: () => store.ping() }]);
  const routes = [...open.flatMap((platform) => platform.routes), ...health.routes, ...metrics.routes];
  const server = createHttpServer({ logger, routes });
  const port = await listen(server, parts);
  for (const platform of open) platform.start();
  const working = new AbortController();
  const worker = conversation.run(working.signal);
  const url = `http://${parts.host.includes(':') ? `[${parts.host}]` : parts.host}:${port}`;
  const shutdown = createShutdown({
    logger,
    steps: [
      { name: 'readiness', run: () => drain(health, parts.noticeMs) },
      { name: 'platforms', run: () => stopAll(open) },
      { name: 'http', run: () => server.close(2_000) },
      { name: 'effects', run: () => stopWorker(working, worker) },
      { name: 'store', run: () => store.close() },
      { name: 'traces', run: async () => tracer?.close() },
    ],
  });
  if (parts.onSignals) shutdown.onSignals();
  logger.info({ url, ...modesOf(parts, open) }, 'ready');
  return { url, stop: async () => void (await shutdown.run('stop')) };
}

function modesOf({ slack, teams }: Parts, open: readonly OpenPlatform[]): Record<string, string | undefined> {
  const modes = open.map(({ mode }) => mode);
  const slackMode = slack === undefined ? undefined : modes.shift();
  return {
    ...(slackMode === undefined ? {} : { slack: slackMode }),
    ...(teams === undefined ? {} : { teams: modes.shift() }),
  };
}

/** A load balancer needs a moment to see that this process takes no more. */
async function drain(health: Health, noticeMs: number): Promise<void> {
  health.drain();
  await sleep(noticeMs);
}

async function stopAll(open: readonly OpenPlatform[]): Promise<void> {
  await Promise.all(open.map((platform) => platform.stop()));
}

async function stopWorker(working: AbortController, worker: Promise<void>): Promise<void> {
  working.abort();
  await worker;
}

function converse(parts: Parts, metrics: Metrics, platforms: Platforms): Conversation {
  const { audit, store, library, logger, supportChannels, idSecret, tracer } = parts;
  const watched = (platform: Platform | undefined, name: SurfaceName) => {
    const surface = platform && measureSurface(platform.surface, name, metrics);
    return surface === undefined || tracer === undefined ? surface : traceSurface(surface, name, tracer);
  };
  const groupsOf = (surface: 'slack' | 'teams'): GroupLookup =>
    platforms[surface]?.groupsOf ?? (async () => []);
  const conversation = createConversation({
    store,
    library,
    diagnose,
    surfaces: { slack: watched(platforms.slack, 'slack'), teams: watched(platforms.teams, 'teams') },
    logger,
    meter: metrics,
    idSecret,
    supportChannels,
    throttle: createThrottle((scope, act) => metrics.countThrottled(scope, act)),
    ...(audit === undefined
      ? {}
      : { collector: watchedCollector(audit, tracer), auditAccess: audit.access(groupsOf) }),
    ...(audit?.rules === undefined ? {} : { rules: createRules(audit.rules, groupsOf) }),
  });
  return tracer === undefined ? conversation : traceConversation(conversation, tracer);
}

function watchedCollector({ collector }: Audit, tracer: Tracer | undefined): EvidenceCollector {
  return tracer === undefined ? collector : traceCollector(collector, tracer);
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
