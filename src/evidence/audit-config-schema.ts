import { z } from 'zod';

/** The shape of the `AUDIT_CONFIG` file. A message says what would be right; where it stands is added by who reads it. */

const chatId = z
  .string()
  .regex(
    /^[\w:.@-]+$/,
    'a user or group id such as U012ABCDEF or S0123 (nobody can be let in by a wildcard)',
  );
const chatIds = z.array(chatId).default([]);

const people = z.strictObject({ users: chatIds, groups: chatIds });
const channel = z.string().regex(/^[\w:.@-]{2,200}$/, 'the id of a channel, such as C012ABCDEF');

/** Who may do what besides auditing; what is left out is as it is without this file. */
const rules = {
  start: z
    .strictObject({ users: chatIds, groups: chatIds, channels: z.array(channel).default([]) })
    .optional(),
  answer: people.optional(),
  post: people.optional(),
  records: z.strictObject({ slack: channel.optional(), teams: channel.optional() }).optional(),
  share: z
    .strictObject({ accountIds: z.boolean().default(true), policies: z.boolean().default(true) })
    .optional(),
};

const auditedAccount = z
  .strictObject({
    id: z.string().regex(/^\d{12}$/, 'the 12 digits of an AWS account id, in quotes'),
    role: z
      .string()
      .regex(
        /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
        'the ARN of a role, as in arn:aws:iam::111122223333:role/s3denied-audit',
      ),
    externalId: z
      .string()
      .regex(
        /^[\w+=,.@:/-]{2,1224}$/,
        'an external id of 2 to 1224 letters, digits and + = , . @ : / - (an unguessable one, in quotes)',
      ),
    region: z
      .string()
      .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'the code of an AWS region, as in eu-west-1')
      .optional(),
    organization: z.boolean().optional(),
    trailLogGroup: z
      .string()
      .regex(
        /^(arn:aws[\w-]*:logs:[\w-]+:\d{12}:log-group:[\w/.#-]{1,512}(:\*)?|[\w/.#-]{1,512})$/,
        "the name or ARN of the CloudWatch Logs group to which CloudTrail delivers S3's data events",
      )
      .optional(),
    allow: z.strictObject({ users: chatIds, groups: chatIds, workspaces: z.array(chatId).optional() }),
  })
  .superRefine((entry, context) => {
    const trailAccount = entry.trailLogGroup?.split(':')[4];
    if (trailAccount !== undefined && trailAccount !== entry.id) {
      context.addIssue({
        code: 'custom',
        path: ['trailLogGroup'],
        message: `a log group of account ${entry.id} (this one is in ${trailAccount})`,
      });
    }
    const roleAccount = entry.role.split(':')[4];
    if (roleAccount !== entry.id) {
      context.addIssue({
        code: 'custom',
        path: ['role'],
        message: `a role of account ${entry.id} (this one is in ${roleAccount})`,
      });
    }
  });

export const auditConfigSchema = z
  .strictObject({ accounts: z.array(auditedAccount), ...rules })
  .superRefine(({ accounts }, context) => {
    const seen = new Set<string>();
    for (const [index, { id }] of accounts.entries()) {
      if (seen.has(id)) {
        context.addIssue({
          code: 'custom',
          path: ['accounts', index, 'id'],
          message: `each account once (${id} is listed before)`,
        });
      }
      seen.add(id);
    }
  });

export type AuditConfig = z.infer<typeof auditConfigSchema>;

/** The fields that each level knows, for "did you mean". */
export const KNOWN_FIELDS = {
  top: ['accounts', 'start', 'answer', 'post', 'records', 'share'],
  start: ['users', 'groups', 'channels'],
  answer: ['users', 'groups'],
  post: ['users', 'groups'],
  records: ['slack', 'teams'],
  share: ['accountIds', 'policies'],
  account: ['id', 'role', 'externalId', 'region', 'organization', 'trailLogGroup', 'allow'],
  allow: ['users', 'groups', 'workspaces'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type ConfigLevel = keyof typeof KNOWN_FIELDS;
