import { z } from 'zod';
import type { AuditAccount } from '../collector.js';
import { SHARED, type AwsClients, type AwsCredentials } from './clients.js';
import { once } from './memo.js';
import type { CallOptions, Failure } from './read.js';

/** A session of an audit role, or why there is none. Everything it would have read is then unknown for that reason. */
export type StsSession =
  | { readonly outcome: 'open'; readonly account: AuditAccount; readonly clients: AwsClients }
  | { readonly outcome: 'refused'; readonly account: AuditAccount; readonly failure: Failure };

export interface AssumeRoleRequest {
  readonly roleArn: string;
  readonly externalId: string;
  readonly sessionName: string;
  readonly policy: string;
  readonly durationSeconds: number;
  readonly region: string;
}

/** Port: exchanges the bot's own identity for that of an audit role. Throws what STS says. */
export type AssumeRole = (request: AssumeRoleRequest, options: CallOptions) => Promise<AwsCredentials>;

/** The shortest that STS gives. */
export const SESSION_SECONDS = 900;

const credentialsSchema = z.object({
  AccessKeyId: z.string(),
  SecretAccessKey: z.string(),
  SessionToken: z.string(),
});

/**
 * Assumes roles with the bot's own credentials, which the SDK finds at the first use and then keeps fresh; it is loaded at the first
 * use too.
 */
export function createStsAssumeRole(): AssumeRole {
  const sts = once(async (region) => {
    const sdk = await import('@aws-sdk/client-sts');
    return { sdk, client: new sdk.STSClient({ ...SHARED, region }) };
  });
  return async (request, options) => {
    const { sdk, client } = await sts(request.region);
    const command = new sdk.AssumeRoleCommand({
      RoleArn: request.roleArn,
      RoleSessionName: request.sessionName,
      ExternalId: request.externalId,
      DurationSeconds: request.durationSeconds,
      Policy: request.policy,
    });
    const credentials = credentialsSchema.parse((await client.send(command, options)).Credentials);
    return {
      accessKeyId: credentials.AccessKeyId,
      secretAccessKey: credentials.SecretAccessKey,
      sessionToken: credentials.SessionToken,
    };
  };
}

/** The session's name in the audited account's CloudTrail: which investigation it was. 2 to 64 of the characters that STS takes. */
export function sessionNameOf(investigationId: string): string {
  return `s3denied-${investigationId.replaceAll(/[^\w+=,.@-]/g, '-')}`.slice(0, 64);
}

/** The region to sign in where nothing says which, by the role's partition. */
export function defaultRegion(partition: string): string {
  return { 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' }[partition] ?? 'us-east-1';
}

/** Where an account is asked what is bound to no region of its own. */
export function regionOf(account: AuditAccount, fallback: string | undefined): string {
  return account.region ?? fallback ?? defaultRegion(partitionOf(account.roleArn));
}

export function partitionOf(arn: string): string {
  return arn.split(':')[1] ?? 'aws';
}
