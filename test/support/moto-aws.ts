import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { AuditAccount } from '../../src/evidence/collector.js';
import { startMoto } from './moto.js';
import { startAwsProxy, type AwsProxy } from './moto-proxy.js';

/** The caller's, the bucket's and the key's account of the tests' estate. */
export const CALLER_ACCOUNT = '111122223333';
export const BUCKET_ACCOUNT = '444455556666';
export const KEY_ACCOUNT = '777788889999';

export const AUDIT_ACCOUNTS: readonly AuditAccount[] = [CALLER_ACCOUNT, BUCKET_ACCOUNT, KEY_ACCOUNT].map(
  (account) => ({
    account,
    roleArn: `arn:aws:iam::${account}:role/s3denied-audit`,
    externalId: `external-id-of-${account}`,
    region: 'eu-west-1',
  }),
);

/** The administrator's clients of one account, to build with. */
export interface AccountAdmin {
  readonly account: string;
  readonly endpoint: string;
  readonly iam: IAMClient;
  readonly s3: S3Client;
  readonly kms: KMSClient;
  readonly credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
}

export interface FakeAws extends AwsProxy {
  /** For a bot under test: the SDK's own variables, for the endpoint, the region and the bot's credentials. */
  readonly env: Readonly<Record<string, string>>;
  /** Sets them in this process. */
  useEnvironment(): void;
  admin(account: string): Promise<AccountAdmin>;
  /** The content of an AUDIT_CONFIG file that lets this user audit the three accounts. */
  auditConfig(userId: string): string;
}

/** moto_server behind the proxy. `stop` ends both. */
export async function startAws(): Promise<FakeAws> {
  const moto = await startMoto();
  const proxy = await startAwsProxy(moto.url);
  const env = {
    AWS_ENDPOINT_URL: proxy.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  return {
    ...proxy,
    env,
    useEnvironment: () => void Object.assign(process.env, env),
    admin: (account) => assumeAdmin(proxy.url, account),
    auditConfig,
    stop: async () => {
      await proxy.stop();
      await moto.stop();
    },
  };
}

async function assumeAdmin(endpoint: string, account: string): Promise<AccountAdmin> {
  const base = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'example' };
  const region = 'eu-west-1';
  const sts = new STSClient({ endpoint, region, credentials: base });
  const RoleArn = `arn:aws:iam::${account}:role/admin`;
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'build' }));
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
  const settings = { endpoint, region, credentials };
  return {
    account,
    endpoint,
    credentials,
    iam: new IAMClient(settings),
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    kms: new KMSClient(settings),
  };
}

function auditConfig(userId: string): string {
  const entries = AUDIT_ACCOUNTS.map(
    ({ account, roleArn, externalId, region }) =>
      `  - id: "${account}"\n    role: ${roleArn}\n    externalId: ${externalId}\n    region: ${region}\n    allow: { users: [${userId}] }\n`,
  );
  return `accounts:\n${entries.join('')}`;
}
