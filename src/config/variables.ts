import { z } from 'zod';
import { APP_TYPES } from '../teams/config.js';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const SLACK_CHANNEL = /^[CG][A-Z0-9]{2,}$|^#?[\p{L}\p{N}._-]+$/u;
export const TEAMS_CHANNEL = /^19:[\w.@-]+$/;

/** 32 bytes in base64, of which none may be missing. */
const encryptionKey = z
  .string()
  .regex(/^[A-Za-z0-9+/_-]{43}=?$/, 'it has to be 32 bytes in base64, as `openssl rand -base64 32` prints');

/** Every variable that is read, each by itself; what they have to be together is the configuration's to say. */
export const variables = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number('a port is a whole number from 0 to 65535').int().min(0).max(65_535).default(3000),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
  SLACK_BOT_TOKEN: z
    .string()
    .regex(/^xoxb-/, 'a bot token begins with xoxb-')
    .optional(),
  SLACK_SIGNING_SECRET: z.string().optional(),
  SLACK_APP_TOKEN: z
    .string()
    .regex(/^xapp-/, 'an app-level token begins with xapp-')
    .optional(),
  SLACK_CLIENT_ID: z
    .string()
    .regex(/^\d+\.\d+$/, 'a client id is two numbers with a dot between them')
    .optional(),
  SLACK_CLIENT_SECRET: z.string().optional(),
  SLACK_STATE_SECRET: z.string().min(16, 'it has to have at least 16 characters, by chance').optional(),
  SLACK_API_URL: z
    .url({ protocol: /^https?$/, error: 'an http(s) URL that ends in /api/' })
    .regex(/\/api\/$/, 'it has to end in /api/')
    .optional(),
  MICROSOFT_APP_ID: z.guid('an app id is a GUID, such as 00000000-0000-0000-0000-000000000000').optional(),
  MICROSOFT_APP_PASSWORD: z.string().optional(),
  MICROSOFT_APP_TYPE: z.enum(APP_TYPES).default('SingleTenant'),
  MICROSOFT_APP_TENANT_ID: z.guid('a tenant id is a GUID').optional(),
  REDIS_URL: z.string().optional(),
  STATE_ENCRYPTION_KEY: encryptionKey.optional(),
  STATE_ENCRYPTION_KEY_PREVIOUS: encryptionKey.optional(),
  SUPPORT_CHANNEL: z
    .string()
    .transform((text) => text.split(',').map((channel) => channel.trim()))
    .refine(
      (channels) => channels.every((channel) => SLACK_CHANNEL.test(channel) || TEAMS_CHANNEL.test(channel)),
      "a Slack channel's id or name such as C0123456789 or #support, or a Teams channel's id such as 19:…@thread.tacv2",
    )
    .optional(),
  AUDIT_CONFIG: z.string().optional(),
  FLOWS_DIR: z.string().optional(),
  AWS_REGION: z.string().optional(),
  NODE_ENV: z.string().optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'an http(s) URL such as http://localhost:4318' })
    .optional(),
});
export type Variables = z.infer<typeof variables>;
