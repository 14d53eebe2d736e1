import { z } from 'zod';

/**
 * What was known at one moment, as `collect` writes and `diagnose --snapshot` reads it. Every field may be missing, and missing
 * means *unknown*, never *none*; `null` or `[]` means: looked, and there is none.
 */

const policyDocument = z.unknown();
const namedPolicy = z.object({ name: z.string(), document: policyDocument }).strict();
const policyLevels = z.array(z.array(namedPolicy));
const publicAccessBlock = z
  .object({
    BlockPublicAcls: z.boolean().optional(),
    IgnorePublicAcls: z.boolean().optional(),
    BlockPublicPolicy: z.boolean().optional(),
    RestrictPublicBuckets: z.boolean().optional(),
  })
  .strict();
const acl = z
  .object({
    Owner: z.object({ ID: z.string().optional(), DisplayName: z.string().optional() }).optional(),
    Grants: z
      .array(
        z.object({
          Grantee: z
            .object({
              Type: z.string().optional(),
              ID: z.string().optional(),
              URI: z.string().optional(),
              DisplayName: z.string().optional(),
              EmailAddress: z.string().optional(),
            })
            .optional(),
          Permission: z.string().optional(),
        }),
      )
      .optional(),
  })
  .strict();
/** `until`: an ISO 8601 time; `days` or `years` in a bucket's default. */
const retention = z
  .object({
    mode: z.enum(['GOVERNANCE', 'COMPLIANCE']),
    until: z.string().optional(),
    days: z.number().optional(),
    years: z.number().optional(),
  })
  .strict();
const tags = z.record(z.string(), z.string());
const account = z.string().regex(/^\d{12}$/, 'an account id has 12 digits');

const caller = z
  .object({
    arn: z.string(),
    account,
    canonicalId: z.string(),
    organizationId: z.string().nullable(),
    managementAccount: z.boolean(),
    identityPolicies: z.array(namedPolicy),
    permissionsBoundary: namedPolicy.nullable(),
    sessionPolicies: z.array(namedPolicy),
    tags,
    serviceControlPolicies: policyLevels,
    resourceControlPolicies: policyLevels,
  })
  .partial()
  .strict();

const bucket = z
  .object({
    name: z.string(),
    account,
    region: z.string(),
    policy: policyDocument.nullable(),
    policyIsPublic: z.boolean(),
    publicAccessBlock: publicAccessBlock.nullable(),
    accountPublicAccessBlock: publicAccessBlock.nullable(),
    objectOwnership: z.enum(['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter']).nullable(),
    ownerId: z.string(),
    acl: acl.nullable(),
    requestPayer: z.enum(['BucketOwner', 'Requester']),
    encryption: z
      .object({
        algorithm: z.string(),
        kmsKeyId: z.string().nullable().optional(),
        bucketKeyEnabled: z.boolean().optional(),
        blockedEncryptionTypes: z.array(z.string()).optional(),
      })
      .strict()
      .nullable(),
    organizationId: z.string().nullable(),
    resourceControlPolicies: policyLevels,
    tags,
    abacEnabled: z.boolean(),
    versioning: z
      .object({ status: z.enum(['Enabled', 'Suspended']).nullable(), mfaDelete: z.boolean() })
      .strict(),
    /** `null`: Object Lock is off. */
    objectLock: z.object({ defaultRetention: retention.nullable() }).strict().nullable(),
    /** `null`: the bucket is no website. */
    website: z
      .object({ indexDocument: z.string().optional(), redirectsTo: z.string().optional() })
      .strict()
      .nullable(),
    /** Block Public Access as the organization enforces it; `null`: no such policy. */
    organizationPublicAccessBlock: publicAccessBlock.nullable(),
  })
  .partial()
  .strict();

const accessPoint = z
  .object({
    arn: z.string(),
    policy: policyDocument.nullable(),
    networkOrigin: z.enum(['Internet', 'VPC']),
    vpcId: z.string().nullable(),
    publicAccessBlock: publicAccessBlock.nullable(),
  })
  .partial()
  .strict();

const object = z
  .object({
    key: z.string(),
    exists: z.boolean(),
    ownerId: z.string(),
    encryption: z
      .object({ algorithm: z.string(), kmsKeyArn: z.string().nullable().optional() })
      .strict()
      .nullable(),
    storageClass: z.string(),
    restored: z.boolean(),
    acl: acl.nullable(),
    tags,
    versionId: z.string().nullable(),
    /** `null`: the version is under no retention. */
    retention: retention.nullable(),
    legalHold: z.boolean(),
  })
  .partial()
  .strict();

const kmsKey = z
  .object({
    arn: z.string(),
    account,
    region: z.string(),
    manager: z.enum(['CUSTOMER', 'AWS']),
    state: z.string(),
    policy: policyDocument.nullable(),
    /** The entries of KMS ListGrants. */
    grants: z.array(z.record(z.string(), z.unknown())),
    resourceControlPolicies: policyLevels,
  })
  .partial()
  .strict();

const vpcEndpoint = z.object({ id: z.string(), policy: policyDocument.nullable() }).partial().strict();

/** The denied request as CloudTrail saw it, where S3 data events are logged. A key that CloudTrail leaves out is missing. */
const deniedEvent = z
  .object({
    eventId: z.string(),
    eventTime: z.string(),
    requestId: z.string(),
    operation: z.string(),
    errorCode: z.string(),
    errorMessage: z.string(),
    principalArn: z.string(),
    /** `anonymous` requests have none. */
    principalAccount: z.string().nullable(),
    sourceIp: z.string(),
    /** `null`: the request came through no VPC endpoint. */
    vpcEndpointId: z.string().nullable(),
    mfaAuthenticated: z.boolean(),
    tlsVersion: z.string(),
    userAgent: z.string(),
    /** `AuthHeader`, `QueryString`, … */
    authenticationMethod: z.string(),
    signatureVersion: z.string(),
    /** As CloudTrail names them: `x-amz-acl`, `prefix`, `versionId`, …; never policy text. */
    requestParameters: z.record(z.string(), z.string()),
  })
  .partial()
  .strict();

const unavailable = z
  .object({ field: z.string(), reason: z.string(), neededPermission: z.string().optional() })
  .strict();

export const snapshotSchema = z
  .object({
    version: z.literal(1),
    collectedAt: z.string().optional(),
    caller: caller.optional(),
    bucket: bucket.optional(),
    /** `null`: the request goes through no access point. */
    accessPoint: accessPoint.nullable().optional(),
    object: object.optional(),
    /** `null`: no KMS key is involved. */
    kmsKey: kmsKey.nullable().optional(),
    /** `null`: the request came through no VPC endpoint. */
    vpcEndpoint: vpcEndpoint.nullable().optional(),
    /** `null`: looked, and the trail holds no such event; that says nothing of the request. */
    deniedEvent: deniedEvent.nullable().optional(),
    unavailable: z.array(unavailable).optional(),
  })
  .strict();

export type Snapshot = z.infer<typeof snapshotSchema>;
export type Unavailable = z.infer<typeof unavailable>;
export type DeniedEvent = z.infer<typeof deniedEvent>;
export type PublicAccessBlock = z.infer<typeof publicAccessBlock>;
export type AccessControlList = z.infer<typeof acl>;

export const EMPTY_SNAPSHOT: Snapshot = { version: 1 };
