import { z } from 'zod';
import type { GroupSource } from '../conversation/group-lookup.js';
import type { TeamsAccess } from './config.js';
import type { TokenFor } from './credentials.js';

const GRAPH = 'https://graph.microsoft.com';

const pageSchema = z.object({
  value: z.array(z.object({ id: z.string() })),
  '@odata.nextLink': z.string().optional(),
});
const refusalSchema = z.object({ error: z.object({ code: z.string().max(100) }) });

/** Members on one page, and how many pages are read: ten thousand people need not be let in one group. */
const PAGE = 999;
const MOST_PAGES = 10;
const PATIENCE_MS = 3_000;

/**
 * The groups of Entra, by their object ids, and of a team those of its group. Takes the application permission GroupMember.Read.All and
 * no other: of the members only ids are read. Groups in groups count.
 * https://learn.microsoft.com/en-us/graph/api/group-list-transitivemembers
 */
export function createEntraGroups(access: TeamsAccess, tokenFor: TokenFor, graph = GRAPH): GroupSource {
  return {
    ids: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    members: async (tenant, group) => {
      // The bot's own token speaks for its own tenant alone.
      if (access === 'unauthenticated' || access.appType === 'MultiTenant' || access.tenantId !== tenant)
        throw new Error('groups of Entra are known to a bot of a single tenant only (MICROSOFT_APP_TYPE)');
      const token = await tokenFor(GRAPH);
      const first = `${graph}/v1.0/groups/${group}/transitiveMembers/microsoft.graph.user?$select=id&$top=${PAGE}`;
      return readPages(first, token, graph);
    },
  };
}

async function readPages(first: string, token: string, graph: string): Promise<readonly string[]> {
  const ids: string[] = [];
  let next: string | undefined = first;
  for (let page = 0; next !== undefined; page += 1) {
    // INVARIANT: the token goes to the Graph and nowhere else.
    if (page === MOST_PAGES || !next.startsWith(`${graph}/`))
      throw new Error(`a group of more than ${PAGE * MOST_PAGES} people is not read`);
    const read: z.infer<typeof pageSchema> = await readPage(next, token);
    ids.push(...read.value.map(({ id }) => id));
    next = read['@odata.nextLink'];
  }
  return ids;
}

async function readPage(url: string, token: string): Promise<z.infer<typeof pageSchema>> {
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}` },
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return pageSchema.parse(body);
  const code = refusalSchema.safeParse(body).data?.error.code ?? 'no code';
  throw new Error(`Microsoft Graph: ${response.status} ${code}${whatToDo(response.status)}`);
}

function whatToDo(status: number): string {
  if (status === 403)
    return '; an administrator has to grant the bot the application permission GroupMember.Read.All (docs/teams.md)';
  return status === 404 ? '; AUDIT_CONFIG names a group that is not there' : '';
}
