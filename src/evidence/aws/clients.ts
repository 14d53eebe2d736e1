import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type * as CloudTrailSdk from '@aws-sdk/client-cloudtrail';
import type * as LogsSdk from '@aws-sdk/client-cloudwatch-logs';
import type * as Ec2Sdk from '@aws-sdk/client-ec2';
import type * as IamSdk from '@aws-sdk/client-iam';
import type * as KmsSdk from '@aws-sdk/client-kms';
import type * as OrganizationsSdk from '@aws-sdk/client-organizations';
import type * as S3Sdk from '@aws-sdk/client-s3';
import type * as S3ControlSdk from '@aws-sdk/client-s3-control';
import { once } from './memo.js';

/** Of one role session, for minutes; held in memory only, and in no error text or log line. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

interface Loaded<Client, Module> {
  readonly client: Client;
  readonly sdk: Module;
}

/** The clients of one role session. Each SDK package is loaded when it is first needed: an import costs 200 to 300 ms, that of EC2 600 ms. */
export interface AwsClients {
  s3(region?: string): Promise<Loaded<S3Sdk.S3Client, typeof S3Sdk>>;
  s3Control(region: string): Promise<Loaded<S3ControlSdk.S3ControlClient, typeof S3ControlSdk>>;
  iam(): Promise<Loaded<IamSdk.IAMClient, typeof IamSdk>>;
  kms(region: string): Promise<Loaded<KmsSdk.KMSClient, typeof KmsSdk>>;
  organizations(): Promise<Loaded<OrganizationsSdk.OrganizationsClient, typeof OrganizationsSdk>>;
  ec2(region: string): Promise<Loaded<Ec2Sdk.EC2Client, typeof Ec2Sdk>>;
  cloudTrail(region: string): Promise<Loaded<CloudTrailSdk.CloudTrailClient, typeof CloudTrailSdk>>;
  logs(region: string): Promise<Loaded<LogsSdk.CloudWatchLogsClient, typeof LogsSdk>>;
  /** For calls that are bound to no region of their own. */
  readonly region: string;
}

export interface ClientSettings {
  readonly credentials: AwsCredentials;
  /** For calls that are bound to no region of their own. */
  readonly region: string;
  /** true: AWS_ENDPOINT_URL names another endpoint than AWS's, which knows no hostnames but its own. */
  readonly customEndpoint: boolean;
}

/**
 * Not the SDK's `adaptive` mode: after a single throttled answer that lets one call pass in two seconds at first, and the policies
 * of one user are a dozen calls. Measured against moto with IAM throttling three calls: adaptive 10 s with most reads too late,
 * standard 2 s with all of them done.
 */
const RETRIES = { retryMode: 'standard', maxAttempts: 4 } as const;

/**
 * One pool of connections for all clients, and so for all role sessions and collections: what a call may is in its signature and not
 * in its connection. With a pool for each client, as the SDK makes them, every call opens a connection of its own, which takes a
 * quarter of the time of a collection, TLS not counted. An idle connection keeps no process alive.
 */
const POOL = { keepAlive: true, maxSockets: 256 } as const;
const requestHandler = { httpAgent: new HttpAgent(POOL), httpsAgent: new HttpsAgent(POOL) };

/** What all clients have in common. INVARIANT: none of them is destroyed, which would close the connections of all. */
export const SHARED = { ...RETRIES, requestHandler } as const;

export function createAwsClients(settings: ClientSettings): AwsClients {
  const { credentials, customEndpoint } = settings;
  const s3 = once(async (region) => {
    const sdk = await import('@aws-sdk/client-s3');
    const addressing = { forcePathStyle: customEndpoint, followRegionRedirects: true };
    return { sdk, client: new sdk.S3Client({ ...SHARED, ...addressing, region, credentials }) };
  });
  const s3Control = once(async (region) => {
    const sdk = await import('@aws-sdk/client-s3-control');
    const endpoint = customEndpoint ? { endpointProvider: endpointAsItStands } : {};
    return { sdk, client: new sdk.S3ControlClient({ ...SHARED, ...endpoint, region, credentials }) };
  });
  const iam = once(async (region) => {
    const sdk = await import('@aws-sdk/client-iam');
    return { sdk, client: new sdk.IAMClient({ ...SHARED, region, credentials }) };
  });
  const kms = once(async (region) => {
    const sdk = await import('@aws-sdk/client-kms');
    return { sdk, client: new sdk.KMSClient({ ...SHARED, region, credentials }) };
  });
  const organizations = once(async (region) => {
    const sdk = await import('@aws-sdk/client-organizations');
    return { sdk, client: new sdk.OrganizationsClient({ ...SHARED, region, credentials }) };
  });
  const ec2 = once(async (region) => {
    const sdk = await import('@aws-sdk/client-ec2');
    return { sdk, client: new sdk.EC2Client({ ...SHARED, region, credentials }) };
  });
  const cloudTrail = once(async (region) => {
    const sdk = await import('@aws-sdk/client-cloudtrail');
    return { sdk, client: new sdk.CloudTrailClient({ ...SHARED, region, credentials }) };
  });
  const logs = once(async (region) => {
    const sdk = await import('@aws-sdk/client-cloudwatch-logs');
    return { sdk, client: new sdk.CloudWatchLogsClient({ ...SHARED, region, credentials }) };
  });
  return {
    s3: (region = settings.region) => s3(region),
    s3Control,
    region: settings.region,
    iam: () => iam(settings.region),
    kms,
    organizations: () => organizations(settings.region),
    ec2,
    cloudTrail,
    logs,
  };
}

/**
 * S3 Control puts the account id before the host name, also where the host is another one than AWS's, which has no such name (and
 * before an IP address it is not even a URL). So the endpoint is taken as it stands.
 */
function endpointAsItStands(parameters: EndpointParameters): EndpointV2 {
  const { Endpoint, AccountId, Region } = parameters;
  return { url: new URL(Endpoint ?? `https://${AccountId}.s3-control.${Region}.amazonaws.com`) };
}

type EndpointProvider = NonNullable<S3ControlSdk.S3ControlClientConfig['endpointProvider']>;
type EndpointParameters = Parameters<EndpointProvider>[0];
type EndpointV2 = ReturnType<EndpointProvider>;
