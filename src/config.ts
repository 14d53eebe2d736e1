import type { z } from 'zod';
import { slackConfig, supportChannels, teamsConfig } from './config/surfaces.js';
import { type LOG_LEVELS, variables } from './config/variables.js';
import { parseKey } from './conversation/cipher.js';
import { parseRedisUrl, REDIS_URL_FORMS } from './conversation/redis/address.js';
import { InputError } from './errors.js';
import type { SlackConfig } from './slack/config.js';
import type { TeamsConfig } from './teams/config.js';

/**
 * Everything that the environment configures, read and checked in this one place. An empty variable counts as not set.
 * Source: README, "Configuration".
 */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly slack: SlackConfig | undefined;
  readonly teams: TeamsConfig | undefined;
  readonly redisUrl: string | undefined;
  /** What is stored is sealed with the first; all open it. Empty: it is stored as it is. */
  readonly encryptionKeys: readonly Buffer[];
  readonly supportChannels: { readonly slack?: string; readonly teams?: string };
  /** Path of the YAML file that says who may audit which account. */
  readonly auditConfigFile: string | undefined;
  readonly flowsDirectory: string | undefined;
  readonly awsRegion: string | undefined;
  /** The AWS SDK is pointed at another host than AWS's own. */
  readonly awsCustomEndpoint: boolean;
  /** Of an OTLP/HTTP receiver; absent: nothing is traced. */
  readonly tracesEndpoint: string | undefined;
  /** `NODE_ENV` says so: there is no sandbox then. */
  readonly production: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads and checks the environment. Throws an `InputError` that names the variable and what would be right. */
export function readConfig(environment: Environment): Config {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = variables.safeParse(set);
  if (!parsed.success) throw new InputError(describe(parsed.error, set));
  const values = parsed.data;
  if (values.REDIS_URL !== undefined && parseRedisUrl(values.REDIS_URL) === undefined)
    throw new InputError(`REDIS_URL: ${REDIS_URL_FORMS}`);
  const keys = [values.STATE_ENCRYPTION_KEY, values.STATE_ENCRYPTION_KEY_PREVIOUS];
  if (keys[0] === undefined && keys[1] !== undefined)
    throw new InputError('STATE_ENCRYPTION_KEY: it is not set, though STATE_ENCRYPTION_KEY_PREVIOUS is');
  return {
    host: values.HOST,
    port: values.PORT,
    logLevel: values.LOG_LEVEL,
    slack: slackConfig(values),
    teams: teamsConfig(values),
    redisUrl: values.REDIS_URL,
    encryptionKeys: keys.flatMap((key) => (key === undefined ? [] : (parseKey(key) ?? []))),
    supportChannels: supportChannels(values.SUPPORT_CHANNEL ?? []),
    auditConfigFile: values.AUDIT_CONFIG,
    flowsDirectory: values.FLOWS_DIR,
    awsRegion: values.AWS_REGION,
    awsCustomEndpoint: Object.keys(set).some((name) => name.startsWith('AWS_ENDPOINT_URL')),
    tracesEndpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT,
    production: values.NODE_ENV === 'production',
  };
}

/** The process's own environment: nothing else reads it. */
export function processEnvironment(): Environment {
  return process.env;
}

/** Values that must never be shown, not even in a complaint about them. */
const SECRET = /TOKEN|SECRET|PASSWORD|KEY|REDIS_URL/;

function describe(error: z.ZodError, set: Environment): string {
  const [issue] = error.issues;
  const name = String(issue?.path[0] ?? 'environment');
  const value = set[name];
  const shown = value === undefined || SECRET.test(name) ? '' : ` is "${value}"`;
  return `${name}${shown}: ${wanted(name, issue)}`;
}

function wanted(name: string, issue: z.core.$ZodIssue | undefined): string {
  if (name === 'PORT') return 'a port is a whole number from 0 to 65535';
  if (issue?.code === 'invalid_value') return `it has to be one of ${issue.values.join(', ')}`;
  return issue?.message ?? 'it is not valid';
}
