import type { Authorize, InstallationStore, webApi } from '@slack/bolt';
import type { RecordStore } from '../../conversation/records.js';
import type { SlackAccess } from '../types.js';
import type { Installer } from '../http-intake.js';

interface InstallationAccessOptions {
  readonly installer: Installer;
  readonly store: Required<InstallationStore>;
  readonly records: RecordStore;
  readonly createClient: (token: string) => webApi.WebClient;
}

/** Tokens of the installations; one that expires is renewed on the way. */
export function createInstallationAccess({
  installer,
  store,
  records,
  createClient,
}: InstallationAccessOptions): Pick<SlackAccess, 'authorize' | 'clientFor' | 'forget'> {
  const organizations = rememberOrganizations(records);
  const authorize: Authorize<boolean> = async (source) => {
    const { teamId, enterpriseId } = source;
    if (teamId !== undefined && enterpriseId !== undefined) await organizations.note(teamId, enterpriseId);
    return installer.authorize(source);
  };
  return {
    authorize,
    clientFor: async (workspace) => {
      const enterpriseId = await organizations.of(workspace);
      const source = { teamId: workspace, enterpriseId, isEnterpriseInstall: false } as const;
      // What is not installed fails here, with an error of our own that says so.
      await store.fetchInstallation(source);
      const { botToken = '' } = await installer.authorize(source);
      return createClient(botToken);
    },
    forget: async ({ teamId, enterpriseId }) => {
      await store.deleteInstallation({ teamId, enterpriseId, isEnterpriseInstall: false });
    },
  };
}

const keyOf = (workspace: string): string => `slack-organization:${workspace}`;

/** An installation for a whole organization is found by the organization; what is shown later knows only the workspace. */
function rememberOrganizations(records: RecordStore) {
  const known = new Map<string, string>();
  return {
    note: async (workspace: string, organization: string): Promise<void> => {
      if (known.get(workspace) === organization) return;
      await records.set(keyOf(workspace), organization);
      known.set(workspace, organization);
    },
    of: async (workspace: string): Promise<string | undefined> =>
      known.get(workspace) ?? (await records.get(keyOf(workspace))),
  };
}
