import { z } from 'zod';

const source = z.url({ protocol: /^https$/, hostname: /(^|\.)docs\.aws\.amazon\.com$/ });
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const contextValue = z.union([scalar, z.array(scalar), z.null()]);

/** One condition against one value of its key; without `has` the key is unknown. */
export const operatorTable = z.strictObject({
  groups: z.array(
    z.strictObject({
      about: z.string(),
      source,
      cases: z.array(
        z.strictObject({
          operator: z.string(),
          key: z.string(),
          values: z.array(scalar),
          has: contextValue.optional(),
          holds: z.enum(['yes', 'no', 'unknown']),
          note: z.string(),
        }),
      ),
    }),
  ),
});

const statement = z.record(z.string(), z.unknown());
const statements = z.array(statement);
const outcome = z.enum(['allow', 'explicit_deny', 'no_allow', 'not_applicable', 'undetermined']);
const layer = z.enum([
  'identity',
  'permissionsBoundary',
  'session',
  'resource',
  'accessPoint',
  'vpcEndpoint',
  'serviceControl',
  'resourceControl',
]);

const request = z.strictObject({
  principal: z.string(),
  action: z.string(),
  resource: z.string(),
  resourceAccount: z.string().nullable(),
  context: z.record(z.string(), contextValue),
  contextComplete: z.boolean(),
});

/** Statements stand for a policy of Version 2012-10-17 that is named after its layer. */
const policies = z.strictObject({
  version: z.string().nullable().optional(),
  identity: statements.optional(),
  permissionsBoundary: statements.nullable().optional(),
  session: z.array(statements).optional(),
  resource: statements.nullable().optional(),
  accessPoint: z.strictObject({ policy: statements.nullable(), resource: z.string() }).optional(),
  vpcEndpoint: statements.nullable().optional(),
  serviceControl: z.array(statements).optional(),
  resourceControl: z.array(statements).optional(),
  resourceGrant: z.enum(['yes', 'no', 'unknown']).optional(),
});

/**
 * Whole decisions. `blockers` are written `layer kind [#statement] [@level]`, `unresolved` `key operator layer#statement`,
 * `nearMisses` as parts of the sentences, in order; each is checked where it is given.
 */
export const decisionTable = z.strictObject({
  groups: z.array(
    z.strictObject({
      about: z.string(),
      source,
      request: request.partial().optional(),
      policies: policies.optional(),
      cases: z.array(
        z.strictObject({
          name: z.string(),
          request: request.partial().optional(),
          policies: policies.optional(),
          unknown: z.array(layer).optional(),
          decision: z.enum(['allowed', 'explicit_deny', 'implicit_deny', 'undetermined']),
          layers: z.partialRecord(layer, outcome).optional(),
          blockers: z.array(z.string()).optional(),
          unresolved: z.array(z.string()).optional(),
          unreadLayers: z.array(layer).optional(),
          nearMisses: z.array(z.string()).optional(),
          because: z.array(z.string()).optional(),
        }),
      ),
    }),
  ),
});

/** Documents: what is wrong with them (`path: part of the message`), and what is odd (`code path`). */
export const documentTable = z.strictObject({
  groups: z.array(
    z.strictObject({
      about: z.string(),
      source,
      cases: z.array(
        z.strictObject({
          name: z.string(),
          document: z.unknown(),
          statements: z.number().optional(),
          problems: z.array(z.string()).optional(),
          lints: z.array(z.string()).optional(),
        }),
      ),
    }),
  ),
});
