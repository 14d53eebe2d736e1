export const APP_TYPES = ['SingleTenant', 'MultiTenant', 'UserAssignedMSI'] as const;

/** What of the configuration concerns Teams; `src/config.ts` reads and checks it. */
export interface TeamsConfig {
  readonly appId: string;
  /** Not needed where Azure vouches for the process itself (UserAssignedMSI). */
  readonly appPassword?: string;
  /** New bots are single-tenant: multi-tenant ones cannot be made since July 2025. */
  readonly appType: (typeof APP_TYPES)[number];
  /** Needed unless multi-tenant; then nobody of another tenant is answered. */
  readonly tenantId?: string;
}

/** Only the sandbox and tests, on loopback, take requests that nobody vouches for. */
export type TeamsAccess = TeamsConfig | 'unauthenticated';
