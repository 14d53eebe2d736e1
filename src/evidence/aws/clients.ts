import type * as IamSdk from '@aws-sdk/client-iam';
import type * as KmsSdk from '@aws-sdk/client-kms';
import type * as S3Sdk from '@aws-sdk/client-s3';
import type * as S3ControlSdk from '@aws-sdk/client-s3-control';

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

/** The clients of one role session. Each SDK package is loaded when it is first needed: an import costs 200 to 300 ms. */
export interface AwsClients {
  s3(region?: string): Promise<Loaded<S3Sdk.S3Client, typeof S3Sdk>>;
  s3Control(region: string): Promise<Loaded<S3ControlSdk.S3ControlClient, typeof S3ControlSdk>>;
  iam(): Promise<Loaded<IamSdk.IAMClient, typeof IamSdk>>;
  kms(region: string): Promise<Loaded<KmsSdk.KMSClient, typeof KmsSdk>>;
  /** For calls that are bound to no region of their own. */
  readonly region: string;
  /** Closes the connections. */
  destroy(): void;
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
export const RETRIES = { retryMode: 'standard', maxAttempts: 4 } as const;

export function createAwsClients(settings: ClientSettings): AwsClients {
  const { credentials, customEndpoint } = settings;
  const made: Promise<Closable>[] = [];
  const s3 = perRegion(made, async (region) => {
    const sdk = await import('@aws-sdk/client-s3');
    const addressing = { forcePathStyle: customEndpoint, followRegionRedirects: true };
    return { sdk, client: new sdk.S3Client({ ...RETRIES, ...addressing, region, credentials }) };
  });
  const s3Control = perRegion(made, async (region) => {
    const sdk = await import('@aws-sdk/client-s3-control');
    const endpoint = customEndpoint ? { endpointProvider: endpointAsItStands } : {};
    return { sdk, client: new sdk.S3ControlClient({ ...RETRIES, ...endpoint, region, credentials }) };
  });
  const iam = perRegion(made, async (region) => {
    const sdk = await import('@aws-sdk/client-iam');
    return { sdk, client: new sdk.IAMClient({ ...RETRIES, region, credentials }) };
  });
  const kms = perRegion(made, async (region) => {
    const sdk = await import('@aws-sdk/client-kms');
    return { sdk, client: new sdk.KMSClient({ ...RETRIES, region, credentials }) };
  });
  return {
    s3: (region = settings.region) => s3(region),
    s3Control,
    region: settings.region,
    iam: () => iam(settings.region),
    kms,
    destroy: () => {
      for (const loading of made) void loading.then(({ client }) => client.destroy()).catch(() => undefined);
    },
  };
}

interface Closable {
  readonly client: { destroy(): void };
}

/** Makes a client once for each region, and notes it in `made`. */
function perRegion<Value extends Closable>(
  made: Promise<Closable>[],
  make: (region: string) => Promise<Value>,
): (region: string) => Promise<Value> {
  const byRegion = new Map<string, Promise<Value>>();
  return (region) => {
    const existing = byRegion.get(region);
    if (existing !== undefined) return existing;
    const created = make(region);
    byRegion.set(region, created);
    made.push(created);
    return created;
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
