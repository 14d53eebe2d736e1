import type { RecordStore } from '../conversation/records.js';

/** Where the Bot Connector of each tenant answers, as its own activities say: a post of the bot's own accord has to go there. */
export interface ServiceUrls {
  note(tenant: string, serviceUrl: string, bot: string): Promise<void>;
  get(tenant: string): Promise<{ readonly serviceUrl: string; readonly bot: string } | undefined>;
}

export function createServiceUrls(records: RecordStore): ServiceUrls {
  const known = new Map<string, string>();
  return {
    note: async (tenant, serviceUrl, bot) => {
      const value = `${serviceUrl} ${bot}`;
      if (known.get(tenant) === value) return;
      await records.set(keyOf(tenant), value);
      known.set(tenant, value);
    },
    get: async (tenant) => {
      const value = known.get(tenant) ?? (await records.get(keyOf(tenant)));
      const [serviceUrl, bot] = value?.split(' ') ?? [];
      return serviceUrl === undefined || bot === undefined ? undefined : { serviceUrl, bot };
    },
  };
}

function keyOf(tenant: string): string {
  return `teams-service-url:${tenant}`;
}
