/** What an error text says; what it does not say is left out, never guessed. The shape of `s3denied parse`. */
export interface ErrorFacts {
  readonly operation?: string;
  readonly action?: string;
  readonly bucket?: string;
  readonly key?: string;
  readonly principalArn?: string;
  readonly accountId?: string;
  readonly denyType?: 'explicit' | 'implicit';
  readonly policyType?: ErrorPolicyType;
  readonly policyArn?: string;
  readonly errorCode?: string;
  readonly httpStatus?: number;
  readonly requestId?: string;
  readonly extendedRequestId?: string;
  readonly region?: string;
  readonly authorizationId?: string;
  /** Ids of the cause catalogue, the likeliest first. */
  readonly causes?: readonly string[];
}

export const ERROR_POLICY_TYPES = [
  'identity',
  'resource',
  'session',
  'boundary',
  'scp',
  'rcp',
  'vpce',
  'kms',
  'access-grant',
  'blocked-encryption-type',
  'bpa-BlockPublicAcls',
  'bpa-BlockPublicPolicy',
] as const;
export type ErrorPolicyType = (typeof ERROR_POLICY_TYPES)[number];

/** Where the request went: what a person writes as s3:// URI, ARN, https URL, bucket name or access point ARN. */
export interface S3Address {
  readonly bucket?: string;
  readonly key?: string;
  readonly region?: string;
  readonly versionId?: string;
  readonly accessPointArn?: string;
  /** The alias of an access point (`…-s3alias`); it then also stands in `bucket`, as it does in requests. */
  readonly accessPointAlias?: string;
  /** The address was a presigned URL (its signature was dropped) or a website endpoint. */
  readonly via?: 'presigned' | 'website';
}

/** One permission that an operation needs. */
export interface RequiredPermission {
  /** `s3:GetObject`, `kms:Decrypt` */
  readonly iamAction: string;
  readonly on: 'object' | 'bucket' | 'key' | 'source-object' | 'source-key' | 'service';
  /** false: needed only to be told 404 instead of 403, or by the command-line tool around it. */
  readonly required: boolean;
}

/** What is known of the S3 request itself. Keys of `headers` are lower case; `null`: known not to be sent. */
export interface RequestFacts {
  readonly operation?: string;
  readonly principal?: string;
  readonly bucket?: string;
  readonly key?: string;
  readonly versionId?: string;
  readonly accessPointArn?: string;
  /** An access point's alias was named where a bucket's name stands; `accessPointArn` is then missing until somebody tells it. */
  readonly throughAccessPoint?: true;
  readonly region?: string;
  readonly headers: Readonly<Record<string, readonly string[] | null>>;
  /** Condition context keys, as AWS spells them; `null`: known to be absent. */
  readonly context: Readonly<Record<string, readonly string[] | null>>;
  /** Said by a person where the ARNs do not tell. */
  readonly crossAccount?: boolean;
}
