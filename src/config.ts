import { z } from 'zod';
import { InputError } from './errors.js';
import type { SlackConfig } from './slack/config.js';

/**
 * Everything that the environment configures, read and checked in this one place. An empty variable counts as not set.
 * Source: README, "Configuration".
 */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly slack: SlackConfig | undefined;
  readonly redisUrl: string | undefined;
  readonly supportChannel: string | undefined;
  /** Path of the YAML file that says who may audit which account. */
  readonly auditConfigFile: string | undefined;
  readonly flowsDirectory: string | undefined;
  readonly awsRegion: string | undefined;
  /** The AWS SDK is pointed at another host than AWS's own. */
  readonly awsCustomEndpoint: boolean;
}

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

type Environment = Readonly<Record<string, string | undefined>>;

const variables = z.object({
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
  SLACK_API_URL: z
    .url({ protocol: /^https?$/, error: 'an http(s) URL that ends in /api/' })
    .regex(/\/api\/$/, 'it has to end in /api/')
    .optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'a URL such as redis://127.0.0.1:6379' }).optional(),
  SUPPORT_CHANNEL: z
    .string()
    .regex(
      /^[CG][A-Z0-9]{2,}$|^#?[\p{L}\p{N}._-]+$/u,
      'a channel id such as C0123456789, or a name such as #support',
    )
    .optional(),
  AUDIT_CONFIG: z.string().optional(),
  FLOWS_DIR: z.string().optional(),
  AWS_REGION: z.string().optional(),
});

/** Settings of parts that this version does not have: saying nothing would leave their owner waiting. */
const NOT_YET: Readonly<Record<string, string>> = {
  SLACK_CLIENT_ID:
    'installation into further workspaces (OAuth) is not built yet; set SLACK_BOT_TOKEN instead',
  MICROSOFT_APP_ID: 'Teams is not built yet; unset it',
};

/** Reads and checks the environment. Throws an `InputError` that names the variable and what would be right. */
export function readConfig(environment: Environment): Config {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  for (const [name, why] of Object.entries(NOT_YET)) if (name in set) throw new InputError(`${name}: ${why}`);
  const parsed = variables.safeParse(set);
  if (!parsed.success) throw new InputError(describe(parsed.error, set));
  const values = parsed.data;
  return {
    host: values.HOST,
    port: values.PORT,
    logLevel: values.LOG_LEVEL,
    slack: slackConfig(values),
    redisUrl: values.REDIS_URL,
    supportChannel: values.SUPPORT_CHANNEL,
    auditConfigFile: values.AUDIT_CONFIG,
    flowsDirectory: values.FLOWS_DIR,
    awsRegion: values.AWS_REGION,
    awsCustomEndpoint: Object.keys(set).some((name) => name.startsWith('AWS_ENDPOINT_URL')),
  };
}

/** The process's own environment: nothing else reads it. */
export function processEnvironment(): Environment {
  return process.env;
}

/** Values that must never be shown, not even in a complaint about them. */
const SECRET = /TOKEN|SECRET|PASSWORD|REDIS_URL/;

function describe(error: z.ZodError, set: Environment): string {
  const [issue] = error.issues;
  const name = String(issue?.path[0] ?? 'environment');
  const value = set[name];
  const shown = value === undefined || SECRET.test(name) ? '' : ` is "${value}"`;
  return `${name}${shown}: ${wanted(name, issue?.message)}`;
}

function wanted(name: string, message: string | undefined): string {
  switch (name) {
    case 'PORT':
      return 'a port is a whole number from 0 to 65535';
    case 'LOG_LEVEL':
      return `it has to be one of ${LOG_LEVELS.join(', ')}`;
    default:
      return message ?? 'it is not valid';
  }
}

function slackConfig(values: z.infer<typeof variables>): SlackConfig | undefined {
  const {
    SLACK_BOT_TOKEN: botToken,
    SLACK_APP_TOKEN: appToken,
    SLACK_SIGNING_SECRET: signingSecret,
  } = values;
  if (botToken === undefined) {
    const stray = appToken === undefined ? signingSecret && 'SLACK_SIGNING_SECRET' : 'SLACK_APP_TOKEN';
    if (stray) throw new InputError(`SLACK_BOT_TOKEN: it is not set, though ${stray} is; Slack needs both`);
    return undefined;
  }
  const apiUrl = values.SLACK_API_URL === undefined ? {} : { apiUrl: values.SLACK_API_URL };
  if (appToken !== undefined) return { botToken, appToken, ...apiUrl };
  if (signingSecret === undefined)
    throw new InputError(
      'SLACK_SIGNING_SECRET: it is not set; Slack over HTTP needs it (Socket Mode needs SLACK_APP_TOKEN instead)',
    );
  return { botToken, signingSecret, ...apiUrl };
}
