/** One AWS call as it came over the wire, named as the table of reads names it. */
export interface WireCall {
  /** `s3:GetBucketPolicy`, `iam:GetRole`, `kms:DescribeKey`; what is no read of S3: `s3:PUT policy`. */
  readonly call: string;
  readonly service: string;
  readonly bucket?: string;
  readonly key?: string;
  /** Query parameters, or the form fields of IAM and STS. */
  readonly params: URLSearchParams;
  readonly accessKeyId: string;
  readonly expectedBucketOwner?: string;
}

const BUCKET_READS: Readonly<Record<string, string>> = {
  location: 'GetBucketLocation',
  policy: 'GetBucketPolicy',
  policyStatus: 'GetBucketPolicyStatus',
  publicAccessBlock: 'GetPublicAccessBlock',
  ownershipControls: 'GetBucketOwnershipControls',
  acl: 'GetBucketAcl',
  requestPayment: 'GetBucketRequestPayment',
  encryption: 'GetBucketEncryption',
  'list-type': 'ListObjectsV2',
};

interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Names a call by what every AWS protocol puts somewhere else. */
export function identifyCall(request: WireRequest): WireCall {
  const header = (name: string) => String(request.headers[name] ?? '');
  const [, accessKeyId = '', service = ''] =
    /Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)\//.exec(header('authorization')) ?? [];
  const target = /^TrentService\.(\w+)$/.exec(header('x-amz-target'))?.[1];
  if (target !== undefined) {
    return { call: `kms:${target}`, service: 'kms', params: new URLSearchParams(), accessKeyId };
  }
  if (service === 'iam' || service === 'sts') {
    const params = new URLSearchParams(request.body);
    return { call: `${service}:${params.get('Action')}`, service, params, accessKeyId };
  }
  const owner = header('x-amz-expected-bucket-owner');
  return {
    ...identifyS3(request),
    accessKeyId,
    ...(owner === '' ? {} : { expectedBucketOwner: owner }),
  };
}

function identifyS3({ method, url }: WireRequest): Omit<WireCall, 'accessKeyId'> {
  const { pathname, searchParams: params } = new URL(url, 'http://127.0.0.1');
  if (pathname.startsWith('/v20180820/')) {
    const verb = method === 'GET' ? 'Get' : `${method} `;
    return { call: `s3control:${verb}PublicAccessBlock`, service: 's3control', params };
  }
  const [bucket = '', ...rest] = pathname.slice(1).split('/').map(decodeURIComponent);
  if (bucket === '') return { call: 's3:ListBuckets', service: 's3', params };
  const key = rest.join('/');
  const subresource = Object.keys(BUCKET_READS).find((name) => params.has(name));
  const at = { service: 's3', params, bucket, ...(key === '' ? {} : { key }) };
  if (method !== 'GET')
    return { ...at, call: `s3:${method} ${subresource ?? (key === '' ? 'bucket' : 'object')}` };
  if (key !== '') return { ...at, call: subresource === 'acl' ? 's3:GetObjectAcl' : 's3:GetObject' };
  return { ...at, call: `s3:${subresource === undefined ? 'ListObjects' : BUCKET_READS[subresource]}` };
}
