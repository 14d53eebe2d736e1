import type { App } from '@slack/bolt';

/** A client takes tens of kilobytes: its two hundred methods are made for each. */
const MOST = 500;

/**
 * Bolt makes a Web API client for each workspace that it hears of, and keeps it for good: ten thousand workspaces would be more than all
 * else in the process together. Here all are let go of after `most` workspaces; who clicks next has another made.
 */
export function boundClients(app: App, most = MOST): void {
  const bolt: unknown = app;
  if (!hasClients(bolt)) return;
  const since = new Set<string>();
  app.use(async ({ context: { teamId, enterpriseId }, next }) => {
    const workspace = teamId ?? enterpriseId;
    if (workspace !== undefined) {
      // Bolt has made this one's already.
      if (since.size >= most && !since.has(workspace)) {
        bolt.clients = {};
        since.clear();
      }
      since.add(workspace);
    }
    await next();
  });
}

/** Its type hides them. */
export function hasClients(app: unknown): app is { clients: Readonly<Record<string, unknown>> } {
  return typeof app === 'object' && app !== null && 'clients' in app;
}
