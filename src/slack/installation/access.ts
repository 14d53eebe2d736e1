import type { Authorize, InstallationStore } from '@slack/bolt';
import { z } from 'zod';
import { createLastUsed } from '../../conversation/last-used.js';
import type { RecordStore } from '../../conversation/records.js';
import type { Installer } from '../http-intake.js';
import type { ClientFor, SlackAccess } from '../types.js';

interface InstallationAccessOptions {
  readonly installer: Installer;
  readonly store: Required<InstallationStore>;
  readonly records: RecordStore;
  readonly createClient: (token: string) => Awaited<ReturnType<ClientFor>>;
}

/** A client takes tens of kilobytes, and is dear to make: its two hundred methods are made for each. */
const MOST_CLIENTS = 500;

/**
 * Tokens of the installations; one that expires is renewed on the way. Where the app is installed for a whole organization, that is the
 * workspace to us: one token, one person in all its workspaces, and one uninstallation of it all.
 */
export function createInstallationAccess({
  installer,
  store,
  records,
  createClient,
}: InstallationAccessOptions): Pick<SlackAccess, 'authorize' | 'clientFor' | 'teamsOf' | 'forget'> {
  const teams = rememberTeams(records);
  const clients = createLastUsed<Awaited<ReturnType<ClientFor>>>(MOST_CLIENTS);
  const organizationOf = async (source: Parameters<typeof store.fetchInstallation>[0]) => {
    // What is not installed fails here, with an error of our own that says so.
    const { isEnterpriseInstall, enterprise } = await store.fetchInstallation(source);
    return isEnterpriseInstall === true ? enterprise?.id : undefined;
  };
  const authorize: Authorize<boolean> = async (source) => {
    const organization = await organizationOf(source);
    const result = await installer.authorize(source);
    if (organization === undefined) return result;
    if (source.teamId !== undefined) await teams.note(organization, source.teamId);
    return { ...result, organization };
  };
  return {
    authorize,
    clientFor: async (workspace) => {
      const source = isOrganization(workspace)
        ? ({ teamId: undefined, enterpriseId: workspace, isEnterpriseInstall: true } as const)
        : ({ teamId: workspace, enterpriseId: undefined, isEnterpriseInstall: false } as const);
      await organizationOf(source);
      const { botToken = '' } = await installer.authorize(source);
      return clients.get(botToken, () => createClient(botToken));
    },
    teamsOf: async (workspace) => (isOrganization(workspace) ? teams.of(workspace) : [workspace]),
    forget: async ({ teamId, enterpriseId }) => {
      const source = { teamId, enterpriseId, isEnterpriseInstall: false } as const;
      const organization = await organizationOf(source).catch(() => undefined);
      // A workspace that never had an installation of its own tells of its organization's. Slack tells of one removal twice.
      if (organization === undefined || (await records.get(removedKey(teamId))) !== undefined) {
        await store.deleteInstallation(source);
        await records.set(removedKey(teamId), 'removed', REMOVED_TTL_SECONDS);
        return teamId;
      }
      await store.deleteInstallation({ teamId, enterpriseId: organization, isEnterpriseInstall: true });
      await teams.forget(organization);
      return organization;
    },
  };
}

function isOrganization(workspace: string): boolean {
  return workspace.startsWith('E');
}

const REMOVED_TTL_SECONDS = 3_600;
const removedKey = (team: string): string => `slack-removed:${team}`;

const MOST_TEAMS = 50;
const teamsSchema = z.array(z.string());
const keyOf = (organization: string): string => `slack-teams:${organization}`;

/**
 * Workspaces of an organization that the bot has heard from: a token of a whole organization has to be told which one is meant.
 * https://docs.slack.dev/enterprise/developing-for-enterprise-orgs
 */
function rememberTeams(records: RecordStore) {
  const known = new Map<string, readonly string[]>();
  const of = async (organization: string): Promise<readonly string[]> => {
    const held = known.get(organization);
    if (held !== undefined) return held;
    const text = await records.get(keyOf(organization));
    return text === undefined ? [] : teamsSchema.parse(JSON.parse(text));
  };
  return {
    of,
    note: async (organization: string, team: string): Promise<void> => {
      if (known.get(organization)?.includes(team) === true) return;
      const before = await of(organization);
      const teams = [team, ...before.filter((each) => each !== team)].slice(0, MOST_TEAMS);
      await records.set(keyOf(organization), JSON.stringify(teams));
      known.set(organization, teams);
    },
    forget: async (organization: string): Promise<void> => {
      known.delete(organization);
      await records.delete(keyOf(organization));
    },
  };
}
