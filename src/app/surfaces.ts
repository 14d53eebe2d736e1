import type { AuditAccess, Conversation, InvestigationStore, Surface } from '../conversation/index.js';
import type { Cipher } from '../conversation/cipher.js';
import { createGroupLookup, type GroupLookup } from '../conversation/group-lookup.js';
import { sealRecords } from '../conversation/records.js';
import type { Logger } from '../ops/logging.js';
import type { Route } from '../ops/http-server.js';
import type { Metrics } from '../ops/metrics.js';
import type { SlackConfig } from '../slack/config.js';
import type { TeamsAccess } from '../teams/config.js';

/** One chat platform: where the conversation shows itself, and, once there is a conversation, the way into it. */
export interface Platform {
  readonly surface: Surface;
  readonly groupsOf: GroupLookup;
  open(conversation: Conversation): OpenPlatform;
}

export interface OpenPlatform {
  readonly routes: readonly Route[];
  readonly mode: string;
  start(): void;
  stop(): Promise<void>;
}

interface PlatformParts {
  readonly store: InvestigationStore;
  readonly cipher: Cipher | undefined;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Bolt is loaded only where Slack is configured: it takes half a second. */
export async function slackPlatform(config: SlackConfig, parts: PlatformParts): Promise<Platform> {
  const { store, cipher, logger, metrics } = parts;
  const { createSlackAccess, createSlackApp, createSlackGroups, createSlackSurface } = await import(
    '../slack/index.js'
  );
  const access = createSlackAccess({
    config,
    logger,
    ...(cipher === undefined ? {} : { installations: { records: store.records, cipher } }),
  });
  const erase = (workspace: string) => store.erase({ surface: 'slack', workspace });
  return {
    surface: createSlackSurface({ clientFor: access.clientFor, logger }),
    groupsOf: createGroupLookup(createSlackGroups(access), logger),
    open: (service) => createSlackApp({ config, access, erase, service, logger, metrics }),
  };
}

/** The Bot Framework is loaded only where Teams is configured: it takes most of a second. */
export async function teamsPlatform(access: TeamsAccess, parts: PlatformParts): Promise<Platform> {
  const { store, cipher, logger, metrics } = parts;
  const { createTeams } = await import('../teams/index.js');
  const teams = createTeams({
    access,
    // People's names are among them.
    records: cipher === undefined ? store.records : sealRecords(store.records, cipher),
    erase: (tenant) => store.erase(tenant),
    logger,
    metrics,
  });
  return {
    surface: teams.surface,
    groupsOf: createGroupLookup(teams.groups, logger),
    open: (service) => ({
      routes: teams.routesInto(service),
      mode: access === 'unauthenticated' ? 'unauthenticated' : access.appType,
      start: () => {},
      stop: async () => {},
    }),
  };
}

/** Which accounts a person may have read, whichever platform they are on. */
export type AuditAccessFor = (groupsOf: (surface: 'slack' | 'teams') => GroupLookup) => AuditAccess;
