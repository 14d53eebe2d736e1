import { z } from 'zod';

/** The parts of AWS's answers that are relied on, checked at the edge. Unknown fields are dropped. */

export const ownershipSchema = z.enum(['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter']);

export const requestPayerSchema = z.enum(['BucketOwner', 'Requester']);

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

export const tagListSchema = z
  .array(z.object({ Key: z.string(), Value: z.string() }))
  .default([])
  .transform((tags) => Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])));

export const keyMetadataSchema = z.object({
  Arn: z.string().regex(/^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/),
  AWSAccountId: z.string().regex(/^\d{12}$/),
  KeyManager: z.enum(['CUSTOMER', 'AWS']),
  KeyState: z.string(),
});
