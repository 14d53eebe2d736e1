/** One AWS call as it came over the wire, named as the table of reads names it. */
export interface WireCall {
  /** `s3:GetBucketPolicy`, `iam:GetRole`, `kms:DescribeKey`; what is no read of S3: `s3:PUT policy`. */
  readonly call: string;
  readonly service: string;
  readonly bucket?: string;
  readonly key?: string;
  /** Query parameters, the form fields of the query protocol, or the text fields of a JSON body; S3 Control: its `name` or `resource`. */
  readonly params: URLSearchParams;
  readonly accessKeyId: string;
  /** For which region it is signed. */
  readonly region: string;
  readonly expectedBucketOwner?: string;
  /** What a listing is to tell beside what it always tells. */
  readonly optionalAttributes?: string;
  readonly body: string;
}

/** S3's calls about a bucket go by a query parameter. */
const BUCKET_READS: Readonly<Record<string, string>> = {
  location: 'GetBucketLocation',
  policy: 'GetBucketPolicy',
  policyStatus: 'GetBucketPolicyStatus',
  publicAccessBlock: 'GetPublicAccessBlock',
  ownershipControls: 'GetBucketOwnershipControls',
  acl: 'GetBucketAcl',
  requestPayment: 'GetBucketRequestPayment',
  encryption: 'GetBucketEncryption',
  versioning: 'GetBucketVersioning',
  'object-lock': 'GetObjectLockConfiguration',
  website: 'GetBucketWebsite',
  tagging: 'GetBucketTagging',
  abac: 'GetBucketAbac',
  versions: 'ListObjectVersions',
  'list-type': 'ListObjectsV2',
};

const OBJECT_READS: Readonly<Record<string, string>> = {
  acl: 'GetObjectAcl',
  tagging: 'GetObjectTagging',
  retention: 'GetObjectRetention',
  'legal-hold': 'GetObjectLegalHold',
  attributes: 'GetObjectAttributes',
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_AWS_S3_Control.html: by the path below the API's version. */
const CONTROL_READS: readonly (readonly [RegExp, string])[] = [
  [/^configuration\/publicAccessBlock$/, 'PublicAccessBlock'],
  [/^accesspoint\/(?<name>[^/]+)\/policyStatus$/, 'AccessPointPolicyStatus'],
  [/^accesspoint\/(?<name>[^/]+)\/policy$/, 'AccessPointPolicy'],
  [/^accesspoint\/(?<name>[^/]+)$/, 'AccessPoint'],
  [/^accesspoint$/, 'AccessPoints'],
];

interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** To ask it twice is to be told the same twice, as long as nothing else is called. */
export function changesNothing({ call }: WireCall): boolean {
  return /:(Get|List|Describe|Lookup|Filter|AssumeRole)/.test(call);
}

/** Names a call by what every AWS protocol puts somewhere else. */
export function identifyCall(request: WireRequest): WireCall {
  const header = (name: string) => String(request.headers[name] ?? '');
  const [, accessKeyId = '', region = '', service = ''] =
    /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(header('authorization')) ?? [];
  const signed = { accessKeyId, region, body: request.body };
  const target = /\.(\w+)$/.exec(header('x-amz-target'))?.[1];
  if (target !== undefined) {
    return { ...signed, call: `${service}:${target}`, service, params: textFields(request.body) };
  }
  if (QUERY_SERVICES.has(service)) {
    const params = new URLSearchParams(request.body);
    return { ...signed, call: `${service}:${params.get('Action')}`, service, params };
  }
  const owner = header('x-amz-expected-bucket-owner');
  const optional = header('x-amz-optional-object-attributes');
  return {
    ...signed,
    ...identifyS3(request),
    ...(owner === '' ? {} : { expectedBucketOwner: owner }),
    ...(optional === '' ? {} : { optionalAttributes: optional }),
  };
}

const QUERY_SERVICES: ReadonlySet<string> = new Set(['iam', 'sts', 'ec2']);

function textFields(body: string): URLSearchParams {
  const params = new URLSearchParams();
  const fields: Record<string, unknown> = body === '' ? {} : JSON.parse(body);
  for (const [name, value] of Object.entries(fields)) if (typeof value === 'string') params.set(name, value);
  return params;
}

type Identified = Omit<WireCall, 'accessKeyId' | 'region' | 'body'>;

function identifyS3({ method, url }: WireRequest): Identified {
  const { pathname, searchParams: params } = new URL(url, 'http://127.0.0.1');
  const control = /^\/v20180820\/(.*)$/.exec(pathname)?.[1];
  if (control !== undefined) return identifyControl(method, decodeURIComponent(control), params);
  const [bucket = '', ...rest] = pathname.slice(1).split('/').map(decodeURIComponent);
  if (bucket === '') return { call: 's3:ListBuckets', service: 's3', params };
  const key = rest.join('/');
  const reads = key === '' ? BUCKET_READS : OBJECT_READS;
  const subresource = Object.keys(reads).find((name) => params.has(name));
  const at = { service: 's3', params, bucket, ...(key === '' ? {} : { key }) };
  if (method !== 'GET')
    return { ...at, call: `s3:${method} ${subresource ?? (key === '' ? 'bucket' : 'object')}` };
  if (subresource !== undefined) return { ...at, call: `s3:${reads[subresource]}` };
  return { ...at, call: key === '' ? 's3:ListObjects' : 's3:GetObject' };
}

function identifyControl(method: string, path: string, query: URLSearchParams): Identified {
  const params = new URLSearchParams(query);
  for (const [pattern, noun] of CONTROL_READS) {
    const found = pattern.exec(path);
    if (found === null) continue;
    const name = found.groups?.['name'];
    if (name !== undefined) params.set('name', name);
    const verb = method !== 'GET' ? `${method} ` : noun === 'AccessPoints' ? 'List' : 'Get';
    return { call: `s3control:${verb}${noun}`, service: 's3control', params };
  }
  const resource = /^tags\/(.*)$/.exec(path)?.[1];
  if (resource !== undefined) params.set('resource', resource);
  return {
    call: `s3control:${method} ${resource === undefined ? path : 'tags'}`,
    service: 's3control',
    params,
  };
}
