import type { Installation, InstallationQuery, InstallationStore } from '@slack/bolt';
import { z } from 'zod';
import type { Cipher } from '../../conversation/cipher.js';
import type { RecordStore } from '../../conversation/records.js';
import { S3DeniedError } from '../../errors.js';

/** What we keep of an installation: what it takes to act as the bot there. No user token, no webhook. */
const installationSchema = z.object({
  team: z.object({ id: z.string(), name: z.string().optional() }).optional(),
  enterprise: z.object({ id: z.string(), name: z.string().optional() }).optional(),
  bot: z.object({
    token: z.string(),
    refreshToken: z.string().optional(),
    expiresAt: z.number().optional(),
    scopes: z.array(z.string()),
    id: z.string(),
    userId: z.string(),
  }),
  user: z.object({ id: z.string() }),
  appId: z.string().optional(),
  isEnterpriseInstall: z.boolean().optional(),
});
type Kept = z.infer<typeof installationSchema>;

export class NotInstalledError extends S3DeniedError {
  constructor(workspace: string) {
    super('not-installed', `the app is not installed in workspace ${workspace}`);
  }
}

/**
 * Installations by workspace (or by organization, where one installation serves all its workspaces), sealed: a record is a bot token.
 * https://docs.slack.dev/tools/bolt-js/concepts/authenticating-oauth
 */
export function createInstallationStore(records: RecordStore, cipher: Cipher): Required<InstallationStore> {
  const fetch = async (id: string): Promise<Kept | undefined> => {
    const sealed = await records.get(id);
    const text = sealed === undefined ? undefined : cipher.open(sealed, id);
    return text === undefined ? undefined : installationSchema.parse(JSON.parse(text));
  };
  return {
    storeInstallation: async (installation) => {
      const id = recordOf(installation);
      const kept = installationSchema.parse(installation);
      await records.set(id, cipher.seal(JSON.stringify(kept), id));
    },
    fetchInstallation: async (query) => {
      for (const id of recordsFor(query)) {
        const kept = await fetch(id);
        if (kept !== undefined) return installationOf(kept);
      }
      throw new NotInstalledError(query.teamId ?? query.enterpriseId ?? 'unknown');
    },
    deleteInstallation: async (query) => {
      const [own] = recordsFor(query);
      if (own !== undefined) await records.delete(own);
    },
  };
}

function recordOf({ team, enterprise, isEnterpriseInstall }: Installation): string {
  const id = isEnterpriseInstall === true ? enterprise?.id : (team?.id ?? enterprise?.id);
  if (id === undefined)
    throw new S3DeniedError('bug', 'an installation names neither workspace nor organization');
  return `slack-installation:${id}`;
}

/** A workspace's own installation goes before its organization's. */
function recordsFor({
  teamId,
  enterpriseId,
  isEnterpriseInstall,
}: InstallationQuery<boolean>): readonly string[] {
  const ids = isEnterpriseInstall ? [enterpriseId] : [teamId, enterpriseId];
  return ids.flatMap((id) => (id === undefined ? [] : [`slack-installation:${id}`]));
}

function installationOf({ team, enterprise, bot, user, appId, isEnterpriseInstall }: Kept): Installation {
  const { refreshToken, expiresAt, ...rest } = bot;
  return {
    team: team === undefined ? undefined : named(team),
    enterprise: enterprise === undefined ? undefined : named(enterprise),
    bot: {
      ...rest,
      ...(refreshToken === undefined ? {} : { refreshToken }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    },
    user: { id: user.id, token: undefined, scopes: undefined },
    ...(appId === undefined ? {} : { appId }),
    isEnterpriseInstall: isEnterpriseInstall ?? false,
    authVersion: 'v2',
    tokenType: 'bot',
  };
}

function named({ id, name }: { id: string; name?: string | undefined }): { id: string; name?: string } {
  return name === undefined ? { id } : { id, name };
}
