import { describe, expect, test } from '@jest/globals';
import { assert, constantFrom, property, record, string } from 'fast-check';
import { analyse } from '../../../src/diagnosis/analyse.js';
import { applyPatches } from '../../../src/diagnosis/fixes/apply.js';
import { policyDecision } from '../../../src/diagnosis/gates.js';
import { GRANT_LEVELS, type GrantFacts, type GrantLevel } from '../../../src/diagnosis/grant/facts.js';
import type { Evidence } from '../../../src/diagnosis/types.js';
import { snapshotSchema, type Snapshot } from '../../../src/evidence/snapshot.js';
import { BUCKET, estate, JANE, planned, wanting } from './support/cases.js';

/** What each level is for. */
const WANTED: Readonly<Record<GrantLevel, readonly string[]>> = {
  list: ['ListObjectsV2'],
  read: ['GetObject'],
  'read-list': ['ListObjectsV2', 'GetObject'],
  write: ['PutObject'],
  'read-write': ['GetObject', 'PutObject'],
  delete: ['DeleteObject'],
};
const OPERATIONS = [
  'ListObjectsV2',
  'GetObject',
  'PutObject',
  'DeleteObject',
  'PutObjectTagging',
  'PutBucketPolicy',
];

interface Asked {
  readonly operation: string;
  readonly key: string;
  readonly principal?: string;
}

/** A request as S3 would decide it on this estate. */
function decisionOn(snapshot: Snapshot, { operation, key, principal = JANE }: Asked): string {
  const request: Evidence['request'] = {
    operation,
    principal,
    bucket: BUCKET,
    ...(operation === 'ListObjectsV2' ? {} : { key }),
    headers: { prefix: operation === 'ListObjectsV2' ? [key] : null, 'x-amz-acl': null },
    context: { 'aws:SecureTransport': ['true'] },
  };
  return policyDecision(analyse({ request, snapshot, stated: [] }));
}

function applied(grant: GrantFacts, snapshot: Snapshot): Snapshot {
  const plan = planned(wanting(grant, snapshot));
  const patches = plan.parts.flatMap(({ patches: own }) => own);
  return applyPatches({ request: { headers: {}, context: {} }, snapshot, stated: [] }, patches).snapshot;
}

/** Somebody else of the same account who may do anything there, as far as that account goes. */
function asSomebodyElse(snapshot: Snapshot): Snapshot {
  const everything = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  };
  return snapshotSchema.parse({
    ...snapshot,
    caller: {
      ...snapshot.caller,
      arn: 'arn:aws:iam::111122223333:user/Mallory',
      identityPolicies: [{ name: 'everything', document: everything }],
    },
  });
}

/** Names with all that a policy reads as a wildcard or a variable. */
const name = string({
  minLength: 1,
  maxLength: 8,
  unit: constantFrom('a', 'b', '*', '?', '$', '{', '}', '/', 'é'),
});
const level = constantFrom(...GRANT_LEVELS);

describe('a bucket policy’s plan, applied', () => {
  test('allows exactly what is wanted below the folder, and nothing beside it', () => {
    assert(
      property(
        record({ folder: name, file: name, other: name, level }),
        ({ folder, file, other, level: wanted }) => {
          const prefix = `${folder}/`;
          const after = applied({ method: 'bucket-policy', level: wanted, prefix }, estate());
          const inside = `${prefix}${file}`;
          for (const operation of OPERATIONS) {
            const expected = WANTED[wanted].includes(operation) ? 'allowed' : 'denied';
            expect([operation, decisionOn(after, { operation, key: inside })]).toEqual([operation, expected]);
          }
          const outside = [other, `x${inside}`, folder, `${folder}x/${file}`].filter(
            (key) => !key.startsWith(prefix),
          );
          for (const key of outside)
            for (const operation of OPERATIONS)
              expect([operation, key, decisionOn(after, { operation, key })]).toEqual([
                operation,
                key,
                'denied',
              ]);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('allows one object, and not its neighbours', () => {
    assert(
      property(record({ key: name, other: name, level }), ({ key, other, level: wanted }) => {
        const after = applied({ method: 'bucket-policy', level: wanted, key }, estate());
        for (const operation of WANTED[wanted])
          expect([operation, decisionOn(after, { operation, key })]).toEqual([operation, 'allowed']);
        for (const neighbour of [other, `${key}x`, `x${key}`].filter((each) => each !== key))
          for (const operation of OPERATIONS)
            expect([operation, neighbour, decisionOn(after, { operation, key: neighbour })]).toEqual([
              operation,
              neighbour,
              'denied',
            ]);
      }),
      { numRuns: 40 },
    );
  });

  test.each(GRANT_LEVELS)('lets nobody else of that account in, whatever they may there: %s', (wanted) => {
    const after = asSomebodyElse(applied({ method: 'bucket-policy', level: wanted, prefix: '' }, estate()));
    for (const operation of OPERATIONS) {
      const principal = 'arn:aws:iam::111122223333:user/Mallory';
      expect([operation, decisionOn(after, { operation, key: 'a', principal })]).toEqual([
        operation,
        'denied',
      ]);
    }
  });

  test('changes nothing when it is applied twice', () => {
    const grant = { method: 'bucket-policy', level: 'read-write', prefix: 'reports/' } as const;
    const once = applied(grant, estate());
    expect(applied(grant, once)).toEqual(once);
    const again = planned(wanting(grant, once));
    expect(
      again.parts.every(
        ({ patches, summary }) => patches.length === 0 && summary.startsWith('Nothing to add'),
      ),
    ).toBe(true);
    expect(again.verified).toBe(true);
  });
});

describe('a role’s plan, applied', () => {
  /** The estate as a session of the new role finds it. */
  function asRole(grant: GrantFacts): { readonly snapshot: Snapshot; readonly principal: string } {
    const plan = planned(wanting(grant));
    const patches = plan.parts.flatMap(({ patches: own }) => own);
    const made = patches.find(({ target }) => target === 'role.identityPolicies');
    const [roleName, account] = [made?.name ?? '', '444455556666'];
    const caller = {
      arn: `arn:aws:iam::${account}:role/${roleName}`,
      account,
      organizationId: null,
      identityPolicies: [{ name: roleName, document: made?.document }],
      permissionsBoundary: null,
      sessionPolicies: [],
      tags: {},
    };
    const snapshot = snapshotSchema.parse({ ...estate(), caller });
    return { snapshot, principal: `arn:aws:sts::${account}:assumed-role/${roleName}/session` };
  }

  test('allows exactly what is wanted below the folder, and nothing beside it', () => {
    assert(
      property(
        record({ folder: name, file: name, other: name, level }),
        ({ folder, file, other, level: wanted }) => {
          const prefix = `${folder}/`;
          const { snapshot, principal } = asRole({ method: 'role', level: wanted, prefix });
          for (const operation of OPERATIONS) {
            const expected = WANTED[wanted].includes(operation) ? 'allowed' : 'denied';
            const decision = decisionOn(snapshot, { operation, key: `${prefix}${file}`, principal });
            expect([operation, decision]).toEqual([operation, expected]);
            if (!`${other}x`.startsWith(prefix))
              expect(decisionOn(snapshot, { operation, key: `${other}x`, principal })).toBe('denied');
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});
