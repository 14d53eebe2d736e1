import { z } from 'zod';

/** The parts of AWS's answers that are relied on, checked at the edge. Unknown fields are dropped. */

export const ownershipSchema = z.enum(['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter']);

export const requestPayerSchema = z.enum(['BucketOwner', 'Requester']);

export const abacStatusSchema = z.object({ Status: z.enum(['Enabled', 'Disabled']) });

export const versioningSchema = z.object({
  Status: z.enum(['Enabled', 'Suspended']).optional(),
  MFADelete: z.enum(['Enabled', 'Disabled']).optional(),
});

const lockMode = z.enum(['GOVERNANCE', 'COMPLIANCE']);

/** A rule may also set no more than a hold, without a retention. */
export const defaultRetentionSchema = z
  .object({
    ObjectLockEnabled: z.literal('Enabled'),
    Rule: z
      .object({
        DefaultRetention: z
          .object({
            Mode: lockMode.optional(),
            Days: z.number().optional(),
            Years: z.number().optional(),
          })
          .optional(),
      })
      .optional(),
  })
  .transform(({ Rule }) => {
    const { Mode, Days, Years } = Rule?.DefaultRetention ?? {};
    if (Mode === undefined) return null;
    return {
      mode: Mode,
      ...(Days === undefined ? {} : { days: Days }),
      ...(Years === undefined ? {} : { years: Years }),
    };
  });

export const retentionSchema = z
  .object({ Mode: lockMode, RetainUntilDate: z.date() })
  .transform(({ Mode, RetainUntilDate }) => ({ mode: Mode, until: RetainUntilDate.toISOString() }));

export const legalHoldSchema = z.object({ Status: z.enum(['ON', 'OFF']) });

/** An entry of a listing. Owner and restoration are left out where S3 does not tell them. */
export const listedObjectSchema = z.object({
  Key: z.string(),
  StorageClass: z.string().default('STANDARD'),
  Owner: z.object({ ID: z.string().optional() }).optional(),
  RestoreStatus: z
    .object({ IsRestoreInProgress: z.boolean().optional(), RestoreExpiryDate: z.date().optional() })
    .optional(),
});

export const websiteSchema = z
  .object({
    IndexDocument: z.object({ Suffix: z.string() }).optional(),
    RedirectAllRequestsTo: z.object({ HostName: z.string() }).optional(),
  })
  .refine(
    ({ IndexDocument, RedirectAllRequestsTo }) => (IndexDocument ?? RedirectAllRequestsTo) !== undefined,
    'a website has an index document or redirects',
  )
  .transform(({ IndexDocument, RedirectAllRequestsTo }) => ({
    ...(IndexDocument === undefined ? {} : { indexDocument: IndexDocument.Suffix }),
    ...(RedirectAllRequestsTo === undefined ? {} : { redirectsTo: RedirectAllRequestsTo.HostName }),
  }));

export const networkOriginSchema = z.enum(['Internet', 'VPC']);

/** The bucket behind an access point, and its owner's account where S3 tells it. */
export const bucketBehindSchema = z.object({
  Bucket: z.string(),
  BucketAccountId: z
    .string()
    .regex(/^\d{12}$/)
    .optional(),
});

export const accessControlListSchema = z.object({
  Owner: z.object({ ID: z.string(), DisplayName: z.string().optional() }),
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
    .default([]),
});

const tagsSchema = z.array(z.object({ Key: z.string(), Value: z.string() }));

/** S3's: always there, empty where there are no tags. */
export const tagSetSchema = tagsSchema.transform(byKey);

/** IAM's: left out where there are no tags. */
export const tagListSchema = tagsSchema.default([]).transform(byKey);

function byKey(tags: z.infer<typeof tagsSchema>): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}

export const keyMetadataSchema = z.object({
  Arn: z.string().regex(/^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/),
  AWSAccountId: z.string().regex(/^\d{12}$/),
  KeyManager: z.enum(['CUSTOMER', 'AWS']),
  KeyState: z.string(),
});
