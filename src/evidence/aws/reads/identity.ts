import { z } from 'zod';
import type { Read } from '../read.js';
import { tagListSchema } from './answer-schemas.js';

/** What reading users, roles and groups has in common. */

export interface Named {
  readonly name: string;
}

/** Whoever holds identity policies: a user, a role or a group. */
export interface HolderReads {
  readonly listInline: Read<Named, readonly string[]>;
  readonly getInline: Read<Named & { readonly policyName: string }, unknown>;
  /** The ARNs of the managed policies. */
  readonly listAttached: Read<Named, readonly string[]>;
}

/** What IAM says of a user or role itself. */
export interface Identity {
  readonly tags: Record<string, string>;
  readonly boundaryArn: string | null;
}

export interface PrincipalReads extends HolderReads {
  readonly getIdentity: Read<Named, Identity>;
}

export const IDENTITY_POLICIES = ['caller.identityPolicies'] as const;
export const IDENTITY = ['caller.tags', 'caller.permissionsBoundary'] as const;

export const identitySchema = z
  .object({
    Tags: tagListSchema,
    PermissionsBoundary: z.object({ PermissionsBoundaryArn: z.string().optional() }).optional(),
  })
  .transform(
    ({ Tags, PermissionsBoundary }): Identity => ({
      tags: Tags,
      boundaryArn: PermissionsBoundary?.PermissionsBoundaryArn ?? null,
    }),
  );

export const namesSchema = z.array(z.string());

/** The ARNs of attached policies. */
export const attachedSchema = z.array(
  z.object({ PolicyArn: z.string() }).transform(({ PolicyArn }) => PolicyArn),
);
