import { z } from 'zod';
import type { AuditAccount } from '../collector.js';
import { RETRIES, type AwsClients, type AwsCredentials } from './clients.js';
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

/** Assumes roles with the bot's own credentials, from wherever the SDK finds them; the SDK is loaded at the first use. */
export function createStsAssumeRole(): AssumeRole {
  return async (request, options) => {
    const sdk = await import('@aws-sdk/client-sts');
    const client = new sdk.STSClient({ ...RETRIES, region: request.region });
    const command = new sdk.AssumeRoleCommand({
      RoleArn: request.roleArn,
      RoleSessionName: request.sessionName,
      ExternalId: request.externalId,
      DurationSeconds: request.durationSeconds,
      Policy: request.policy,
    });
    try {
      const credentials = credentialsSchema.parse((await client.send(command, options)).Credentials);
      return {
        accessKeyId: credentials.AccessKeyId,
        secretAccessKey: credentials.SecretAccessKey,
        sessionToken: credentials.SessionToken,
      };
    } finally {
      client.destroy();
    }
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

export function partitionOf(arn: string): string {
  return arn.split(':')[1] ?? 'aws';
}
